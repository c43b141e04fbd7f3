import type { BulkOperation } from './bulkRequest.ts';
import { isObject } from './document.ts';
import { lastSegment } from './lastSegment.ts';

/** The id of what the POST with this bulkId has created. */
export type IdOf = (bulkId: string) => string;

const prefix = 'bulkId:';

/**
 * A value with the id in place of each reference `bulkId:…` (RFC 7644 §3.7.2). A reference is a whole text, the end of a `$ref`, or a literal
 * in the path of a PATCH; within other text it is text.
 */
export function withIds(value: unknown, idOf: IdOf, name = ''): unknown {
  if (typeof value === 'string') return textWithIds(value, idOf, name);
  if (Array.isArray(value)) return value.map((element) => withIds(element, idOf, name));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [inLiterals(key, idOf), withIds(part, idOf, key)]));
}

/** The path of an operation with the id in place of a reference at its end. */
export const pathWithId = (path: string, idOf: IdOf): string => atEnd(path, idOf);

/** The bulkIds that a value refers to. */
export function namesIn(value: unknown): Set<string> {
  const names = new Set<string>();
  withIds(value, noting(names));
  return names;
}

/** The bulkIds that an operation refers to. */
export function namesInOperation({ path, data }: BulkOperation): Set<string> {
  const names = namesIn(data);
  pathWithId(path, noting(names));
  return names;
}

const noting =
  (names: Set<string>): IdOf =>
  (bulkId) => {
    names.add(bulkId);
    return '';
  };

const textWithIds = (text: string, idOf: IdOf, name: string): string => {
  if (text.startsWith(prefix)) return idOf(text.slice(prefix.length));
  return readings.get(name.toLowerCase())?.(text, idOf) ?? text;
};

/** `members[value eq "bulkId:ada"]` */
const inLiterals = (text: string, idOf: IdOf): string =>
  text.replace(/"bulkId:([^"\\]*)"/g, (_, bulkId: string) => JSON.stringify(idOf(bulkId)));

/** `/Users/bulkId:ada` */
const atEnd = (uri: string, idOf: IdOf): string => {
  const { start, end } = lastSegment(uri);
  const segment = decoded(uri.slice(start, end));
  return segment.startsWith(prefix) ? uri.slice(0, start) + idOf(segment.slice(prefix.length)) + uri.slice(end) : uri;
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** Where a reference may be a part of a text, by the name of the attribute. */
const readings: ReadonlyMap<string, typeof atEnd> = new Map([
  ['path', inLiterals],
  ['$ref', atEnd],
]);
