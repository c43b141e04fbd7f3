import { ViewerDocument } from '../documents/generated.ts';
import { maxBulkOperations, maxPayloadSize } from '../protocol/bulkLimits.ts';
import { serviceProviderConfig, toResourceTypeBody, toSchemaBody } from '../protocol/discovery.ts';
import type { ScimDocument } from '../protocol/document.ts';
import { forbidden, notFound, notImplemented } from '../protocol/errors.ts';
import { listResponse } from '../protocol/listResponse.ts';
import { maxCount } from '../protocol/paging.ts';
import { projection } from '../protocol/project.ts';
import { resourceTypes } from '../protocol/resourceTypes.ts';
import type { Schema } from '../protocol/schema.ts';
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from '../protocol/serviceSchemas.ts';
import type { Operation, Request } from './Operation.ts';
import { toSelection } from './readSearch.ts';

/**
 * Answers what the service can do (RFC 7644 §4). The credential is checked, though the RFC would not ask for it,
 * so that a wrong one is noticed when a connection is tested.
 */
const discover =
  (schema: Schema, describe: (request: Request, show: (body: ScimDocument) => ScimDocument) => object): Operation =>
  async (request) => {
    if (request.query.has('filter')) throw forbidden('Discovery cannot be filtered.');
    const show = projection({ schema, extensions: [] }, toSelection(request.query));
    await request.graph(ViewerDocument, {});
    return { status: 200, body: describe(request, show) };
  };

/** The schemas of the resource types, and after them those of the answers of discovery itself (RFC 7643 §8.7). */
const schemas = [
  ...new Set(resourceTypes.flatMap(({ schema, extensions }) => [schema, ...extensions.map((extension) => extension.schema)])),
  serviceProviderConfigSchema,
  resourceTypeSchema,
  schemaSchema,
];

const listOf = (resources: ScimDocument[]) => listResponse({ resources, totalResults: resources.length, startIndex: 1 });

function named<Thing extends { id: string }>(things: readonly Thing[], kind: string, id: string): Thing {
  const found = things.find((thing) => thing.id.toLowerCase() === id.toLowerCase());
  if (!found) throw notFound(kind, id);
  return found;
}

export const serviceProvider = discover(serviceProviderConfigSchema, ({ baseUrl }, show) =>
  show(serviceProviderConfig(baseUrl, { maxResults: maxCount, maxOperations: maxBulkOperations, maxPayloadSize })),
);

export const everyResourceType = discover(resourceTypeSchema, ({ baseUrl }, show) =>
  listOf(resourceTypes.map((type) => show(toResourceTypeBody(type, baseUrl)))),
);
export const oneResourceType = discover(resourceTypeSchema, ({ baseUrl, id }, show) =>
  show(toResourceTypeBody(named(resourceTypes, 'ResourceType', id), baseUrl)),
);

export const everySchema = discover(schemaSchema, ({ baseUrl }, show) =>
  listOf(schemas.map((schema) => show(toSchemaBody(schema, baseUrl)))),
);
export const oneSchema = discover(schemaSchema, ({ baseUrl, id }, show) => show(toSchemaBody(named(schemas, 'Schema', id), baseUrl)));

/** What the standard knows and this server does not offer; told only to those who may ask. */
export const absent =
  (what: string): Operation =>
  async (request) => {
    await request.graph(ViewerDocument, {});
    throw notImplemented(what);
  };
