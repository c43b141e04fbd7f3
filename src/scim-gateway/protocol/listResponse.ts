import type { ScimDocument } from './document.ts';
import type { Later } from './later.ts';

interface Page {
  resources: readonly (ScimDocument | Later<ScimDocument>)[];
  totalResults: number;
  /** Of a page by index. */
  startIndex?: number;
  /** Of a page by cursor (RFC 9865 §2); missing where there is no further page. */
  previousCursor?: string;
  nextCursor?: string;
}

/** One page of a query (RFC 7644 §3.4.2). */
export const listResponse = ({ resources, totalResults, ...place }: Page) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults,
  itemsPerPage: resources.length,
  ...place,
  Resources: resources,
});

export type ListResponse = ReturnType<typeof listResponse>;
