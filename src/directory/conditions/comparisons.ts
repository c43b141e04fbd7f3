import { comparedAttribute } from './attributes.ts';
import type { Compare, CompareCount, CompareExtension, CompareFact, Comparison } from './condition.ts';
import { durationOf, shifted } from './duration.ts';
import { type Comparable, type ComparedKind, type Kind, kinds } from './kinds.ts';
import { type Operator, operatorNamed, type Taken } from './operators.ts';

/** The kind that a comparison goes by: text that minds its case is exact. */
const kindOf = (kind: ComparedKind, { caseSensitive }: Comparison): ComparedKind => (caseSensitive ? 'exactString' : kind);

export type Understood = { kind: Kind; operator: Operator; operands: Comparable[] | undefined };

function lasting(operand: unknown, now: Date, direction: 1 | -1): Comparable[] | undefined {
  const duration = durationOf(String(operand));
  return duration && [now.getTime(), shifted(now, duration, direction)].sort((one, other) => one - other);
}

/** The operands as they are compared; undefined if nothing can equal the operand, such as an id that is no UUID. */
const taken: Record<Taken, (kind: Kind, operand: Comparison['operand'], now: Date) => Comparable[] | undefined> = {
  value: (kind, operand) => {
    const value = kind.comparable(operand);
    return value === undefined ? undefined : [value];
  },
  list: (kind, operand) => [operand].flat().flatMap((one) => kind.comparable(one) ?? []),
  pattern: (kind, operand) => [kind.comparable(operand) ?? ''],
  past: (_kind, operand, now) => lasting(operand, now, -1),
  future: (_kind, operand, now) => lasting(operand, now, 1),
  presence: () => [],
};

/** A comparison of values of this kind, ready to be asked. */
export function understood(valueKind: ComparedKind, comparison: Comparison, now: Date): Understood {
  const name = kindOf(valueKind, comparison);
  const operator = operatorNamed(name, comparison.operator);
  if (operator === undefined) throw new TypeError(`A ${name} is not compared by "${comparison.operator}".`);
  return { kind: kinds[name], operator, operands: taken[operator.takes](kinds[name], comparison.operand, now) };
}

/** The kind of value that a node compares. */
export const comparedKind = (node: Compare | CompareExtension | CompareFact | CompareCount): ComparedKind =>
  node.kind === 'compare' ? comparedAttribute(node.subject, node.attribute).kind : node.kind === 'count' ? 'number' : node.type;
