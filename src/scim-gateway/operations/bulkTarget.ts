import { readBulkPath } from '../protocol/bulkPath.ts';
import type { BulkMethod } from '../protocol/bulkRequest.ts';
import { methodNotAllowed, noSuchEndpoint } from '../protocol/errors.ts';
import { same } from '../protocol/resolve.ts';
import type { Resource } from '../resources/Resource.ts';

/** What an operation is about; without an id where it creates. */
export interface BulkTarget {
  resource: Resource;
  id?: string;
}

/** Finds the resource that the path of a bulk operation is about, as the routes of single requests would. */
export function toBulkTarget(resources: readonly Resource[], method: BulkMethod, path: string): BulkTarget {
  const { endpoint, id } = readBulkPath(path);
  const resource = resources.find(({ type }) => same(type.endpoint, endpoint));
  if (!resource) throw noSuchEndpoint(path);
  if ((method === 'POST') !== (id === undefined)) throw methodNotAllowed(method, path);
  return { resource, ...(id !== undefined && { id }) };
}
