import type { AttributeName } from './attributeName.ts';
import { commonAttributes } from './commonAttributes.ts';
import type { Attribute, Described, Schema } from './schema.ts';

/** An attribute as its schema spells it; `extension` is the URN under which a resource holds it, if it is not of the core schema. */
export interface ResolvedAttribute {
  schema: Schema;
  attribute: Attribute;
  subAttribute?: Attribute;
  extension?: string;
}

interface Place {
  schema: Schema;
  attributes: readonly Attribute[];
  extension?: string;
}

/** Finds what a name means for a resource, without regard to case (RFC 7643 §2.1). */
export function resolve(resource: Described, { urn, name, sub }: AttributeName): ResolvedAttribute | undefined {
  for (const { schema, attributes, extension } of placesOf(resource, urn)) {
    const attribute = named(attributes, name);
    if (!attribute) continue;
    const subAttribute = sub === undefined ? undefined : named(attribute.subAttributes ?? [], sub);
    if (sub !== undefined && !subAttribute) return undefined;
    return { schema, attribute, ...(subAttribute && { subAttribute }), ...(extension && { extension }) };
  }
  return undefined;
}

export const named = (attributes: readonly Attribute[], name: string): Attribute | undefined =>
  attributes.find((attribute) => same(attribute.name, name));

export const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** An unqualified name is looked for in the extensions too: Entra's reference check asks for `manager eq "…"`. */
const placesOf = (resource: Described, urn: string | undefined): Place[] => {
  const core = { schema: resource.schema, attributes: [...commonAttributes, ...resource.schema.attributes] };
  const extensions = resource.extensions.map(({ schema }) => ({ schema, attributes: schema.attributes, extension: schema.id }));
  return [core, ...extensions].filter(({ schema }) => urn === undefined || same(schema.id, urn));
};

export const isReadOnly = ({ attribute, subAttribute }: ResolvedAttribute) =>
  attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly';
