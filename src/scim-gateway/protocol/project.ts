import { listed } from '../dialects/entra.ts';
import { isSchemaUri, readAttributeName } from './attributeName.ts';
import { commonAttributes } from './commonAttributes.ts';
import { isJsonObject, type Json, type JsonObject, type ScimDocument } from './document.ts';
import { invalidValue } from './errors.ts';
import { type Mention, mentionsIn } from './mentions.ts';
import { named, resolve, same } from './resolve.ts';
import { type Attribute, attribute, type ResourceType, type Schema } from './schema.ts';

/** What a client asked to see, and not to see (RFC 7644 §3.9). */
export interface Selection {
  attributes?: string[];
  excludedAttributes?: string[];
}

/** Reads comma-separated lists of a query, or the lists of a search request. */
export const readSelection = (query: { attributes?: unknown; excludedAttributes?: unknown }): Selection => {
  const attributes = namesIn('attributes', query.attributes);
  const excludedAttributes = namesIn('excludedAttributes', query.excludedAttributes);
  return { ...(attributes.length > 0 && { attributes }), ...(excludedAttributes.length > 0 && { excludedAttributes }) };
};

const namesIn = (parameter: string, sent: unknown): string[] =>
  listed(sent ?? [])
    .flatMap((names) => {
      if (typeof names !== 'string') throw invalidValue(`${parameter} must be the names of attributes, in a list or between commas.`);
      return names.split(',');
    })
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** A document as the client asked to see it (RFC 7644 §3.9). */
export const project = (resource: ResourceType, document: ScimDocument, selection: Selection): ScimDocument =>
  projection(resource, selection)(document);

/** The same for many documents: what is shown of each attribute is found once. */
export function projection(resource: ResourceType, selection: Selection): (document: ScimDocument) => ScimDocument {
  const view = viewOf(resource, selection);
  return (document) =>
    assignedOnly(
      Object.entries(document).map(([name, value]) => [
        name,
        isSchemaUri(name) ? projectExtension(value, name, view) : projectAttribute(view(resource.schema.id, name), value),
      ]),
    );
}

/** What is shown of one attribute. */
interface View {
  isShown: boolean;
  hidden: readonly string[];
}

/** What a selection shows of each attribute of a schema. */
function viewOf(resource: ResourceType, selection: Selection) {
  const known = new Map<string, View>();
  const mentions = mentionsIn(resource, selection);
  const core = [...commonAttributes, ...resource.schema.attributes];
  return (urn: string, name: string): View => {
    const key = `${urn} ${name}`;
    const attributes = urn === resource.schema.id ? core : (extensionOf(resource, urn)?.attributes ?? []);
    const view = known.get(key) ?? viewOfAttribute(attributeOf(attributes, name), mentions(urn, name));
    known.set(key, view);
    return view;
  };
}

const viewOfAttribute = (attribute: Attribute, mention: Mention): View => ({
  isShown: isShown(attribute, mention),
  hidden: (attribute.subAttributes ?? []).filter((part) => !isShown(part, mention.of(part.name))).map(({ name }) => name),
});

/** Whether an attribute would be shown: what is not wanted need not be loaded. */
export function wants(resource: ResourceType, selection: Selection, attributeName: string): boolean {
  const name = readAttributeName(attributeName);
  const resolved = name && resolve(resource, name);
  return (
    resolved !== undefined && isShown(resolved.attribute, mentionsIn(resource, selection)(resolved.schema.id, resolved.attribute.name))
  );
}

const projectExtension = (value: Json, urn: string, view: ReturnType<typeof viewOf>): Json | undefined => {
  if (!isJsonObject(value)) return undefined;
  const parts = Object.entries(value).map(([name, part]): [string, Json | undefined] => [name, projectAttribute(view(urn, name), part)]);
  return unlessEmpty(assignedOnly(parts));
};

const projectAttribute = ({ isShown, hidden }: View, value: Json): Json | undefined => {
  if (!isShown) return undefined;
  if (hidden.length === 0) return value;
  return Array.isArray(value) ? value.map(without(hidden)).filter((element) => element !== undefined) : without(hidden)(value);
};

const without =
  (hidden: readonly string[]) =>
  (element: Json): Json | undefined =>
    isJsonObject(element) ? unlessEmpty(Object.fromEntries(Object.entries(element).filter(([name]) => !hidden.includes(name)))) : element;

/** RFC 7643 §7, `returned`. */
const isShown = ({ returned }: Attribute, { asked, excluded, isSelective }: Mention): boolean => {
  if (returned === 'always' || returned === 'never') return returned === 'always';
  return (asked || (!isSelective && returned === 'default')) && !excluded;
};

const extensionOf = (resource: ResourceType, urn: string): Schema | undefined =>
  resource.extensions.find(({ schema }) => same(schema.id, urn))?.schema;

/** An attribute that no schema describes is shown by default. */
const attributeOf = (attributes: readonly Attribute[], name: string): Attribute => named(attributes, name) ?? attribute(name, name);

const assignedOnly = (entries: [string, Json | undefined][]): JsonObject =>
  Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));

const unlessEmpty = (object: JsonObject): JsonObject | undefined => (Object.keys(object).length > 0 ? object : undefined);
