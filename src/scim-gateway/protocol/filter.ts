import type { AttributeName } from './attributeName.ts';

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

export type Literal = string | number | boolean | null;

export interface Comparison {
  kind: 'compare';
  attribute: AttributeName;
  operator: CompareOperator;
  value: Literal;
}

/** A filter of RFC 7644 §3.4.2.2, names as they were written. `some` asks for one element that its filter holds for. */
export type Filter =
  | { kind: 'and'; filters: Filter[] }
  | { kind: 'or'; filters: Filter[] }
  | { kind: 'not'; filter: Filter }
  | { kind: 'some'; attribute: AttributeName; filter: Filter }
  | { kind: 'present'; attribute: AttributeName }
  | Comparison;
