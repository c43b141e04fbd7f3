import { seenQuery } from '../habits/sightings.ts';
import type { Resource } from '../resources/Resource.ts';
import type { Operation } from './Operation.ts';
import { toExpectedVersion } from './preconditions.ts';

/** RFC 7644 §3.6. */
export const remove =
  (resource: Resource): Operation =>
  async (request) => {
    await resource.remove(request, request.id, await toExpectedVersion(resource, request));
    request.served(seenQuery(request.query, resource.type));
    return { status: 204 };
  };
