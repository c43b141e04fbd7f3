import { ViewerDocument } from '../documents/generated.ts';
import { seenQuery } from '../habits/sightings.ts';
import { maxBulkOperations, maxPayloadSize } from '../protocol/bulkLimits.ts';
import { serviceProviderConfig, toResourceTypeBody, toSchemaBody } from '../protocol/discovery.ts';
import type { ScimDocument } from '../protocol/document.ts';
import { forbidden, nobodyIsMe, notFound } from '../protocol/errors.ts';
import { listResponse } from '../protocol/listResponse.ts';
import { maxCount } from '../protocol/paging.ts';
import { projection } from '../protocol/project.ts';
import { same } from '../protocol/resolve.ts';
import { resourceTypes } from '../protocol/resourceTypes.ts';
import type { ResourceType, Schema } from '../protocol/schema.ts';
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from '../protocol/serviceSchemas.ts';
import { withDeclared } from '../resources/declared.ts';
import { readDeclared } from '../resources/readDeclared.ts';
import type { Operation, Request } from './Operation.ts';
import { toSelection } from './readSearch.ts';

/**
 * Answers what the service can do (RFC 7644 §4). The credential is checked, though the RFC would not ask for it,
 * so that a wrong one is noticed when a connection is tested.
 */
const discover =
  <Told>(
    schema: Schema,
    ask: (request: Request) => Promise<Told>,
    describe: (told: Told, request: Request, show: Show) => object,
  ): Operation =>
  async (request) => {
    if (request.query.has('filter')) throw forbidden('Discovery cannot be filtered.');
    const described = { schema, extensions: [] };
    const show = projection(described, toSelection(request.query));
    const told = await ask(request);
    request.served(seenQuery(request.query, described));
    return { status: 200, body: describe(told, request, show) };
  };

type Show = (body: ScimDocument) => ScimDocument;

/** Who asks is known to the graph; it need not say more. */
const credential = (request: Request) => request.graph(ViewerDocument, {});

/** The types with the schemas of what is declared now. */
async function types({ graph }: Request): Promise<ResourceType[]> {
  const declared = await readDeclared(graph);
  return resourceTypes.map((type) => withDeclared(type, declared));
}

/** The schemas of the resource types, and after them those of the answers of discovery itself (RFC 7643 §8.7). */
async function schemas(request: Request): Promise<Schema[]> {
  const all = await types(request);
  const ofType = ({ schema, extensions, declared = [] }: ResourceType) => [schema, ...extensions.map((one) => one.schema), ...declared];
  return [...new Set(all.flatMap(ofType)), serviceProviderConfigSchema, resourceTypeSchema, schemaSchema];
}

const listOf = (resources: ScimDocument[]) => listResponse({ resources, totalResults: resources.length, startIndex: 1 });

function named<Thing extends { id: string }>(things: readonly Thing[], kind: string, id: string): Thing {
  const found = things.find((thing) => thing.id === id) ?? things.find((thing) => same(thing.id, id));
  if (!found) throw notFound(kind, id);
  return found;
}

export const serviceProvider = discover(serviceProviderConfigSchema, credential, (_, { baseUrl }, show) =>
  show(serviceProviderConfig(baseUrl, { maxResults: maxCount, maxOperations: maxBulkOperations, maxPayloadSize })),
);

export const everyResourceType = discover(resourceTypeSchema, types, (all, { baseUrl }, show) =>
  listOf(all.map((type) => show(toResourceTypeBody(type, baseUrl)))),
);
export const oneResourceType = discover(resourceTypeSchema, types, (all, { baseUrl, id }, show) =>
  show(toResourceTypeBody(named(all, 'ResourceType', id), baseUrl)),
);

export const everySchema = discover(schemaSchema, schemas, (all, { baseUrl }, show) =>
  listOf(all.map((schema) => show(toSchemaBody(schema, baseUrl)))),
);
export const oneSchema = discover(schemaSchema, schemas, (all, { baseUrl, id }, show) =>
  show(toSchemaBody(named(all, 'Schema', id), baseUrl)),
);

/** What the standard knows and this server does not offer; told only to those who may ask. */
export const me: Operation = async (request) => {
  await credential(request);
  throw nobodyIsMe();
};
