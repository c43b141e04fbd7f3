import { unwrapped } from '../dialects/entra.ts';
import { clears } from '../dialects/okta.ts';
import { type AttributeName, asSchemaUrn } from './attributeName.ts';
import { heldAs, isJsonObject, isObject, type Json, type JsonObject, type ScimDocument, withProperty } from './document.ts';
import { invalidValue } from './errors.ts';
import { kept } from './kept.ts';
import type { Operation } from './operations.ts';
import { same } from './resolve.ts';

const maxSchemas = 50;
const maxAttributes = 1000;

/** Changes attributes of a schema that is not known here; they are kept as they are sent, under the schema's URN. */
export function withCustom(document: ScimDocument, name: AttributeName & { urn: string }, operation: Operation): ScimDocument {
  const schema = customSchema(document, name, operation.value);
  const urn = heldAs(document, schema ?? name.urn);
  const current = objectOr(document[urn]);
  const next = schema === undefined ? withAttribute(current, name, operation) : withAttributes(current, urn, operation);
  if (next && Object.keys(next).length > maxAttributes) throw invalidValue(`${urn} has more than ${maxAttributes} attributes.`);
  const changed = withProperty(document, urn, next);
  if (Object.keys(changed).filter((key) => /^urn:/i.test(key)).length > maxSchemas)
    throw invalidValue(`A resource has attributes of at most ${maxSchemas} schemas.`);
  return changed;
}

/** A name is the URN of a schema if the document holds it as one, or an object is sent for it; else it is an attribute of the schema before it. */
const customSchema = (document: ScimDocument, name: AttributeName, value: unknown): string | undefined => {
  const urn = asSchemaUrn(name);
  const holds = (wanted: string | undefined) => wanted !== undefined && Object.keys(document).some((key) => same(key, wanted));
  return name.name === '' || holds(urn) || (isObject(unwrapped(value)) && !holds(name.urn)) ? urn : undefined;
};

const withAttributes = (current: JsonObject, urn: string, { op, value }: Operation): JsonObject | undefined => {
  if (op === 'remove' || clears(value)) return undefined;
  const sent = kept(unwrapped(value), urn);
  if (!isJsonObject(sent)) throw invalidValue(`${urn} must be an object.`);
  return merged(current, sent, op);
};

const withAttribute = (current: JsonObject, { name, sub }: AttributeName, { op, value }: Operation): JsonObject | undefined => {
  if (op !== 'remove' && value === undefined) throw invalidValue(`${op} of ${name} needs a value.`);
  const part = op === 'remove' ? null : kept(value, name);
  return merged(current, { [name]: sub === undefined ? part : { [sub]: part } }, op);
};

const merged = (current: JsonObject, parts: JsonObject, op: Operation['op']): JsonObject | undefined => {
  const next = Object.entries(parts).reduce((object, [name, part]) => {
    const key = heldAs(object, name);
    return withProperty(object, key, mergedPart(object[key], part, op));
  }, current);
  return Object.keys(next).length > 0 ? next : undefined;
};

const mergedPart = (current: Json | undefined, part: Json, op: Operation['op']): Json | undefined => {
  if (clears(part)) return undefined;
  if (isJsonObject(part)) return merged(objectOr(current), part, op);
  return op === 'add' && Array.isArray(current) ? union(current, Array.isArray(part) ? part : [part]) : part;
};

const union = (current: Json[], added: Json[]): Json[] => {
  const present = new Set(current.map((element) => JSON.stringify(element)));
  return [...current, ...added.filter((element) => !present.has(JSON.stringify(element)))];
};

const objectOr = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
