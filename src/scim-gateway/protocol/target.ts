import { unwrapped } from '../dialects/entra.ts';
import { clears } from '../dialects/okta.ts';
import { type AttributeName, asSchemaUrn, isSchemaUri, readAttributeName } from './attributeName.ts';
import { declaredAttribute, declaredSchema } from './declared.ts';
import { type DeclaredValues, declaredValues } from './declaredValues.ts';
import { heldAs, isObject, type ScimDocument } from './document.ts';
import { invalidPath } from './errors.ts';
import type { Filter } from './filter.ts';
import { checkValueFilter } from './matches.ts';
import { type Path, parsePath } from './parsePath.ts';
import { type ResolvedAttribute, resolve, same } from './resolve.ts';
import type { ResourceType, Schema } from './schema.ts';

export interface AttributeTarget {
  kind: 'attribute';
  resolved: ResolvedAttribute;
  filter?: Filter;
}

/** A schema that is not known here, as a whole or one attribute of it. */
export interface CustomTarget {
  kind: 'custom';
  urn: string;
  attribute?: Omit<AttributeName, 'urn'>;
  /** Those of its values that are meant, where not all are. */
  values?: DeclaredValues;
}

/** What a path, or a key of a value object, is about. */
export type Target = AttributeTarget | { kind: 'schema'; schema: Schema } | CustomTarget;

/** What the path of an operation is about; refuses what the resource does not have (RFC 7644 §3.5.2). */
export function targetOfPath(resource: ResourceType, document: ScimDocument, path: string, value: unknown): Target {
  const held = heldSchema(resource, document, path.trim());
  if (held) return held;
  const parsed = parsePath(path);
  const target = knownTarget(resource, parsed) ?? unknownTarget(resource, parsed, value);
  if (!target) throw invalidPath(`A ${resource.name} has no attribute ${JSON.stringify(path)}.`);
  return target;
}

/**
 * What a key of a value object is about: Entra's `aadOptscim062020` sends `name.givenName`, `urn:…:User:department` and value paths as keys.
 * An object under an unknown URI is a schema with its attributes, whatever stands beside it; anything else is one attribute of a schema. Behind
 * the URN of the resource's own schema there are only its attributes.
 * Undefined for what the resource does not have, which is ignored as Okta's and Entra's clients expect.
 */
export function targetOfKey(resource: ResourceType, document: ScimDocument, key: string, value: unknown): Target | undefined {
  const parsed = key.includes('[') ? parsePath(key) : toPath(readAttributeName(key));
  const known = parsed && knownTarget(resource, parsed);
  if (known || !isSchemaUri(key) || isBehind(resource.schema, key)) return known;
  if (!parsed || (isObject(value) && !parsed.filter)) return { kind: 'custom', urn: key };
  return (clears(value) ? heldSchema(resource, document, key) : undefined) ?? unknownTarget(resource, parsed, value);
}

const toPath = (attribute: AttributeName | undefined): Path | undefined => attribute && { attribute };

const knownTarget = (resource: ResourceType, { attribute: name, filter }: Path): Target | undefined => {
  const schema = filter ? undefined : knownSchema(resource, asSchemaUrn(name));
  if (schema) return { kind: 'schema', schema };
  const resolved = resolve(resource, name);
  if (!resolved) return undefined;
  if (filter) checkValueFilter(resolved.attribute, filter);
  return { kind: 'attribute', resolved, ...(filter && { filter }) };
};

const schemasKnownTo = (resource: ResourceType) => [resource.schema, ...resource.extensions.map(({ schema }) => schema)];

const knownSchema = (resource: ResourceType, urn: string | undefined): Schema | undefined =>
  urn === undefined ? undefined : schemasKnownTo(resource).find(({ id }) => same(id, urn));

/** The unknown schema that is declared, or that a document holds, under exactly this name. */
const heldSchema = (resource: ResourceType, document: ScimDocument, name: string): CustomTarget | undefined => {
  const isThere = declaredSchema(resource, name) !== undefined || Object.hasOwn(document, heldAs(document, name));
  return isThere && isSchemaUri(name) && !knownSchema(resource, name) ? { kind: 'custom', urn: name } : undefined;
};

const unknownTarget = (resource: ResourceType, { attribute: { urn, ...name }, filter }: Path, value: unknown): Target | undefined => {
  if (urn === undefined || knownSchema(resource, urn) || (name.name === '' && isBehindKnown(resource, urn))) return undefined;
  const declared = declaredAttribute(declaredSchema(resource, urn), name.name);
  const isOfValues = declared?.multiValued && (name.sub === undefined || same(name.sub, 'value'));
  if (isOfValues && (filter || name.sub !== undefined))
    return { kind: 'custom', urn, attribute: { name: name.name }, ...(filter && { values: declaredValues(declared, filter) }) };
  if (filter) throw invalidPath(`${name.name} of ${urn} is not declared as multi-valued; it can be set as a whole, not by a filter.`);
  const whole = asSchemaUrn({ urn, ...name }) ?? urn;
  return isWhole(resource, name, value) ? { kind: 'custom', urn: whole } : { kind: 'custom', urn, attribute: name };
};

/** What stands behind the URN of a known schema and is no name, is no schema either. */
const isBehindKnown = (resource: ResourceType, urn: string) => schemasKnownTo(resource).some((schema) => isBehind(schema, urn));

const isBehind = ({ id }: Schema, urn: string) => urn.toLowerCase().startsWith(`${id.toLowerCase()}:`);

/** A path ends in a name that an attribute cannot have, or, as the URNs of schemas do by custom, in the resource's own. */
const isWhole = (resource: ResourceType, { name, sub }: Omit<AttributeName, 'urn'>, value: unknown) =>
  name === '' || (sub === undefined && same(name, resource.name) && isObject(unwrapped(value)));
