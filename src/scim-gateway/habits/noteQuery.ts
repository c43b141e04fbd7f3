import { asSchemaUrn } from '../protocol/attributeName.ts';
import { isForeign } from '../protocol/declared.ts';
import { resolve, same } from '../protocol/resolve.ts';
import type { Described } from '../protocol/schema.ts';
import { readSelection } from '../protocol/selection.ts';
import { noteFilter } from './noteFilter.ts';
import { nameIn, noteMessage, noteSpellings, noteUrn } from './noteNames.ts';
import type { Note } from './Sighting.ts';

const names = ['attributes', 'excludedAttributes', 'filter', 'sortBy', 'sortOrder', 'startIndex', 'count', 'cursor'];

/** What the query of a request shows, whose parameters have their names in lower case. */
export function noteParameters(note: Note, types: readonly Described[], query: ReadonlyMap<string, unknown>): void {
  for (const name of query.keys()) if (!names.some((known) => same(known, name))) note('UNKNOWN_PARAMETERS', name);
  noteAsked(note, types, query);
}

/** What the body of a search shows (RFC 7644 §3.4.3). */
export function noteSearch(note: Note, types: readonly Described[], body: unknown, parameters: ReadonlyMap<string, unknown>): void {
  noteMessage(note, body, ['schemas', ...names]);
  noteAsked(note, types, parameters);
}

function noteAsked(note: Note, types: readonly Described[], parameters: ReadonlyMap<string, unknown>): void {
  const filter = parameters.get('filter');
  if (typeof filter === 'string') for (const type of types) noteFilter(note, type, filter);
  const selection = readSelection({
    attributes: parameters.get('attributes'),
    excludedAttributes: parameters.get('excludedattributes'),
  });
  for (const name of [...(selection.attributes ?? []), ...(selection.excludedAttributes ?? [])]) noteSelected(note, types, name);
}

function noteSelected(note: Note, types: readonly Described[], text: string): void {
  const name = nameIn(text);
  noteUrn(note, text);
  const resolved = name && types.map((type) => resolve(type, name)).find((found) => found !== undefined);
  if (name && resolved) noteSpellings(note, name, resolved);
  else if (!types.some((type) => isForeign(type)(text) || hasSchema(type, name && asSchemaUrn(name)))) note('UNKNOWN_SELECTIONS', text);
}

const hasSchema = ({ schema, extensions }: Described, urn: string | undefined) =>
  urn !== undefined && [schema, ...extensions.map((extension) => extension.schema)].some(({ id }) => same(id, urn));
