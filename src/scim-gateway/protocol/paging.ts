import type { Place } from './cursor.ts';
import { invalidCount, invalidCursor, invalidValue } from './errors.ts';

export const defaultCount = 100;
export const maxCount = 200;

const maxStartIndex = 2 ** 31 - 1;

/** As many as the graph can be asked to skip, which is more than a connection holds. */
const maxOffset = 10_000_000;

export interface Paging {
  startIndex: number;
  count: number;
  /** Asks for pages by cursor; empty for the first of them. */
  cursor?: string;
}

/** Which rows of a list, in the words of the graph. */
export interface Slice {
  first?: number;
  offset?: number;
  after?: string;
  last?: number;
  before?: string;
}

type Sent = { [name in keyof Paging]?: unknown };

/** By index, unless a cursor is sent, be it an empty one (RFC 9865 §2.4). */
export const readPaging = (query: Sent): Paging =>
  query.cursor === undefined || query.cursor === null ? readIndexPaging(query) : readCursorPaging(query);

/** RFC 7644 §3.4.2.4: a startIndex below 1 is 1, a negative count is 0. */
const readIndexPaging = ({ startIndex, count }: Sent): Paging => ({
  startIndex: between(1, whole('startIndex', startIndex, 1, invalidValue), maxStartIndex),
  count: between(0, whole('count', count, defaultCount, invalidValue), maxCount),
});

/** RFC 9865 §2: a count is positive, and one over the maximum is the maximum. */
function readCursorPaging({ cursor, startIndex, count: sent }: Sent): Paging {
  if (typeof cursor !== 'string') throw invalidCursor('cursor must be a text: empty for the first page, and then as it was answered.');
  if (isSent(startIndex)) throw invalidValue('Page by startIndex or by cursor, not by both.');
  const count = whole('count', sent, defaultCount, invalidCount);
  if (count < 1) throw invalidCount('count must be 1 or more where pages are asked for by cursor.');
  return { startIndex: 1, count: Math.min(count, maxCount), cursor };
}

/** What a page asks of the graph: behind all that there can be, only how many there are. */
export const toSlice = ({ startIndex, count }: Paging): Slice & { first: number; offset: number } =>
  startIndex - 1 > maxOffset ? { first: 0, offset: 0 } : { first: count, offset: startIndex - 1 };

/** The page that lies on one side of a place, or the first one. */
export const sliceFrom = (place: Place | undefined, count: number): Slice =>
  place?.side === 'before' ? { last: count, before: place.cursor } : { first: count, after: place?.cursor };

const between = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most);

const isSent = (value: unknown) => value !== undefined && value !== null && value !== '';

function whole(name: string, value: unknown, absent: number, refuse: typeof invalidValue): number {
  if (!isSent(value)) return absent;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'string' && /^[+-]?\d{1,300}$/.test(value.trim())) return Number(value);
  throw refuse(`${name} must be a whole number.`);
}
