import { asSchemaUrn, readAttributeName } from './attributeName.ts';
import { named, resolve, same } from './resolve.ts';
import { groupResource, userResource } from './resourceTypes.ts';
import type { Attribute } from './schema.ts';

/** What a key or a path is about: an attribute that refers to a resource, perhaps one part of it, or a schema that has such attributes. */
export type ReferencePlace = { kind: 'reference'; name: string; part?: string } | { kind: 'schema'; urn: string };

/** Reads a key, within the object of a schema, or a path; undefined where no reference to a resource can stand. */
export function referencePlace(text: string, schemaUrn?: string): ReferencePlace | undefined {
  const name = readAttributeName(withoutFilter(text));
  if (!name) return undefined;
  const urn = asSchemaUrn(name);
  const schema = urn && schemas.find(({ id }) => same(id, urn));
  if (schema) return { kind: 'schema', urn: schema.id };
  const found = resources
    .map((resource) => resolve(resource, { urn: schemaUrn, ...name }))
    .find((one) => one && isReference(one.attribute));
  return found && { kind: 'reference', name: found.attribute.name, ...(found.subAttribute && { part: found.subAttribute.name }) };
}

const resources = [userResource, groupResource];

const schemas = resources.flatMap(({ schema, extensions }) => [schema, ...extensions.map((extension) => extension.schema)]);

const isReference = ({ mutability, subAttributes = [] }: Attribute) =>
  mutability !== 'readOnly' && named(subAttributes, '$ref') !== undefined;

/** `members[value eq "a"].value` */
const withoutFilter = (path: string): string => {
  const [from, to] = [path.indexOf('['), path.lastIndexOf(']')];
  return from < 0 || to < from ? path : path.slice(0, from) + path.slice(to + 1);
};
