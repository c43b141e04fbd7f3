import type { BulkOperation } from '../protocol/bulkRequest.ts';
import type { BulkOutcome } from '../protocol/bulkResponse.ts';
import { failedBulkId, incomplete, unknownBulkId } from '../protocol/errors.ts';
import { attributesIn } from '../protocol/splitCircular.ts';
import type { Resource } from '../resources/Resource.ts';
import type { Request } from './Operation.ts';

/** A bulk request while it is run. */
export interface BulkJob {
  resources: readonly Resource[];
  request: Request;
  operations: readonly BulkOperation[];
  /** The places of the operations that create, by their bulkIds. */
  creators: ReadonlyMap<string, number>;
  /** What has come of the operations so far, by their places. */
  outcomes: Map<number, Outcome>;
}

export interface Outcome extends BulkOutcome {
  /** What a POST has created. */
  created?: Created;
}

export interface Created {
  resource: Resource;
  id: string;
  /** What of it names others in a circle; it goes without until they are there. */
  later?: Record<string, unknown>;
}

/** The id that a bulkId stands for. */
export function idOf({ creators, outcomes }: BulkJob, bulkId: string): string {
  const at = creators.get(bulkId);
  if (at === undefined) throw unknownBulkId(bulkId);
  const { created } = outcomes.get(at) ?? {};
  if (!created) throw failedBulkId(bulkId);
  return created.id;
}

/** What is told of an operation that has created something and can say no more of it. */
export function incompletely(outcome: Outcome, { resource, id, later = {} }: Created, reason: string): Outcome {
  const refusal = incomplete(resource.type.name, id, attributesIn(later).join(', '), reason);
  return { ...outcome, status: refusal.status, refusal, created: { resource, id } };
}
