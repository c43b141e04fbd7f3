import { isDeepStrictEqual } from 'node:util';

type Holds = (actual: unknown, wanted: unknown) => boolean;

const isCleared = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (typeof value === 'object' && Object.values(value).every(isCleared));

const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : isCleared(value) ? 0 : Number.NaN);

const includes: Holds = (actual, wanted) =>
  Array.isArray(actual)
    ? actual.some((element) => isDeepStrictEqual(element, wanted))
    : typeof actual === 'string' && actual.includes(String(wanted));

const types: Record<string, (value: unknown) => boolean> = {
  integer: Number.isInteger,
  array: Array.isArray,
  object: (value) => typeof value === 'object' && !Array.isArray(value),
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
};

/** What each `op` of a case asks. */
export const checks: Record<string, Holds> = {
  eq: isDeepStrictEqual,
  ne: (actual, wanted) => !isDeepStrictEqual(actual, wanted),
  ieq: (actual, wanted) => String(actual).toLowerCase() === String(wanted).toLowerCase(),
  oneOf: (actual, wanted) => Array.isArray(wanted) && includes(wanted, actual),
  exists: (actual) => actual !== undefined && actual !== null,
  absent: (actual) => actual === undefined,
  cleared: isCleared,
  length: (actual, wanted) => lengthOf(actual) === wanted,
  minLength: (actual, wanted) => Array.isArray(actual) && actual.length >= Number(wanted),
  maxLength: (actual, wanted) => lengthOf(actual) <= Number(wanted),
  contains: includes,
  notContains: (actual, wanted) => !includes(actual, wanted),
  matches: (actual, wanted) => typeof actual === 'string' && new RegExp(String(wanted)).test(actual),
  type: (actual, wanted) => types[String(wanted)]?.(actual) ?? false,
  gte: (actual, wanted) => typeof actual === 'number' && actual >= Number(wanted),
  lte: (actual, wanted) => typeof actual === 'number' && actual <= Number(wanted),
};
