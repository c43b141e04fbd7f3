import { readBulkPath } from '../protocol/bulkPath.ts';
import type { BulkMethod } from '../protocol/bulkRequest.ts';
import { methodNotAllowed, nobodyIsMe, noSuchEndpoint } from '../protocol/errors.ts';
import { same } from '../protocol/resolve.ts';
import { resourceTypes } from '../protocol/resourceTypes.ts';
import type { Resource } from '../resources/Resource.ts';

/** What an operation is about; without an id where it creates. */
export interface BulkTarget {
  resource: Resource;
  id?: string;
}

/** Finds the resource that the path of a bulk operation is about, as the routes of single requests would. */
export function toBulkTarget(resources: readonly Resource[], method: BulkMethod, path: string): BulkTarget {
  const { endpoint, id } = readBulkPath(path);
  if (same(endpoint, '/Me') && id === undefined) throw nobodyIsMe();
  const resource = resources.find(({ type }) => same(type.endpoint, endpoint));
  if (!resource) throw refusalOf(method, path, endpoint);
  if ((method === 'POST') !== (id === undefined)) throw methodNotAllowed(method, path);
  return { resource, ...(id !== undefined && { id }) };
}

function refusalOf(method: BulkMethod, path: string, endpoint: string) {
  const type = resourceTypes.find((one) => same(one.endpoint, endpoint));
  return type?.readOnly === undefined ? noSuchEndpoint(path) : methodNotAllowed(method, path, type.readOnly);
}
