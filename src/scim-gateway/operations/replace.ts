import { seenQuery, seenReplacement } from '../habits/sightings.ts';
import { project } from '../protocol/project.ts';
import { readDocument } from '../protocol/readDocument.ts';
import { typeFor } from '../resources/declared.ts';
import type { Resource } from '../resources/Resource.ts';
import type { Operation } from './Operation.ts';
import { toExpectedVersion } from './preconditions.ts';
import { toSelection } from './readSearch.ts';

/** RFC 7644 §3.5.1. */
export const replace =
  (resource: Resource): Operation =>
  async (request) => {
    const { type } = resource;
    const selection = toSelection(request.query);
    const described = await typeFor(request, type, request.body);
    const replacement = readDocument(described, request.body);
    const expectedVersion = await toExpectedVersion(resource, request);
    const { etag, document } = await resource.replace(request, request.id, replacement, selection, expectedVersion);
    request.served(seenQuery(request.query, type), seenReplacement(described, request.body));
    return { status: 200, etag, body: project(type, document, selection) };
  };
