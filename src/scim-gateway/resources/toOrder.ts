import { readAttributeName } from '../protocol/attributeName.ts';
import { invalidValue } from '../protocol/errors.ts';
import { resolve } from '../protocol/resolve.ts';
import type { ResourceType } from '../protocol/schema.ts';
import { pathOf } from './findQuestion.ts';
import { own } from './Question.ts';
import type { PageQuery } from './Resource.ts';

const ascendingOrder = { direction: 'ASC', missing: 'LAST' } as const;
const descendingOrder = { direction: 'DESC', missing: 'FIRST' } as const;

/** Reads sortBy and sortOrder against a table of what can be sorted by; missing values come last, or first in descending order (RFC 7644 §3.4.2.3). */
export function toOrder<Field>(
  type: ResourceType,
  fields: Record<string, Field>,
  { sortBy, descending }: Pick<PageQuery, 'sortBy' | 'descending'>,
) {
  if (sortBy === undefined) return undefined;
  const name = readAttributeName(sortBy);
  const found = name && resolve(type, name);
  const field = found && own(fields, pathOf(found));
  if (!field) throw invalidValue(`${type.name}s cannot be sorted by ${JSON.stringify(sortBy.slice(0, 100))}.`);
  return [{ field, ...wayOf({ descending }) }];
}

export const wayOf = ({ descending }: Pick<PageQuery, 'descending'>) => (descending ? descendingOrder : ascendingOrder);
