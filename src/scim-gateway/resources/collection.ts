import type { NumberComparison } from '../documents/generated.ts';
import type { AttributeName } from '../protocol/attributeName.ts';
import { invalidFilter } from '../protocol/errors.ts';
import type { Place } from './comparisons.ts';
import { type Combination, own, type Question, type Questions } from './Question.ts';
import { type Find, nameOf, translateFilter } from './translateFilter.ts';

interface CollectionWhere<Element> {
  any?: Element;
  count?: NumberComparison;
}

/** A list of elements: asked as a whole, by a sub-attribute of any element, or by a filter that one element satisfies. */
export function collection<Where, Element extends Combination<Element>>(
  name: string,
  place: Place<CollectionWhere<Element>, Where>,
  elements: Questions<Element>,
): Questions<Where> {
  const any = ({ compare, present }: Question<Element>): Question<Where> => ({
    compare: compare && ((operator, value) => place({ any: compare(operator, value) })),
    present: present && (() => place({ any: present() })),
  });
  const find = elementOf(elements);
  return {
    [name]: {
      compare: elements.value && any(elements.value).compare,
      present: () => place({ count: { gt: 0 } }),
      some: (filter) => place({ any: translateFilter(filter, find) }),
    },
    ...Object.fromEntries(Object.entries(elements).map(([sub, question]) => [`${name}.${sub}`, any(question)])),
  };
}

/** Finds a sub-attribute by its name alone, in any case. */
export const elementOf = <Element>(elements: Questions<Element>): Find<Element> => {
  const byPath = Object.fromEntries(Object.entries(elements).map(([path, question]) => [path.toLowerCase(), question]));
  return (attribute) => {
    const question = own(byPath, nameOf(attribute).toLowerCase());
    if (!question) throw unknownPart(attribute, Object.keys(elements));
    return question;
  };
};

const unknownPart = (attribute: AttributeName, known: readonly string[]) =>
  invalidFilter(`${nameOf(attribute)} cannot be asked within brackets here. Ask by ${known.join(', ')}.`);
