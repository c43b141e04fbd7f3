import { seenQuery, seenResource } from '../habits/sightings.ts';
import { project } from '../protocol/project.ts';
import { readDocument } from '../protocol/readDocument.ts';
import { typeFor } from '../resources/declared.ts';
import type { Resource } from '../resources/Resource.ts';
import type { Operation } from './Operation.ts';
import { requireOfCollection } from './preconditions.ts';
import { toSelection } from './readSearch.ts';

/** RFC 7644 §3.3. */
export const create =
  ({ type, ...resource }: Resource): Operation =>
  async (request) => {
    requireOfCollection(request);
    const selection = toSelection(request.query);
    const described = await typeFor(request, type, request.body);
    const { id, etag, document } = await resource.create(request, readDocument(described, request.body), selection);
    request.served(seenQuery(request.query, type), seenResource(described, request.body));
    return { status: 201, location: `${request.baseUrl}${type.endpoint}/${id}`, etag, body: project(type, document, selection) };
  };
