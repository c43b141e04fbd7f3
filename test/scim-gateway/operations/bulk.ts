import type { Provider } from '../http/startGateway.ts';

/** A bulk request, and the answer's operations. */
export const inBulk = async (provider: Provider, operations: readonly object[], failOnErrors?: number) => {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  const answer = await provider('POST', '/Bulk', { schemas, Operations: operations, ...(failOnErrors !== undefined && { failOnErrors }) });
  return { ...answer, results: (answer.body?.Operations ?? []) as Result[] };
};

export interface Result {
  method: string;
  status: string;
  bulkId?: string;
  version?: string;
  location?: string;
  response?: { status: string; scimType?: string; detail: string };
}

/** The path under the SCIM URL that a result's location stands for. */
export const pathOf = ({ location = '' }: Result) => /\/(Users|Groups)\/[^/]+$/.exec(location)?.[0] ?? location;
export const idAt = (result: Result) => pathOf(result).split('/')[2] ?? '';

export const userIn = (bulkId: string, more: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: bulkId, ...more },
});
export const groupIn = (bulkId: string, ...members: string[]) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: bulkId, members: members.map((value) => ({ value })) },
});
