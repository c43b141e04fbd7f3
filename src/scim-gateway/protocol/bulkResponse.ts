import type { BulkOperation } from './bulkRequest.ts';
import { type ScimError, toErrorBody } from './errors.ts';

/** What came of one operation of a bulk request. */
export interface BulkOutcome {
  status: number;
  location?: string;
  /** The entity tag of the resource. */
  version?: string;
  refusal?: ScimError;
}

/** RFC 7644 §3.7.3: what was processed, in the order in which it was sent. Only a refusal has a body; the resource itself is at its location. */
export const bulkResponse = (operations: readonly BulkOperation[], outcomes: ReadonlyMap<number, BulkOutcome>) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
  Operations: operations.flatMap((operation, at) => {
    const outcome = outcomes.get(at);
    return outcome ? [toResult(operation, outcome)] : [];
  }),
});

const toResult = ({ method, bulkId }: BulkOperation, { status, location, version, refusal }: BulkOutcome) => ({
  ...(method !== undefined && { method }),
  ...(bulkId !== undefined && { bulkId }),
  ...(version !== undefined && { version }),
  ...(location !== undefined && { location }),
  status: String(status),
  ...(refusal && { response: toErrorBody(refusal) }),
});
