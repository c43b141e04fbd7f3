import type { Resource } from '../resources/Resource.ts';
import type { Operation } from './Operation.ts';
import { readIfMatch } from './preconditions.ts';

/** RFC 7644 §3.6. */
export const remove =
  (resource: Resource): Operation =>
  async (request) => {
    await resource.remove(request, request.id, readIfMatch(request.ifMatch));
    return { status: 204 };
  };
