import { listed, unwrapped } from '../dialects/entra.ts';
import { clears } from '../dialects/okta.ts';
import { isSchemaUri } from './attributeName.ts';
import { type DeclaredValues, withValues } from './declaredValues.ts';
import { heldAs, isJsonObject, isObject, type Json, type JsonObject, type ScimDocument, withProperty } from './document.ts';
import { invalidValue, noTarget } from './errors.ts';
import { kept } from './kept.ts';
import type { Operation } from './operations.ts';
import type { CustomTarget } from './target.ts';

const maxSchemas = 50;
const maxAttributes = 1000;

/** Changes attributes of a schema that is not known here; they are kept as they are sent, under the schema's URN. */
export function withCustom(document: ScimDocument, target: CustomTarget, operation: Operation): ScimDocument {
  const urn = heldAs(document, target.urn);
  const current = objectOr(held(document, urn));
  const next = target.attribute
    ? withAttribute(current, target.attribute, operation, target.values)
    : withAttributes(current, urn, operation);
  if (Object.keys(next).length > maxAttributes) throw invalidValue(`${urn} has more than ${maxAttributes} attributes.`);
  const changed = withProperty(document, urn, unlessEmpty(next));
  if (Object.keys(changed).filter(isSchemaUri).length > maxSchemas)
    throw invalidValue(`A resource has attributes of at most ${maxSchemas} schemas.`);
  return changed;
}

const withAttributes = (current: JsonObject, urn: string, { op, value }: Operation): JsonObject => {
  if (op === 'remove' || clears(value)) return {};
  const sent = kept(unwrapped(value), urn);
  if (!isJsonObject(sent)) throw invalidValue(`${urn} must be an object.`);
  return merged(current, sent, op);
};

const withAttribute = (
  current: JsonObject,
  { name, sub }: NonNullable<CustomTarget['attribute']>,
  operation: Operation,
  values?: DeclaredValues,
): JsonObject => {
  const { op, value } = operation;
  if (op !== 'remove' && value === undefined) throw invalidValue(`${op} of ${name} needs a value.`);
  const key = heldAs(current, name);
  if (values) return withProperty(current, key, withValues(held(current, key), values, operation));
  if (sub !== undefined) {
    const whole = held(current, key) ?? {};
    if (!isJsonObject(whole)) throw noTarget(`${name} has no sub-attributes.`);
    return withProperty(current, key, unlessEmpty(withAttribute(whole, { name: sub }, operation)));
  }
  const sent = kept(value ?? null, name);
  return withProperty(current, key, op === 'remove' ? withoutNamed(held(current, key), sent) : mergedPart(held(current, key), sent, op));
};

/** Names are matched with those that are held, and not with each other. */
const merged = (current: JsonObject, parts: JsonObject, op: Operation['op']): JsonObject =>
  Object.entries(parts).reduce((object, [name, part]) => {
    const key = heldAs(current, name);
    return withProperty(object, key, mergedPart(held(current, key), part, op));
  }, current);

const mergedPart = (current: Json | undefined, part: Json, op: Operation['op']): Json | undefined => {
  if (clears(part)) return undefined;
  if (isJsonObject(part)) return unlessEmpty(merged(objectOr(current), part, op));
  return op === 'add' && Array.isArray(current) ? union(current, listed(part) as Json[]) : part;
};

const union = (current: Json[], added: Json[]): Json[] => {
  const present = new Set(current.map(toCanonical));
  return [...current, ...added.filter((element) => !present.has(toCanonical(element)))];
};

/** A remove that names elements of a list leaves the others; any other removes all. */
const withoutNamed = (current: Json | undefined, named: Json): Json | undefined => {
  if (!Array.isArray(current) || named === null) return undefined;
  const gone = new Set(listed(named).map((element) => toCanonical(element as Json)));
  const left = current.filter((element) => !gone.has(toCanonical(element)));
  return left.length > 0 ? left : undefined;
};

/** The same text for the same value, whatever the order of its names. */
const toCanonical = (value: Json): string =>
  JSON.stringify(value, (_, inner) => (isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(byName)) : inner));

const byName = ([one]: [string, unknown], [other]: [string, unknown]) => (one < other ? -1 : 1);

const held = (object: JsonObject, name: string): Json | undefined => (Object.hasOwn(object, name) ? object[name] : undefined);

const objectOr = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

const unlessEmpty = (object: JsonObject): JsonObject | undefined => (Object.keys(object).length > 0 ? object : undefined);
