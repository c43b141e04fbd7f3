import type { ComparedKind } from '../kinds.ts';
import { operatorNamed } from '../operators.ts';
import { isFields } from './located.ts';
import { spelled } from './spellings.ts';
import { not, type Term } from './terms.ts';

/** The fields of an input that are given. */
export const given = (raw: unknown): [name: string, value: unknown][] =>
  isFields(raw) ? Object.entries(raw).filter(([, value]) => value !== undefined) : [];

/** A number so that it is read as the same: without an exponent, a large one could be a number of which some digits are lost. */
const numeral = (value: number): string => {
  if (Object.is(value, -0)) return '-0';
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
};

/** A value as it is written, or the values of a list. */
export const literal = (value: unknown): string => {
  if (Array.isArray(value)) return `(${value.map(literal).join(', ')})`;
  return typeof value === 'number' ? numeral(value) : JSON.stringify(value);
};

/** The tests that a comparison makes of what has this name; `behind` is said behind one of them. */
export function writeComparison(
  kind: ComparedKind,
  name: string,
  raw: unknown,
  behind: (operator: string, operand: unknown) => string = () => '',
): Term[] {
  const fields = given(raw);
  const minds = fields.some(([field, value]) => field === 'caseSensitive' && value === true) ? ' caseSensitive true' : '';
  return fields
    .filter(([operator]) => operator !== 'caseSensitive')
    .map(([operator, operand]) => {
      const said = behind(operator, operand) + minds;
      const present: Term = { text: `${name} pr${said}`, shape: 'asks' };
      if (operator === 'exists') return operand === false ? not([present]) : present;
      const shape = operatorNamed(kind, operator)?.missing ? 'excludes' : 'asks';
      return { text: `${name} ${spelled(operator)} ${literal(operand)}${said}`, shape };
    });
}
