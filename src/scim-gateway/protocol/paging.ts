import { invalidValue } from './errors.ts';

export const defaultCount = 100;
export const maxCount = 200;

/** The largest startIndex that the graph can be asked for. */
const maxStartIndex = 2 ** 31 - 1;

export interface Paging {
  startIndex: number;
  count: number;
}

/** RFC 7644 §3.4.2.4: a startIndex below 1 is 1, a negative count is 0. */
export const readPaging = (query: { startIndex?: unknown; count?: unknown }): Paging => ({
  startIndex: between(1, whole('startIndex', query.startIndex, 1), maxStartIndex),
  count: between(0, whole('count', query.count, defaultCount), maxCount),
});

const between = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most);

const whole = (name: string, value: unknown, absent: number): number => {
  if (value === undefined || value === null || value === '') return absent;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'string' && /^[+-]?\d{1,300}$/.test(value.trim())) return Number(value);
  throw invalidValue(`${name} must be a whole number.`);
};
