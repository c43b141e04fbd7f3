import type { CompareOperator, Filter } from '../protocol/filter.ts';

export type Literal = string | number | boolean;

/** How one SCIM attribute is asked of the graph. What is left out cannot be asked. */
export interface Question<Where> {
  /** `doubtful` is the column of a value that looks like a number and is none. */
  compare?: (operator: CompareOperator, value: Literal, doubtful?: number) => Where;
  present?: () => Where;
  /** One element of a list for which the filter holds. */
  some?: (filter: Filter) => Where;
}

/** The attributes of a resource or of a list's elements, by path. */
export type Questions<Where> = Record<string, Question<Where>>;

/** What every where can be put together from. */
export interface Combination<Where> {
  and?: Where[] | null;
  or?: Where[] | null;
  not?: Where | null;
}

/** Every where takes and, or and not, and requires nothing else. */
export const combined = <Where extends Combination<Where>>(combination: Combination<Where>): Where => combination as Where;

export const always = <Where extends Combination<Where>>(holds: boolean): Where => combined(holds ? { and: [] } : { or: [] });

/** Looks a name up in a table, and never in what the table inherits. */
export const own = <Value>(table: Record<string, Value>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
