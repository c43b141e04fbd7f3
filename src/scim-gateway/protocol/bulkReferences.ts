import type { BulkOperation } from './bulkRequest.ts';
import { isObject } from './document.ts';
import { lastSegment } from './lastSegment.ts';
import { referencePlace } from './referencePlace.ts';
import { same } from './resolve.ts';

/** The id of what the POST with this bulkId has created. */
export type IdOf = (bulkId: string) => string;

const prefix = 'bulkId:';

/**
 * The data of an operation, or the attributes of a resource, with the id in place of each reference `bulkId:…` (RFC 7644 §3.7.2). A reference is all
 * of a `value`, the end of a `$ref`, or a literal in a path, of an attribute that refers to a resource; anything else is text, and stays as it is.
 */
export function withIds(data: unknown, idOf: IdOf): unknown {
  if (Array.isArray(data)) return data.map((operation) => operationWithIds(operation, idOf));
  if (!isObject(data)) return data;
  return mapped(data, ([key, value]) => (/^operations$/i.test(key) ? [key, withIds(value, idOf)] : attributeWithIds(key, value, idOf)));
}

/** The path of an operation with the id in place of a reference at its end. */
export const pathWithId = (path: string, idOf: IdOf): string => atEnd(path, idOf);

/** The bulkIds that the data of an operation, or attributes of a resource, refer to. */
export function namesIn(data: unknown): Set<string> {
  const names = new Set<string>();
  withIds(data, noting(names));
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

/** One operation of a PATCH, whose path tells what its value is about. */
function operationWithIds(operation: unknown, idOf: IdOf): unknown {
  if (!isObject(operation)) return operation;
  const [path] = Object.entries(operation).flatMap(([key, value]) =>
    /^path$/i.test(key) && typeof value === 'string' && value ? [value] : [],
  );
  return mapped(operation, ([key, value]) => {
    if (/^value$/i.test(key)) return [key, path === undefined ? schemaWithIds(value, idOf) : attributeWithIds(path, value, idOf)[1]];
    return [key, value === path && path !== undefined && /^path$/i.test(key) ? attributeWithIds(path, undefined, idOf)[0] : value];
  });
}

/** An attribute by its key or path, and its value. */
function attributeWithIds(key: string, value: unknown, idOf: IdOf, schemaUrn?: string): [string, unknown] {
  const place = referencePlace(key, schemaUrn);
  if (!place) return [key, value];
  if (place.kind === 'schema') return [key, schemaWithIds(value, idOf, place.urn)];
  return [inLiterals(key, idOf), referenceWithIds(place.name, place.part ?? 'value', value, idOf)];
}

/** The attributes of a resource, or of one schema. */
function schemaWithIds(value: unknown, idOf: IdOf, urn?: string): unknown {
  if (Array.isArray(value)) return value.map((one) => schemaWithIds(one, idOf, urn));
  return isObject(value) ? mapped(value, ([key, part]) => attributeWithIds(key, part, idOf, urn)) : value;
}

/** What an attribute that refers to a resource is sent as: a reference, an object with one, or a list; Salesforce repeats its name inside. */
function referenceWithIds(name: string, part: string, value: unknown, idOf: IdOf): unknown {
  if (typeof value === 'string') return readings[part]?.(value, idOf) ?? value;
  if (Array.isArray(value)) return value.map((element) => referenceWithIds(name, part, element, idOf));
  if (!isObject(value)) return value;
  return mapped(value, ([key, inner]) => [key, referenceWithIds(name, same(key, name) ? 'value' : key.toLowerCase(), inner, idOf)]);
}

const mapped = (object: Record<string, unknown>, change: (entry: [string, unknown]) => [string, unknown]) =>
  Object.fromEntries(Object.entries(object).map(change));

const whole = (text: string, idOf: IdOf): string => (text.startsWith(prefix) ? idOf(text.slice(prefix.length)) : text);

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

/** How a reference stands in a part of an attribute; in no other part does one. */
const readings: Readonly<Record<string, typeof atEnd | undefined>> = { value: whole, $ref: atEnd };
