import { asSchemaUrn, readAttributeName, readSchemaUrn } from './attributeName.ts';
import type { Json } from './document.ts';
import type { Filter } from './filter.ts';
import { checkValueFilter, matches } from './matches.ts';
import { type Path, parsePath } from './parsePath.ts';
import { resolve, same } from './resolve.ts';
import type { Attribute, Described } from './schema.ts';
import type { Selection } from './selection.ts';

/** What a selection says about one attribute, and `of` about one of its sub-attributes. */
export interface Mention {
  /** Asked for, as a whole or in part. */
  asked: boolean;
  /** Excluded as a whole. */
  excluded: boolean;
  /** Only what is asked for is shown. */
  isSelective: boolean;
  /** Says different things about different elements. */
  isFiltered: boolean;
  /** Says different things about different sub-attributes. */
  isPartial: boolean;
  of(sub: string): Mention;
  /** What is said about one element. */
  about(attribute: Attribute, element: Json): Mention;
}

/** What a selection says about the attribute of a schema. */
export type Mentions = (urn: string, name: string) => Mention;

export function mentionsIn(resource: Described, selection: Selection): Mentions {
  const asked = placesIn(resource, selection.attributes);
  const excluded = placesIn(resource, selection.excludedAttributes);
  return (urn, name) => mentionOf(selection.attributes !== undefined, asked.filter(covers(urn, name)), excluded.filter(covers(urn, name)));
}

const mentionOf = (isSelective: boolean, asked: readonly Place[], excluded: readonly Place[]): Mention => ({
  asked: asked.length > 0,
  excluded: excluded.some(isWhole),
  isSelective,
  isFiltered: [...asked, ...excluded].some(({ filter }) => filter !== undefined),
  isPartial: [...asked, ...excluded].some(({ sub }) => sub !== undefined),
  of: (sub) => {
    const isAbout = (place: Place) => place.sub === undefined || same(place.sub, sub);
    const isAskedInPart = isSelective && !asked.some(isWhole);
    return mentionOf(isAskedInPart, asked.filter(isAbout), excluded.filter(isAbout).map(asWhole));
  },
  about: (attribute, element) => {
    const isAbout = ({ filter }: Place) => filter === undefined || matches(attribute, filter, element);
    return mentionOf(isSelective, asked.filter(isAbout).map(unfiltered), excluded.filter(isAbout).map(unfiltered));
  },
});

/** Seen from a sub-attribute, what excludes it excludes all of it. */
const asWhole = ({ urn, name }: Place): Place => ({ urn, name });

/** Seen from an element for which the filter holds, there is none. */
const unfiltered = ({ urn, name, sub }: Place): Place => ({ urn, name, sub });

/** A schema, an attribute of it, or a part of the attribute, be it of some of its elements only. */
interface Place {
  urn: string;
  name?: string;
  sub?: string;
  filter?: Filter;
}

const isWhole = ({ sub, filter }: Place) => sub === undefined && filter === undefined;

const covers = (urn: string, name: string) => (place: Place) =>
  same(place.urn, urn) && (place.name === undefined || same(place.name, name));

/** Names that the resource does not have select nothing. */
const placesIn = (resource: Described, names: readonly string[] = []): Place[] =>
  names.flatMap((text) => {
    const path = toPath(text);
    return path?.filter ? filteredPlaces(resource, path, path.filter) : path ? plainPlaces(resource, path) : [];
  });

/** A value path, such as `emails[type eq "work"].value`, goes beyond RFC 7644 §3.10; one that cannot be read is refused. */
const toPath = (text: string): Path | undefined => {
  if (text.includes('[')) return parsePath(text);
  const attribute = readAttributeName(text) ?? readSchemaUrn(text);
  return attribute && { attribute };
};

const plainPlaces = (resource: Described, { attribute: name }: Path): Place[] => {
  const resolved = resolve(resource, name);
  const schema = asSchemaUrn(name);
  return [
    ...(schema === undefined ? [] : [{ urn: schema }]),
    ...(resolved ? [{ urn: resolved.schema.id, name: name.name, sub: name.sub }] : []),
    ...(!resolved && name.urn !== undefined ? [{ urn: name.urn, name: name.name, sub: name.sub }] : []),
  ];
};

const filteredPlaces = (resource: Described, { attribute: name }: Path, filter: Filter): Place[] => {
  const resolved = resolve(resource, name);
  if (!resolved) return [];
  checkValueFilter(resolved.attribute, filter);
  return [{ urn: resolved.schema.id, name: name.name, sub: name.sub, filter }];
};
