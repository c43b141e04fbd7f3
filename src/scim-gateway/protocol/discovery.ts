import type { JsonObject } from './document.ts';
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
  schemaExtensions: resource.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
  meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${resource.id}` },
});

/** RFC 7643 §5. */
export const serviceProviderConfig = (baseUrl: string, limits: { maxResults: number }) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: limits.maxResults },
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
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
});
