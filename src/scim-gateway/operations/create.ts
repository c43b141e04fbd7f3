import { project } from '../protocol/project.ts';
import { readDocument } from '../protocol/readDocument.ts';
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
    const { id, etag, document } = await resource.create(request, readDocument(type, request.body), selection);
    return { status: 201, location: `${request.baseUrl}${type.endpoint}/${id}`, etag, body: project(type, document, selection) };
  };
