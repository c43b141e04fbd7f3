import { seenQuery } from '../habits/sightings.ts';
import { notFound } from '../protocol/errors.ts';
import { project } from '../protocol/project.ts';
import type { ReadableResource } from '../resources/Resource.ts';
import type { Operation } from './Operation.ts';
import { isKnown, requireMatch } from './preconditions.ts';
import { toSelection } from './readSearch.ts';

/** RFC 7644 §3.4.1. */
export const read =
  ({ type, ...resource }: ReadableResource): Operation =>
  async (request) => {
    const selection = toSelection(request.query);
    const snapshot = await resource.read(request, request.id, selection);
    if (!snapshot) throw notFound(type.name, request.id);
    const { version, etag, document } = snapshot;
    requireMatch(type.name, request, version);
    request.served(seenQuery(request.query, type));
    if (isKnown(etag, request.ifNoneMatch)) return { status: 304, etag };
    return { status: 200, etag, body: project(type, document, selection) };
  };
