import type { ScimDocument } from './document.ts';

/** One page of a query (RFC 7644 §3.4.2). */
export const listResponse = (page: { resources: readonly ScimDocument[]; totalResults: number; startIndex: number }) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: page.totalResults,
  startIndex: page.startIndex,
  itemsPerPage: page.resources.length,
  Resources: page.resources,
});

export type ListResponse = ReturnType<typeof listResponse>;
