import { type AttributeName, asSchemaUrn, readAttributeName, readSchemaUrn } from './attributeName.ts';
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

/** What a path, or a key of a value object, is about. `custom` are the attributes of a schema that is not known here. */
export type Target = AttributeTarget | { kind: 'schema'; schema: Schema } | { kind: 'custom'; name: AttributeName & { urn: string } };

/** What the path of an operation is about; refuses what the resource does not have (RFC 7644 §3.5.2). */
export function targetOfPath(resource: ResourceType, path: string): Target {
  const target = targetOf(resource, parsePath(path));
  if (!target) throw invalidPath(`A ${resource.name} has no attribute ${JSON.stringify(path)}.`);
  return target;
}

/**
 * What a key of a value object is about: Entra's `aadOptscim062020` sends `name.givenName`, `urn:…:User:department` and value paths as keys.
 * Undefined for what the resource does not have, which is ignored as Okta's and Entra's clients expect.
 */
export function targetOfKey(resource: ResourceType, key: string): Target | undefined {
  if (key.includes('[')) return targetOf(resource, parsePath(key));
  const attribute = readAttributeName(key) ?? readSchemaUrn(key);
  return attribute && targetOf(resource, { attribute });
}

const targetOf = (resource: ResourceType, { attribute: name, filter }: Path): Target | undefined => {
  const schema = filter ? undefined : schemaOf(resource, name);
  if (schema) return { kind: 'schema', schema };
  const resolved = resolve(resource, name);
  if (!resolved) return customTarget(resource, name, filter);
  if (filter) checkValueFilter(resolved.attribute, filter);
  return { kind: 'attribute', resolved, ...(filter && { filter }) };
};

const schemaOf = (resource: ResourceType, name: AttributeName): Schema | undefined => {
  const urn = asSchemaUrn(name);
  return urn === undefined ? undefined : schemasKnownTo(resource).find(({ id }) => same(id, urn));
};

const schemasKnownTo = (resource: ResourceType) => [resource.schema, ...resource.extensions.map(({ schema }) => schema)];

const customTarget = (resource: ResourceType, { urn, ...name }: AttributeName, filter: Filter | undefined): Target | undefined => {
  if (urn === undefined || schemasKnownTo(resource).some(({ id }) => same(id, urn))) return undefined;
  if (filter) throw invalidPath(`The schema ${urn} is not known here; its attributes can be set as a whole, not by a filter.`);
  return { kind: 'custom', name: { ...name, urn } };
};
