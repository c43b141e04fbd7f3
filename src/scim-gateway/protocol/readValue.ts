import { isStorable } from '#filter/text.ts';
import { listed, scalarAsValue, unwrapped, wordsAsBooleans } from '../dialects/entra.ts';
import { clears } from '../dialects/okta.ts';
import { withoutRepeatedName } from '../dialects/salesforce.ts';
import { isJsonObject, isObject, type Json, type JsonObject } from './document.ts';
import { invalidValue, sentTwice } from './errors.ts';
import { lastSegment } from './lastSegment.ts';
import { named } from './resolve.ts';
import type { Attribute } from './schema.ts';

/** Reads what a client sent for a whole attribute; undefined if it is unassigned (RFC 7643 §2.5). */
export function readValue(attribute: Attribute, sent: unknown): Json | undefined {
  if (clears(sent)) return undefined;
  if (attribute.multiValued) return readList(attribute, sent);
  return attribute.subAttributes ? readElement(attribute, sent) : readSimple(attribute, sent);
}

/** Reads the elements of a multi-valued attribute. */
export const readList = (attribute: Attribute, sent: unknown): JsonObject[] =>
  clears(sent)
    ? []
    : listed(withoutRepeatedName(attribute.name, sent))
        .map((element) => readElement(attribute, element))
        .filter(isJsonObject);

/** What is assigned of a complex value; refuses one without its required parts. */
function readElement(attribute: Attribute, sent: unknown): JsonObject | undefined {
  const parts = readParts(attribute, sent);
  const missing = attribute.subAttributes?.find(({ name, required }) => required && (parts[name] ?? null) === null);
  if (missing) throw invalidValue(`${attribute.name}.${missing.name} is required.`);
  return assigned(parts);
}

/** Reads the sub-attributes that a client sent for a complex value; null for those that it cleared. Others than the schema's are ignored. */
export function readParts(attribute: Attribute, sent: unknown): JsonObject {
  const subAttributes = attribute.subAttributes ?? [];
  const value = unwrapped(sent);
  const parts = named(subAttributes, 'value') ? scalarAsValue(value) : value;
  if (parts === null) return {};
  if (!isObject(parts)) throw invalidValue(`${attribute.name} must be an object.`);
  const read: JsonObject = {};
  for (const [name, part] of Object.entries(parts)) {
    const subAttribute = named(subAttributes, name);
    if (!subAttribute || subAttribute.mutability === 'readOnly') continue;
    if (Object.hasOwn(read, subAttribute.name)) throw sentTwice(`${attribute.name}.${subAttribute.name}`);
    read[subAttribute.name] = readPart(attribute, subAttribute, part);
  }
  return withReferent(read);
}

/** A reference by its URI alone is one by the id at the URI's end. */
export const withReferent = (parts: JsonObject): JsonObject => {
  const id = typeof parts.$ref === 'string' ? referentOf(parts.$ref) : '';
  return id === '' || (parts.value ?? null) !== null ? parts : { ...parts, value: id };
};

/** The id at the end of a URI. */
export const referentOf = (uri: string): string => {
  const { start, end } = lastSegment(uri);
  return uri.slice(start, end);
};

/** Reads what a client sent for one sub-attribute; null if it cleared it. */
export const readPart = (attribute: Attribute, subAttribute: Attribute, sent: unknown): Json =>
  clears(sent) ? null : readSimple(subAttribute, sent, `${attribute.name}.${subAttribute.name}`);

/** The sub-attributes that have a value; undefined if none has. */
export const assigned = (parts: JsonObject): JsonObject | undefined => {
  const entries = Object.entries(parts).filter(([, part]) => part !== null);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
};

const readSimple = ({ name, type }: Attribute, sent: unknown, path = name): Json => {
  const value = readers[type](unwrapped(sent));
  if (value === undefined) throw invalidValue(`${path} must be ${wanted[type]}.`);
  if (typeof value === 'string' && !isStorable(value)) throw invalidValue(`${path} holds a character that is no text.`);
  return value;
};

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

const readers: Record<Attribute['type'], (value: unknown) => Json | undefined> = {
  string: text,
  dateTime: text,
  binary: text,
  reference: text,
  boolean: (value) => [true, false].find((known) => known === wordsAsBooleans(value)),
  decimal: (value) => (typeof value === 'number' ? value : undefined),
  integer: (value) => (Number.isInteger(value) ? (value as number) : undefined),
  complex: () => undefined,
};

const wanted: Record<Attribute['type'], string> = {
  string: 'a string',
  dateTime: 'a date and time in a string',
  binary: 'base 64 in a string',
  reference: 'a URI in a string',
  boolean: 'true or false',
  decimal: 'a number',
  integer: 'a whole number',
  complex: 'an object',
};
