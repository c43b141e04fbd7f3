import { ViewerDocument } from '../documents/generated.ts';
import { serviceProviderConfig, toResourceTypeBody, toSchemaBody } from '../protocol/discovery.ts';
import { forbidden, notFound, notImplemented } from '../protocol/errors.ts';
import { listResponse } from '../protocol/listResponse.ts';
import { maxCount } from '../protocol/paging.ts';
import { resourceTypes } from '../protocol/resourceTypes.ts';
import type { Operation, Request } from './Operation.ts';

/**
 * Answers what the service can do (RFC 7644 §4). The credential is checked, though the RFC would not ask for it,
 * so that a wrong one is noticed when a connection is tested.
 */
const discover =
  (describe: (request: Request) => object): Operation =>
  async (request) => {
    if (request.query.has('filter')) throw forbidden('Discovery cannot be filtered.');
    await request.graph(ViewerDocument, {});
    return { status: 200, body: describe(request) };
  };

const schemas = [
  ...new Set(resourceTypes.flatMap(({ schema, extensions }) => [schema, ...extensions.map((extension) => extension.schema)])),
];

const listOf = (resources: Parameters<typeof listResponse>[0]['resources']) =>
  listResponse({ resources, totalResults: resources.length, startIndex: 1 });

function named<Thing extends { id: string }>(things: readonly Thing[], kind: string, id: string): Thing {
  const found = things.find((thing) => thing.id.toLowerCase() === id.toLowerCase());
  if (!found) throw notFound(kind, id);
  return found;
}

export const serviceProvider = discover(({ baseUrl }) => serviceProviderConfig(baseUrl, { maxResults: maxCount }));

export const everyResourceType = discover(({ baseUrl }) => listOf(resourceTypes.map((type) => toResourceTypeBody(type, baseUrl))));
export const oneResourceType = discover(({ baseUrl, id }) => toResourceTypeBody(named(resourceTypes, 'ResourceType', id), baseUrl));

export const everySchema = discover(({ baseUrl }) => listOf(schemas.map((schema) => toSchemaBody(schema, baseUrl))));
export const oneSchema = discover(({ baseUrl, id }) => toSchemaBody(named(schemas, 'Schema', id), baseUrl));

/** What the standard knows and this server does not offer; told only to those who may ask. */
export const absent =
  (what: string): Operation =>
  async (request) => {
    await request.graph(ViewerDocument, {});
    throw notImplemented(what);
  };
