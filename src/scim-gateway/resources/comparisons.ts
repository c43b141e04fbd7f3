import { isDoubtful } from '#filter/literal.ts';
import type {
  BooleanComparison,
  DateTimeComparison,
  IdComparison,
  NumberComparison,
  StringComparison,
  VersionComparison,
} from '../documents/generated.ts';
import { invalidFilter } from '../protocol/errors.ts';
import type { CompareOperator } from '../protocol/filter.ts';
import { always, type Combination, combined, type Literal, type Question } from './Question.ts';

/** Where in the condition a comparison stands. */
export type Place<Comparison, Where> = (comparison: Comparison) => Where;

/** A question with an answer to every comparison and to presence. */
export type Plain<Where> = Required<Omit<Question<Where>, 'some'>>;

type Ordered<Value> = { eq?: Value; ne?: Value; gt?: Value; gte?: Value; lt?: Value; lte?: Value };
type OrderOperator = Exclude<CompareOperator, 'co' | 'sw' | 'ew'>;

const orderOperators: Record<OrderOperator, <Value>(value: Value) => Ordered<Value>> = {
  eq: (eq) => ({ eq }),
  ne: (ne) => ({ ne }),
  gt: (gt) => ({ gt }),
  ge: (gte) => ({ gte }),
  lt: (lt) => ({ lt }),
  le: (lte) => ({ lte }),
};

const textOperators: Record<CompareOperator, (value: string) => StringComparison> = {
  ...orderOperators,
  co: (contains) => ({ contains }),
  sw: (startsWith) => ({ startsWith }),
  ew: (endsWith) => ({ endsWith }),
};

/** Text compared without regard to case. */
export const text = <Where>(place: Place<StringComparison, Where>): Plain<Where> => ({
  compare: (operator, value) => place(textOperators[operator](String(value))),
  present: () => place({ exists: true }),
});

/** Text that SCIM calls caseExact. */
export const exactText = <Where>(place: Place<StringComparison, Where>): Plain<Where> =>
  text((comparison) => place('exists' in comparison ? comparison : { ...comparison, caseSensitive: true }));

export const boolean = <Where>(place: Place<BooleanComparison, Where>): Plain<Where> => ({
  compare: (operator, value) => {
    const word = String(value).toLowerCase();
    if (word !== 'true' && word !== 'false') throw invalidFilter(`${JSON.stringify(value)} is not true or false.`);
    return place(onlyEquality(operator, word === 'true'));
  },
  present: () => place({ exists: true }),
});

export const number = <Where>(place: Place<NumberComparison, Where>): Plain<Where> => ({
  compare: (operator, value, doubtful) => place(inOrder(operator)(toNumber(certain(value, doubtful)))),
  present: () => place({ exists: true }),
});

export const instant = <Where>(place: Place<DateTimeComparison, Where>): Plain<Where> => ({
  compare: (operator, value) => place(inOrder(operator)(toInstant(value))),
  present: () => place({ exists: true }),
});

/** A version, compared part by part. */
export const version = <Where>(place: Place<VersionComparison, Where>): Plain<Where> => ({
  compare: (operator, value) => place(inOrder(operator)(toVersion(value))),
  present: () => place({ exists: true }),
});

export const identifier = <Where>(place: Place<IdComparison, Where>): Plain<Where> => ({
  compare: (operator, value) => place(onlyEquality(operator, String(value))),
  present: () => place({ exists: true }),
});

/** A reference, which is either the one asked for or not. */
export const reference = <Where extends Combination<Where>>(refersTo: (id: string) => Where): Question<Where> => ({
  compare: (operator, value) => {
    const asked = onlyEquality(operator, String(value));
    return 'eq' in asked ? refersTo(asked.eq) : combined({ not: refersTo(asked.ne) });
  },
});

/** An attribute that is the same for every resource of its type. */
export const constant = <Where extends Combination<Where>>(fact: string): Question<Where> => ({
  compare: (operator, value) => {
    const equal = onlyEquality(operator, String(value));
    return always('eq' in equal ? equal.eq === fact : equal.ne !== fact);
  },
  present: () => always(true),
});

function onlyEquality<Value>(operator: CompareOperator, value: Value): { eq: Value } | { ne: Value } {
  if (operator === 'eq') return { eq: value };
  if (operator === 'ne') return { ne: value };
  throw invalidFilter(`${operator} cannot be asked here. Use eq or ne.`);
}

function inOrder(operator: CompareOperator) {
  if (operator === 'co' || operator === 'sw' || operator === 'ew')
    throw invalidFilter(`${operator} cannot be asked of a date, a number or a version.`);
  return orderOperators[operator];
}

/** The value, unless it looks like a number and is none: as a number it would be another one, and as text it would be found nowhere. */
export function certain(value: Literal, doubtful: number | undefined): Literal {
  if (doubtful === undefined) return value;
  const number = String(value).slice(0, 40);
  throw invalidFilter(
    `Column ${doubtful}: ${number} is no number that can be compared exactly. Write it as in JSON, with fewer digits, or as a text between quotation marks.`,
  );
}

function toNumber(value: Literal): number {
  const number = typeof value === 'boolean' || String(value).trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number) || isDoubtful(String(value).trim()))
    throw invalidFilter(`${JSON.stringify(value)} is no number that can be compared exactly.`);
  return number;
}

function toVersion(value: Literal): string {
  // As a number, 14.10 would be 14.1.
  if (typeof value === 'number' && !Number.isInteger(value))
    throw invalidFilter(`${value} is a number. Write a version between quotation marks.`);
  return String(value);
}

/** An instant with a time zone; one without is taken as UTC. */
function toInstant(value: Literal): string {
  const [, date, time = '00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(String(value)) ?? [];
  const midnight = new Date(`${date}T00:00Z`);
  const instant = new Date(`${date}T${time}${zone.toUpperCase()}`);
  const isDate = !Number.isNaN(midnight.getTime()) && midnight.toISOString().slice(0, 10) === date;
  const year = instant.getUTCFullYear();
  if (!isDate || !(year >= 1 && year <= 9999))
    throw invalidFilter(`${JSON.stringify(value)} is no date of the years 1 to 9999. Write it as 2026-01-31T12:00:00Z.`);
  return instant.toISOString();
}
