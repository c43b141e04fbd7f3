import { asSchemaUrn, readAttributeName, readSchemaUrn } from './attributeName.ts';
import type { Selection } from './project.ts';
import { resolve, same } from './resolve.ts';
import type { ResourceType } from './schema.ts';

/** What a selection says about one attribute, and `of` about one of its sub-attributes. */
export interface Mention {
  /** Asked for, as a whole or in part. */
  asked: boolean;
  /** Excluded as a whole. */
  excluded: boolean;
  /** Only what is asked for is shown. */
  isSelective: boolean;
  of(sub: string): Mention;
}

/** What a selection says about the attribute of a schema. */
export type Mentions = (urn: string, name: string) => Mention;

export function mentionsIn(resource: ResourceType, selection: Selection): Mentions {
  const asked = placesIn(resource, selection.attributes);
  const excluded = placesIn(resource, selection.excludedAttributes);
  return (urn, name) => mentionOf(selection.attributes !== undefined, asked.filter(covers(urn, name)), excluded.filter(covers(urn, name)));
}

const mentionOf = (isSelective: boolean, asked: readonly Place[], excluded: readonly Place[]): Mention => ({
  asked: asked.length > 0,
  excluded: excluded.some(isWhole),
  isSelective,
  of: (sub) => {
    const isAbout = (place: Place) => isWhole(place) || same(place.sub ?? '', sub);
    const isAskedInPart = isSelective && !asked.some(isWhole);
    return mentionOf(isAskedInPart, asked.filter(isAbout), excluded.filter(isAbout).map(asWhole));
  },
});

/** Seen from a sub-attribute, what excludes it excludes all of it. */
const asWhole = ({ urn, name }: Place): Place => ({ urn, name });

/** A schema, an attribute of it, or a part of the attribute. */
interface Place {
  urn: string;
  name?: string;
  sub?: string;
}

const isWhole = ({ sub }: Place) => sub === undefined;

const covers = (urn: string, name: string) => (place: Place) =>
  same(place.urn, urn) && (place.name === undefined || same(place.name, name));

/** Names that the resource does not have select nothing. */
const placesIn = (resource: ResourceType, names: readonly string[] = []): Place[] =>
  names.flatMap((text) => {
    const name = readAttributeName(text) ?? readSchemaUrn(text);
    if (!name) return [];
    const resolved = resolve(resource, name);
    const schema = asSchemaUrn(name);
    return [
      ...(schema === undefined ? [] : [{ urn: schema }]),
      ...(resolved ? [{ urn: resolved.schema.id, name: name.name, sub: name.sub }] : []),
      ...(!resolved && name.urn !== undefined ? [{ urn: name.urn, name: name.name, sub: name.sub }] : []),
    ];
  });
