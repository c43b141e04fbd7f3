import { isSchemaUri, readAttributeName } from './attributeName.ts';
import { commonAttributes } from './commonAttributes.ts';
import { isJsonObject, type Json, type JsonObject, type ScimDocument } from './document.ts';
import { isLazy, lazily } from './lazily.ts';
import { type Mention, mentionsIn } from './mentions.ts';
import { named, resolve, same } from './resolve.ts';
import { type Attribute, attribute, type Described, type Schema } from './schema.ts';
import type { Selection } from './selection.ts';

/** A document as the client asked to see it (RFC 7644 §3.9). */
export const project = (resource: Described, document: ScimDocument, selection: Selection): ScimDocument =>
  projection(resource, selection)(document);

/** The same for many documents: what is shown of each attribute is found once. */
export function projection(resource: Described, selection: Selection): (document: ScimDocument) => ScimDocument {
  const view = viewOf(resource, selection);
  return (document) =>
    assignedOnly(
      Object.entries(document).map(([name, value]) => [
        name,
        isSchemaUri(name) ? showExtension(value, name, view) : view(resource.schema.id)(name)(value),
      ]),
    );
}

/** What is shown of a value, or of one element of a list. */
type View = (value: Json) => Json | undefined;

/** What a selection shows of each attribute of a schema. */
function viewOf(resource: Described, selection: Selection) {
  const mentions = mentionsIn(resource, selection);
  const core = [...commonAttributes, ...resource.schema.attributes];
  const attributesOf = (urn: string) => (urn === resource.schema.id ? core : (extensionOf(resource, urn)?.attributes ?? []));
  return remembered((urn: string) =>
    remembered((name: string) => viewOfAttribute(attributeOf(attributesOf(urn), name), mentions(urn, name))),
  );
}

const nothing: View = () => undefined;
const everything: View = (value) => value;

function viewOfAttribute(attribute: Attribute, mention: Mention): View {
  if (!isShown(attribute, mention)) return nothing;
  const view = mention.isFiltered
    ? (element: Json) => viewOfElement(attribute, mention.about(attribute, element))(element)
    : viewOfElement(attribute, mention);
  if (view === everything) return everything;
  return (value) => {
    if (!Array.isArray(value)) return view(value);
    // Its elements are alike: what is shown of one is shown of each.
    const isAlike = isLazy(value) && !mention.isFiltered && view(value[0] ?? null) !== undefined;
    return isAlike ? lazily(value.length, (place) => view(value[place] ?? null) ?? null) : unlessNone(value.map(view));
  };
}

function viewOfElement(attribute: Attribute, mention: Mention): View {
  if (!isShown(attribute, mention)) return nothing;
  const parts = attribute.subAttributes ?? [];
  if (!mention.isPartial && parts.every(({ returned }) => returned === 'default')) return everything;
  const isPartShown = remembered((name: string) => isShown(attributeOf(parts, name), mention.of(name)));
  return (element) =>
    isJsonObject(element) ? unlessEmpty(Object.fromEntries(Object.entries(element).filter(([name]) => isPartShown(name)))) : element;
}

/** Whether an attribute, or a part of one, would be shown: what is not wanted need not be loaded. A filter may want any part. */
export function wants(resource: Described, selection: Selection, attributeName: string): boolean {
  const name = readAttributeName(attributeName);
  const resolved = name && resolve(resource, name);
  if (!resolved) return false;
  const { schema, attribute, subAttribute } = resolved;
  const mention = mentionsIn(resource, selection)(schema.id, attribute.name);
  if (!isShown(attribute, mention)) return false;
  return subAttribute === undefined || mention.isFiltered || isShown(subAttribute, mention.of(subAttribute.name));
}

const showExtension = (value: Json, urn: string, view: ReturnType<typeof viewOf>): Json | undefined => {
  if (!isJsonObject(value)) return undefined;
  return unlessEmpty(assignedOnly(Object.entries(value).map(([name, part]) => [name, view(urn)(name)(part)])));
};

/** RFC 7643 §7, `returned`. */
const isShown = ({ returned }: Attribute, { asked, excluded, isSelective }: Mention): boolean => {
  if (returned === 'always' || returned === 'never') return returned === 'always';
  return (asked || (!isSelective && returned === 'default')) && !excluded;
};

const extensionOf = (resource: Described, urn: string): Schema | undefined =>
  resource.extensions.find(({ schema }) => same(schema.id, urn))?.schema;

/** An attribute that no schema describes is shown by default. */
const attributeOf = (attributes: readonly Attribute[], name: string): Attribute => named(attributes, name) ?? attribute(name, name);

const assignedOnly = (entries: [string, Json | undefined][]): JsonObject =>
  Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));

const unlessNone = (elements: (Json | undefined)[]): Json[] | undefined => {
  const shown = elements.filter((element) => element !== undefined);
  return shown.length > 0 ? shown : undefined;
};

const remembered = <Value>(find: (name: string) => Value): ((name: string) => Value) => {
  const known = new Map<string, Value>();
  return (name) => {
    const value = known.get(name) ?? find(name);
    known.set(name, value);
    return value;
  };
};

const unlessEmpty = (object: JsonObject): JsonObject | undefined => (Object.keys(object).length > 0 ? object : undefined);
