import { listed, unwrapped, wordsAsBooleans } from '../dialects/entra.ts';
import { withPresentUrn } from '../dialects/formerUrns.ts';
import { isSchemaUri } from './attributeName.ts';
import { isJsonObject, isObject, type Json, type JsonObject, type ScimDocument } from './document.ts';
import { lowerCased } from './readMessage.ts';
import { same } from './resolve.ts';
import type { Attribute, Described, Schema } from './schema.ts';

/** The declared one that a name means: the very same first, then one in another case (RFC 7643 §2.1). */
const meant = <Named>(all: readonly Named[], nameOf: (one: Named) => string, name: string): Named | undefined =>
  all.find((one) => nameOf(one) === name) ?? all.find((one) => same(nameOf(one), name));

export const declaredSchema = ({ declared = [] }: Described, urn: string): Schema | undefined => meant(declared, ({ id }) => id, urn);

export const declaredAttribute = (schema: Schema | undefined, name: string): Attribute | undefined =>
  meant(schema?.attributes ?? [], (attribute) => attribute.name, name);

/** A document whose attributes of declared schemas have the declared names, and lists and booleans where they are declared; all else is as it was sent. */
export const asDeclared = (resource: Described, document: ScimDocument): ScimDocument =>
  resource.declared === undefined
    ? document
    : renamed(document, (name, value) => {
        const schema = declaredSchema(resource, name);
        return schema && isJsonObject(value) ? [schema.id, attributesAsDeclared(schema, value)] : [name, value];
      });

const attributesAsDeclared = (schema: Schema, attributes: JsonObject): JsonObject =>
  renamed(attributes, (name, value) => {
    const attribute = declaredAttribute(schema, name);
    return attribute ? [attribute.name, valueAsDeclared(attribute, value)] : [name, value];
  });

const valueAsDeclared = ({ type, multiValued }: Attribute, value: Json): Json => {
  const read = (one: unknown) => (type === 'boolean' ? wordsAsBooleans(one) : one) as Json;
  return multiValued ? listed(value).map(read) : read(unwrapped(value));
};

/** No name takes the place of another that is there. */
const renamed = (object: JsonObject, rename: (name: string, value: Json) => [string, Json]): JsonObject =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      const [next, changed] = rename(name, value);
      return [next === name || !Object.hasOwn(object, next) ? next : name, changed];
    }),
  );

/** Whether the keys of a resource, or the paths and keys of a PATCH, are about schemas that are not the resource's own. */
export function mentionsForeign(resource: Described, sent: unknown): boolean {
  const { operations } = Object(lowerCased(sent)) as { operations?: unknown };
  return namesIn(sent)
    .concat(Array.isArray(operations) ? operations.flatMap(namesInOperation) : [])
    .some(isForeign(resource));
}

const namesInOperation = (operation: unknown): string[] => {
  const { path, value } = Object(lowerCased(operation)) as { path?: unknown; value?: unknown };
  return typeof path === 'string' ? [path.trim()] : namesIn(value);
};

const namesIn = (sent: unknown): string[] => {
  const object = unwrapped(sent);
  return isObject(object) ? Object.keys(object) : [];
};

/** A name that belongs to a schema which the resource does not have by itself. */
export const isForeign =
  ({ schema, extensions }: Described) =>
  (sent: string): boolean => {
    const name = withPresentUrn(sent);
    return isSchemaUri(name) && ![schema, ...extensions.map((extension) => extension.schema)].some(({ id }) => isOf(id, name));
  };

const isOf = (urn: string, name: string) => name.toLowerCase().startsWith(urn.toLowerCase());
