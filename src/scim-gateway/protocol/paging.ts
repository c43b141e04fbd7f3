import { invalidValue } from './errors.ts';

export const defaultCount = 100;
export const maxCount = 200;

const maxStartIndex = 2 ** 31 - 1;

/** As many as the graph can be asked to skip, which is more than a connection holds. */
const maxOffset = 10_000_000;

export interface Paging {
  startIndex: number;
  count: number;
}

/** RFC 7644 §3.4.2.4: a startIndex below 1 is 1, a negative count is 0. */
export const readPaging = (query: { startIndex?: unknown; count?: unknown }): Paging => ({
  startIndex: between(1, whole('startIndex', query.startIndex, 1), maxStartIndex),
  count: between(0, whole('count', query.count, defaultCount), maxCount),
});

/** What a page asks of the graph: behind all that there can be, only how many there are. */
export const toSlice = ({ startIndex, count }: Paging) =>
  startIndex - 1 > maxOffset ? { first: 0, offset: 0 } : { first: count, offset: startIndex - 1 };

const between = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most);

const whole = (name: string, value: unknown, absent: number): number => {
  if (value === undefined || value === null || value === '') return absent;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'string' && /^[+-]?\d{1,300}$/.test(value.trim())) return Number(value);
  throw invalidValue(`${name} must be a whole number.`);
};
