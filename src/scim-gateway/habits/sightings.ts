import { lowerCased } from '../protocol/readMessage.ts';
import type { Described, ResourceType } from '../protocol/schema.ts';
import { noteMessage } from './noteNames.ts';
import { notePatch } from './notePatch.ts';
import { noteParameters, noteSearch } from './noteQuery.ts';
import { noteObject } from './noteResource.ts';
import type { Sighting } from './Sighting.ts';

type Parameters = ReadonlyMap<string, unknown>;

/** A query string, about resources of one of these types. */
export const seenQuery =
  (query: Parameters, ...types: Described[]): Sighting =>
  (note) =>
    noteParameters(note, types, query);

/** The body of a search, and its parameters by lower-case name. */
export const seenSearch =
  (body: unknown, parameters: Parameters, ...types: Described[]): Sighting =>
  (note) =>
    noteSearch(note, types, body, parameters);

/** The body of a POST. */
export const seenResource =
  (type: ResourceType, body: unknown): Sighting =>
  (note) =>
    noteObject(note, type, 'replace', body);

/** The body of a PUT. */
export const seenReplacement =
  (type: ResourceType, body: unknown): Sighting =>
  (note) => {
    note('UPDATES_BY_PUT');
    noteObject(note, type, 'replace', body);
  };

/** The body of a bulk request. What its operations show is seen where they are run. */
export const seenBulk =
  (body: unknown): Sighting =>
  (note) => {
    noteMessage(note, body, ['schemas', 'failOnErrors', 'Operations']);
    const { operations } = Object(lowerCased(body)) as { operations?: unknown };
    for (const operation of Array.isArray(operations) ? operations : [])
      noteMessage(note, operation, ['method', 'path', 'bulkId', 'version', 'data']);
  };

/** The body of a PATCH. */
export const seenPatch =
  (type: ResourceType, body: unknown): Sighting =>
  (note) => {
    note('UPDATES_BY_PATCH');
    notePatch(note, type, body);
  };
