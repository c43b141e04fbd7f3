import { bulk } from '../operations/bulk.ts';
import { create } from '../operations/create.ts';
import { everyResourceType, everySchema, me, oneResourceType, oneSchema, serviceProvider } from '../operations/discover.ts';
import type { Operation } from '../operations/Operation.ts';
import { patch } from '../operations/patch.ts';
import { query, search } from '../operations/query.ts';
import { read } from '../operations/read.ts';
import { remove } from '../operations/remove.ts';
import { replace } from '../operations/replace.ts';
import { queryEverything, searchEverything } from '../operations/searchEverything.ts';
import { device } from '../resources/device/device.ts';
import { group } from '../resources/group/group.ts';
import type { ReadableResource, Resource } from '../resources/Resource.ts';
import { user } from '../resources/user/user.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  path: string;
  methods: Partial<Record<Method, Operation>>;
  /** Why a method that would write is not among them. */
  readOnly?: string;
}

const routesOf = (resource: Resource): Route[] => [
  { path: resource.type.endpoint, methods: { GET: query(resource), POST: create(resource) } },
  { path: `${resource.type.endpoint}/.search`, methods: { POST: search(resource) } },
  {
    path: `${resource.type.endpoint}/:id`,
    methods: { GET: read(resource), PUT: replace(resource), PATCH: patch(resource), DELETE: remove(resource) },
  },
];

const readingRoutesOf = (resource: ReadableResource): Route[] => {
  const { endpoint, readOnly } = resource.type;
  return [
    { path: endpoint, methods: { GET: query(resource) }, readOnly },
    { path: `${endpoint}/.search`, methods: { POST: search(resource) } },
    { path: `${endpoint}/:id`, methods: { GET: read(resource) }, readOnly },
  ];
};

const resources: readonly Resource[] = [user, group];

/** Every endpoint of RFC 7644 §3.2. What is missing from `methods` is answered with 405. */
export const routes: readonly Route[] = [
  ...resources.flatMap(routesOf),
  ...readingRoutesOf(device),
  { path: '/', methods: { GET: queryEverything } },
  { path: '/.search', methods: { POST: searchEverything } },
  { path: '/ServiceProviderConfig', methods: { GET: serviceProvider } },
  { path: '/ResourceTypes', methods: { GET: everyResourceType } },
  { path: '/ResourceTypes/:id', methods: { GET: oneResourceType } },
  { path: '/Schemas', methods: { GET: everySchema } },
  { path: '/Schemas/:id', methods: { GET: oneSchema } },
  { path: '/Bulk', methods: { POST: bulk(resources) } },
  { path: '/Me', methods: { GET: me, POST: me, PUT: me, PATCH: me, DELETE: me } },
];
