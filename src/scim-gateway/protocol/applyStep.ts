import { unwrapped } from '../dialects/entra.ts';
import { withChange } from './changeAttribute.ts';
import { withCustom } from './customAttributes.ts';
import { isJsonObject, type JsonObject, type ScimDocument, withProperty } from './document.ts';
import { mutability, noTarget } from './errors.ts';
import { isReadOnly, type ResolvedAttribute } from './resolve.ts';
import type { ResourceType, Schema } from './schema.ts';
import type { Step } from './steps.ts';

/** A document after one step of a PATCH. */
export function applyStep(resource: ResourceType, document: ScimDocument, { op, target, value }: Step): ScimDocument {
  if (target.kind === 'custom') return withCustom(document, target, { op, value });
  if (target.kind === 'schema') return withoutSchema(resource, document, target.schema);
  const { attribute, subAttribute, extension } = target.resolved;
  if (isReadOnly(target.resolved)) return unlessChanged(document, target.resolved, { op, value });
  return within(document, extension, (holder) => withChange(holder, { op, attribute, subAttribute, filter: target.filter, value }));
}

/** `schemas` follows from the rest, and the id may be named as what it is. */
export const unlessChanged = (
  document: ScimDocument,
  { attribute, subAttribute }: ResolvedAttribute,
  { op, value }: Pick<Step, 'op' | 'value'>,
): ScimDocument => {
  const isUnchanged = attribute.name === 'id' && value !== undefined && unwrapped(value) === document.id;
  if (isUnchanged || (attribute.name === 'schemas' && op !== 'remove')) return document;
  throw mutability(`${subAttribute ? `${attribute.name}.${subAttribute.name}` : attribute.name} is read-only.`);
};

const withoutSchema = (resource: ResourceType, document: ScimDocument, schema: Schema): ScimDocument => {
  if (schema === resource.schema) throw noTarget(`The attributes of ${schema.id} cannot be removed as a whole.`);
  return withProperty(document, schema.id, undefined);
};

const within = (document: ScimDocument, extension: string | undefined, change: (holder: JsonObject) => JsonObject): ScimDocument => {
  if (extension === undefined) return change(document);
  const held = document[extension];
  const holder = change(isJsonObject(held) ? held : {});
  return withProperty(document, extension, Object.keys(holder).length > 0 ? holder : undefined);
};
