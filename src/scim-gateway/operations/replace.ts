import { project } from '../protocol/project.ts';
import { readDocument } from '../protocol/readDocument.ts';
import type { Resource } from '../resources/Resource.ts';
import type { Operation } from './Operation.ts';
import { readIfMatch } from './preconditions.ts';
import { toSelection } from './readSearch.ts';

/** RFC 7644 §3.5.1. */
export const replace =
  ({ type, ...resource }: Resource): Operation =>
  async (request) => {
    const selection = toSelection(request.query);
    const expectedVersion = readIfMatch(request.ifMatch);
    const { version, document } = await resource.replace(request, request.id, readDocument(type, request.body), selection, expectedVersion);
    return { status: 200, version, body: project(type, document, selection) };
  };
