import { isSchemaUri } from './attributeName.ts';
import { namesIn } from './bulkReferences.ts';
import { isObject } from './document.ts';

type Attributes = Record<string, unknown>;

/** A resource in two parts: what can be created now, and the attributes, or the elements of a list, that name one of these bulkIds. */
export function splitCircular(data: Attributes, bulkIds: ReadonlySet<string>): { now: Attributes; later: Attributes } {
  const isLater = (attributes: Attributes) => [...namesIn(attributes)].some((name) => bulkIds.has(name));
  const split = Object.entries(data).map(([name, value]) => ({ name, ...splitAttribute(name, value, isLater) }));
  const part = (which: 'now' | 'later') =>
    Object.fromEntries(split.flatMap(({ name, [which]: value }) => (value === undefined ? [] : [[name, value]])));
  return { now: part('now'), later: part('later') };
}

function splitAttribute(name: string, value: unknown, isLater: (attributes: Attributes) => boolean): { now?: unknown; later?: unknown } {
  if (!isLater({ [name]: value })) return { now: value };
  if (Array.isArray(value)) {
    const those = (wanted: boolean) => value.filter((element) => isLater({ [name]: element }) === wanted);
    return { now: those(false), later: those(true) };
  }
  if (!isSchemaUri(name) || !isObject(value)) return { later: value };
  const parts = Object.entries(value);
  const those = (wanted: boolean) => Object.fromEntries(parts.filter(([key, part]) => isLater({ [name]: { [key]: part } }) === wanted));
  return { now: those(false), later: those(true) };
}

/** The attributes of a resource, those of other schemas behind their URN. */
export const attributesIn = (data: Attributes): string[] =>
  Object.entries(data).flatMap(([name, value]) =>
    isSchemaUri(name) && isObject(value) ? Object.keys(value).map((part) => `${name}:${part}`) : [name],
  );
