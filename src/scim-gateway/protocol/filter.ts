import type { Literal } from '#filter/literal.ts';
import type { Logic } from '#filter/logic.ts';
import type { AttributeName } from './attributeName.ts';

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

export interface Comparison {
  kind: 'compare';
  attribute: AttributeName;
  operator: CompareOperator;
  value: Literal;
  /** The column of a value that looks like a number and is none: text can be compared with it as it is written, and nothing else. */
  doubtful?: number;
}

/** What a filter asks of one attribute. `some` asks for one element that its filter holds for. */
export type Test = { kind: 'some'; attribute: AttributeName; filter: Filter } | { kind: 'present'; attribute: AttributeName } | Comparison;

/** A filter of RFC 7644 §3.4.2.2, names as they were written. */
export type Filter = Logic<Test>;
