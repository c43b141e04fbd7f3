import { cursorTimeout } from './cursor.ts';
import type { JsonObject } from './document.ts';
import { defaultCount, maxCount } from './paging.ts';
import type { Attribute, ResourceType, Schema } from './schema.ts';

/** RFC 7643 §7. */
export const toSchemaBody = (schema: Schema, baseUrl: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: schema.id,
  name: schema.name,
  description: schema.description,
  attributes: schema.attributes.map(toAttributeBody),
  meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
});

const toAttributeBody = ({ subAttributes, referenceTypes, canonicalValues, ...attribute }: Attribute): JsonObject => ({
  ...attribute,
  ...(canonicalValues && { canonicalValues: [...canonicalValues] }),
  ...(referenceTypes && { referenceTypes: [...referenceTypes] }),
  ...(subAttributes && { subAttributes: subAttributes.map(toAttributeBody) }),
});

/** RFC 7643 §6. */
export const toResourceTypeBody = (resource: ResourceType, baseUrl: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
  id: resource.id,
  name: resource.name,
  endpoint: resource.endpoint,
  description: resource.description,
  schema: resource.schema.id,
  schemaExtensions: [
    ...resource.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
    ...(resource.declared ?? []).map(({ id }) => ({ schema: id, required: false })),
  ],
  meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${resource.id}` },
});

/** RFC 7643 §5. */
export const serviceProviderConfig = (baseUrl: string, limits: { maxResults: number; maxOperations: number; maxPayloadSize: number }) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: true, maxOperations: limits.maxOperations, maxPayloadSize: limits.maxPayloadSize },
  filter: { supported: true, maxResults: limits.maxResults },
  // A client that knows only pages by index keeps getting them (RFC 9865 §2.6).
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: defaultCount,
    maxPageSize: maxCount,
    cursorTimeout,
  },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'The token of the connection, in the Authorization header.',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
    {
      type: 'oauth2',
      name: 'OAuth 2.0 client credentials',
      description: 'An access token that an OAuth client of the connection gets at the token endpoint, in the Authorization header.',
      specUri: 'https://www.rfc-editor.org/info/rfc6749',
      primary: false,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
});
