import type { AttributeName } from '../protocol/attributeName.ts';
import { invalidFilter } from '../protocol/errors.ts';
import type { Comparison, Filter } from '../protocol/filter.ts';
import { type Combination, combined, type Question } from './Question.ts';

/** Finds how an attribute is asked; throws `invalidFilter` for one that is unknown. */
export type Find<Where> = (attribute: AttributeName) => Question<Where>;

/** Turns a SCIM filter into a condition of the graph, or refuses it with the name of what cannot be asked. */
export function translateFilter<Where extends Combination<Where>>(filter: Filter, find: Find<Where>): Where {
  switch (filter.kind) {
    case 'and':
      return combined({ and: filter.filters.map((part) => translateFilter(part, find)) });
    case 'or':
      return combined({ or: filter.filters.map((part) => translateFilter(part, find)) });
    case 'not':
      return combined({ not: translateFilter(filter.filter, find) });
    case 'present':
      return ask(filter.attribute, 'pr', find(filter.attribute).present)();
    case 'some':
      return ask(filter.attribute, '[…]', find(filter.attribute).some)(filter.filter);
    case 'compare':
      return compare(filter, find(filter.attribute));
  }
}

/** A comparison with null asks for presence (RFC 7643 §2.5: null is the same as unassigned). */
function compare<Where extends Combination<Where>>({ attribute, operator, value, doubtful }: Comparison, question: Question<Where>): Where {
  if (value !== null) return ask(attribute, operator, question.compare)(operator, value, doubtful);
  const present = ask(attribute, operator, question.present);
  if (operator === 'ne') return present();
  if (operator === 'eq') return combined({ not: present() });
  throw invalidFilter(`${nameOf(attribute)} ${operator} null cannot be answered. Compare null with eq or ne.`);
}

function ask<Answer>(attribute: AttributeName, operator: string, answer: Answer | undefined): Answer {
  if (!answer) throw invalidFilter(`The attribute ${nameOf(attribute)} cannot be asked with ${operator}.`);
  return answer;
}

/** An attribute as it is written in a filter. */
export const nameOf = ({ urn, name, sub }: AttributeName) => `${urn ? `${urn}:` : ''}${name}${sub ? `.${sub}` : ''}`;

export const unknownAttribute = (attribute: AttributeName) => invalidFilter(`There is no attribute ${nameOf(attribute)} to filter by.`);
