import { fold } from '#filter/fold.ts';
import type { Literal } from '#filter/literal.ts';
import { wordsAsBooleans } from '../dialects/entra.ts';
import type { AttributeName } from './attributeName.ts';
import { isObject, type Json } from './document.ts';
import { invalidFilter } from './errors.ts';
import type { CompareOperator, Comparison, Filter } from './filter.ts';
import { named } from './resolve.ts';
import type { Attribute } from './schema.ts';

/** Whether a value filter holds for an element of an attribute. Two-valued: a missing value is equal to nothing and different from everything. */
export function matches(attribute: Attribute, filter: Filter, element: Json): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((operand) => matches(attribute, operand, element));
    case 'or':
      return filter.filters.some((operand) => matches(attribute, operand, element));
    case 'not':
      return !matches(attribute, filter.filter, element);
    case 'present':
      return valueIn(partOf(attribute, filter.attribute), element) !== undefined;
    case 'compare':
      return compares(partOf(attribute, filter.attribute), filter, element);
    case 'some':
      throw invalidFilter(`${attribute.name} has no elements with elements of their own.`);
  }
}

/** The sub-attribute that a name within brackets means. */
export function partOf(attribute: Attribute, { urn, name, sub }: AttributeName): Attribute {
  const part = urn === undefined && sub === undefined ? named(attribute.subAttributes ?? [], name) : undefined;
  if (!part) throw invalidFilter(`${attribute.name} has no sub-attribute ${JSON.stringify(sub === undefined ? name : `${name}.${sub}`)}.`);
  return part;
}

/** Refuses a value filter that names what the attribute does not have, whatever the elements are. */
export function checkValueFilter(attribute: Attribute, filter: Filter): void {
  if (filter.kind === 'and' || filter.kind === 'or') for (const operand of filter.filters) checkValueFilter(attribute, operand);
  else if (filter.kind === 'not') checkValueFilter(attribute, filter.filter);
  else if (filter.kind === 'compare') checkOperator(partOf(attribute, filter.attribute), filter.operator);
  else partOf(attribute, filter.attribute);
}

/** RFC 7644 §3.4.2.2: what is true or false, and what is base 64, has no order. */
export function checkOperator({ name, type }: Attribute, operator: CompareOperator): void {
  if (type === 'boolean' && operator !== 'eq' && operator !== 'ne')
    throw invalidFilter(`${name} is true or false; ${operator} does not apply to it.`);
  if (type === 'binary' && orders.has(operator)) throw invalidFilter(`${name} is base 64; ${operator} does not apply to it.`);
}

const orders: ReadonlySet<CompareOperator> = new Set<CompareOperator>(['gt', 'ge', 'lt', 'le']);

/** A literal as the type of the attribute that it is compared with. */
export const literalFor = ({ type }: Attribute, literal: Literal): unknown => {
  if (literal === null || literal === '') return undefined;
  if (type === 'boolean') return wordsAsBooleans(literal);
  return typeof literal === 'number' && type !== 'decimal' && type !== 'integer' ? String(literal) : literal;
};

const valueIn = ({ name }: Attribute, element: Json): Json | undefined => {
  const value = isObject(element) && Object.hasOwn(element, name) ? (element[name] as Json) : undefined;
  return value === null || value === '' ? undefined : value;
};

const compares = (part: Attribute, { operator, value: literal }: Comparison, element: Json): boolean => {
  checkOperator(part, operator);
  const value = comparable(part, valueIn(part, element));
  const wanted = comparable(part, literalFor(part, literal));
  return value === undefined || wanted === undefined ? holdsForMissing(operator, value === wanted) : holds[operator](value, wanted);
};

const holdsForMissing = (operator: CompareOperator, bothMissing: boolean) =>
  (operator === 'eq' && bothMissing) || (operator === 'ne' && !bothMissing);

type Comparable = string | number | boolean;

const comparable = ({ type, caseExact }: Attribute, value: unknown): Comparable | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (type === 'dateTime') return Date.parse(value);
  return caseExact ? value : fold(value);
};

const holds: Record<CompareOperator, (value: Comparable, wanted: Comparable) => boolean> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  co: (value, wanted) => String(value).includes(String(wanted)),
  sw: (value, wanted) => String(value).startsWith(String(wanted)),
  ew: (value, wanted) => String(value).endsWith(String(wanted)),
  gt: (value, wanted) => value > wanted,
  ge: (value, wanted) => value >= wanted,
  lt: (value, wanted) => value < wanted,
  le: (value, wanted) => value <= wanted,
};
