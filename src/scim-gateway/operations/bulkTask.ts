import type { BulkTask } from '../protocol/bulkPlan.ts';
import { namesInOperation, pathWithId, withIds } from '../protocol/bulkReferences.ts';
import type { BulkMethod, ReadOperation } from '../protocol/bulkRequest.ts';
import { isObject } from '../protocol/document.ts';
import { invalidSyntax } from '../protocol/errors.ts';
import { membersAttribute } from '../protocol/groupSchema.ts';
import { groupResource } from '../protocol/resourceTypes.ts';
import { splitCircular } from '../protocol/splitCircular.ts';
import type { Resource } from '../resources/Resource.ts';
import { type BulkJob, type Created, idOf, incompletely, type Outcome } from './bulkJob.ts';
import { type BulkTarget, toBulkTarget } from './bulkTarget.ts';
import { create } from './create.ts';
import type { Answer, Operation, Request } from './Operation.ts';
import { patch } from './patch.ts';
import { remove } from './remove.ts';
import { replace } from './replace.ts';

const verbs: Record<BulkMethod, (resource: Resource) => Operation> = { POST: create, PUT: replace, PATCH: patch, DELETE: remove };

/** Runs an operation, but for what it cannot name yet. A refusal is its outcome. */
export async function runTask(job: BulkJob, operation: ReadOperation, { without }: BulkTask): Promise<Outcome> {
  const { request, resources } = job;
  const toId = (bulkId: string) => idOf(job, bulkId);
  let location: string | undefined;
  try {
    const target = toBulkTarget(resources, operation.method, pathWithId(operation.path, toId));
    location = locationOf(request, target);
    for (const name of namesInOperation(operation)) if (!without.has(name)) toId(name);
    const { now, later } = split(bodyOf(operation), without);
    const single = { ...alone(request, target), body: withIds(now, toId), ifMatch: operation.version };
    return toOutcome(await verbs[operation.method](target.resource)(single), target, location, later);
  } catch (error) {
    const refusal = request.refusal(error);
    return { status: refusal.status, refusal, ...(location !== undefined && { location }) };
  }
}

/** Adds to what an operation has created what it went without (RFC 7644 §3.7.1). */
export async function completeTask(job: BulkJob, outcome: Outcome, created: Created): Promise<Outcome> {
  const { resource, id, later } = created;
  try {
    const value = withIds(later, (bulkId) => idOf(job, bulkId));
    const single = { ...alone(job.request, created), served: () => {}, body: { Operations: [{ op: 'add', value }] } };
    const { etag } = await patch(resource)(single);
    return { ...outcome, ...(etag !== undefined && { version: etag }), created: { resource, id } };
  } catch (error) {
    return incompletely(outcome, created, job.request.refusal(error).message);
  }
}

/** A single request of the same caller, with no headers but the credential. The resource is not sent, so that its members need not be read. */
const alone = (request: Request, { resource, id = '' }: Pick<BulkTarget, 'resource' | 'id'>): Request => ({
  ...request,
  id,
  query: new Map(resource.type === groupResource ? [['excludedattributes', membersAttribute.name]] : []),
  body: undefined,
  ifMatch: undefined,
  ifNoneMatch: undefined,
});

/** What a single request would have as its body. The examples of RFC 7644 §3.7.3 show the operations of a PATCH without the object around them. */
function bodyOf({ method, data }: ReadOperation): unknown {
  if (data === undefined && method !== 'DELETE') throw invalidSyntax(`A ${method} needs data.`);
  return method === 'PATCH' && Array.isArray(data) ? { Operations: data } : data;
}

function split(body: unknown, without: ReadonlySet<string>): { now: unknown; later?: Record<string, unknown> } {
  if (without.size === 0) return { now: body };
  // What is no object is no resource, and is refused as such.
  return isObject(body) ? splitCircular(body, without) : { now: undefined };
}

const locationOf = ({ baseUrl }: Request, { resource, id }: BulkTarget): string | undefined =>
  id === undefined ? undefined : `${baseUrl}${resource.type.endpoint}/${encodeURIComponent(id)}`;

function toOutcome(answer: Answer, { resource }: BulkTarget, known: string | undefined, later?: Record<string, unknown>): Outcome {
  const { status, etag, location = known } = answer;
  const id = answer.location?.slice(answer.location.lastIndexOf('/') + 1);
  return {
    status,
    ...(location !== undefined && { location }),
    ...(etag !== undefined && { version: etag }),
    ...(id !== undefined && { created: { resource, id, ...(later && { later }) } }),
  };
}
