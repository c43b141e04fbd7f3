import type { ConnectionCaller } from '../graph.ts';
import type { Sighting } from '../habits/Sighting.ts';
import type { ScimError } from '../protocol/errors.ts';
import type { Context } from '../resources/Resource.ts';

/** A SCIM request as the verbs see it: read, decoded and bounded, but not yet understood. */
export interface Request extends Context {
  /** On whose behalf the graph is asked. */
  caller: ConnectionCaller;
  /** The id in the path; empty where the path has none. */
  id: string;
  /** The query's parameters, by lower-case name. */
  query: ReadonlyMap<string, string>;
  /** The parsed JSON body; undefined where none is read. */
  body: unknown;
  /** The header If-Match, as sent. */
  ifMatch: string | undefined;
  /** The header If-None-Match, as sent. */
  ifNoneMatch: string | undefined;
  /** Has another look taken at what has been served, once it is answered. */
  served(...sightings: Sighting[]): void;
  /** What a client is told of something thrown. */
  refusal(error: unknown): ScimError;
}

export interface Answer {
  status: number;
  body?: object;
  /** The entity tag of the body, or of the resource where there is none. */
  etag?: string;
  /** The absolute URL of what was made. */
  location?: string;
}

export type Operation = (request: Request) => Promise<Answer>;
