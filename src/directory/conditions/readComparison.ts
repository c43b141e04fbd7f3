import type { Comparison, Condition } from './condition.ts';
import { InvalidCondition } from './invalidCondition.ts';
import { type ComparedKind, kinds } from './kinds.ts';
import { operatorNamed, operators } from './operators.ts';
import { readBoolean, readOperand } from './readOperand.ts';

/** The fields of an input object that are given, which must be among the known ones. */
export function readFields(path: string, raw: unknown, known: readonly string[]): [name: string, value: unknown][] {
  if (raw === null || raw === undefined) throw new InvalidCondition(path, 'is null: leave it out, or ask something.');
  if (typeof raw !== 'object' || Array.isArray(raw) || raw instanceof Date) {
    throw new InvalidCondition(path, `must be an object with some of: ${known.join(', ')}.`);
  }
  const fields = Object.entries(raw).filter(([, value]) => value !== undefined);
  const unknown = fields.find(([name]) => !known.includes(name));
  if (unknown) throw new InvalidCondition(`${path}.${unknown[0]}`, `is unknown: ask with some of: ${known.join(', ')}.`);
  return fields;
}

/** The same, where asking nothing is refused. */
export function readSomeFields(path: string, raw: unknown, known: readonly string[]): [name: string, value: unknown][] {
  const fields = readFields(path, raw, known);
  if (fields.length === 0) throw new InvalidCondition(path, `is empty: ask with at least one of: ${known.join(', ')}.`);
  return fields;
}

/** All of the conditions, without a node of its own around a single one. */
export const allOf = (conditions: Condition[]): Condition => {
  const [only, ...others] = conditions;
  return only && others.length === 0 ? only : { kind: 'and', conditions };
};

/** The kinds of text that may be compared with regard to case. */
export const minded: readonly ComparedKind[] = ['string', 'exactString'];

function readCase(kind: ComparedKind, path: string, raw: unknown): Pick<Comparison, 'caseSensitive'> {
  const caseSensitive = readBoolean(`${path}.caseSensitive`, raw);
  if (caseSensitive) return { caseSensitive };
  if (kind === 'string') return {};
  throw new InvalidCondition(`${path}.caseSensitive`, 'may not be false: this attribute is compared exactly.');
}

/** The conditions that one comparison makes, each operator its own. */
export function readComparison(
  kind: ComparedKind,
  path: string,
  raw: unknown,
  toCondition: (comparison: Comparison) => Condition,
): Condition {
  const names = Object.keys(operators[kind]);
  const fields = readFields(path, raw, minded.includes(kind) ? [...names, 'caseSensitive'] : names);
  const asked = fields.filter(([name]) => name !== 'caseSensitive');
  if (asked.length === 0) throw new InvalidCondition(path, `is empty: compare with at least one of: ${names.join(', ')}.`);
  const given = fields.find(([name]) => name === 'caseSensitive');
  const letters = given ? readCase(kind, path, given[1]) : {};
  return allOf(
    asked.map(([name, value]) =>
      readOperator(kind, `${path}.${name}`, name, value, (comparison) => toCondition({ ...comparison, ...letters })),
    ),
  );
}

function readOperator(
  kind: ComparedKind,
  path: string,
  name: string,
  raw: unknown,
  toCondition: (comparison: Comparison) => Condition,
): Condition {
  const operator = operatorNamed(kind, name);
  if (operator === undefined) throw new InvalidCondition(path, 'is unknown.');
  const operand = readOperand[operator.takes](kinds[kind], path, raw);
  const absent = operator.takes === 'presence' && operand === false;
  const condition = toCondition({ operator: name, operand: absent ? true : operand });
  return absent ? { kind: 'not', condition } : condition;
}
