import type { Operator, PartFilter } from './act.ts';
import type { AttributeRow } from './attributes.ts';
import { Refusal } from './refusal.ts';
import type { Element } from './state.ts';

/** Refuses what a filter may not ask, whatever there is to compare (RFC 7644 §3.4.2.2, table 3). */
export function checkFilter(row: AttributeRow, filter: PartFilter): void {
  if (filter.kind === 'and' || filter.kind === 'or') for (const each of filter.filters) checkFilter(row, each);
  else if (filter.kind === 'not') checkFilter(row, filter.filter);
  else if (!row.parts?.includes(filter.part)) throw new Refusal('invalidFilter', 'invalidPath');
  else if (filter.kind === 'compare' && !isComparable(row, filter.part, filter.operator)) throw new Refusal('invalidFilter');
}

const ordering: readonly Operator[] = ['gt', 'ge', 'lt', 'le'];

/** A boolean is the same or another; base 64 has no order. */
const isComparable = (row: AttributeRow, part: string, operator: Operator) =>
  part === 'primary' ? operator === 'eq' || operator === 'ne' : !(row.binary?.includes(part) && ordering.includes(operator));

/** Whether a filter holds for an element (RFC 7644 §3.4.2.2). */
export function holds(row: AttributeRow, filter: PartFilter, element: Element): boolean {
  if (filter.kind === 'and') return filter.filters.every((each) => holds(row, each, element));
  if (filter.kind === 'or') return filter.filters.some((each) => holds(row, each, element));
  if (filter.kind === 'not') return !holds(row, filter.filter, element);
  const value = element[filter.part];
  if (filter.kind === 'present') return value !== undefined;
  if (value === undefined) return filter.operator === 'ne';
  const fold = (word: string | boolean) => (row.caseExact?.includes(filter.part) ? String(word) : String(word).toLowerCase());
  return compare[filter.operator](fold(value), fold(filter.literal));
}

const compare: Record<Operator, (value: string, literal: string) => boolean> = {
  eq: (value, literal) => value === literal,
  ne: (value, literal) => value !== literal,
  co: (value, literal) => value.includes(literal),
  sw: (value, literal) => value.startsWith(literal),
  ew: (value, literal) => value.endsWith(literal),
  gt: (value, literal) => value > literal,
  ge: (value, literal) => value >= literal,
  lt: (value, literal) => value < literal,
  le: (value, literal) => value <= literal,
};
