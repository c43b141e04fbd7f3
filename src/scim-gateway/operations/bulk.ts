import { ViewerDocument } from '../documents/generated.ts';
import { seenBulk } from '../habits/sightings.ts';
import { type BulkTask, planBulk } from '../protocol/bulkPlan.ts';
import { creatorsIn, readBulkRequest } from '../protocol/bulkRequest.ts';
import { bulkResponse } from '../protocol/bulkResponse.ts';
import type { Resource } from '../resources/Resource.ts';
import { type BulkJob, incompletely, type Outcome } from './bulkJob.ts';
import { completeTask, runTask } from './bulkTask.ts';
import type { Operation } from './Operation.ts';

/**
 * RFC 7644 §3.7: one operation after the other, each refused or done as it would be alone. It is no transaction: what is written stays,
 * whatever becomes of the rest.
 */
export const bulk =
  (resources: readonly Resource[]): Operation =>
  async (request) => {
    await request.graph(ViewerDocument, {});
    const { operations, failOnErrors } = readBulkRequest(request.body);
    const job: BulkJob = { resources, request, operations, creators: creatorsIn(operations), outcomes: new Map() };
    await runAll(job, failOnErrors);
    request.served(seenBulk(request.body));
    return { status: 200, body: bulkResponse(operations, job.outcomes) };
  };

async function runAll(job: BulkJob, failOnErrors: number): Promise<void> {
  let errors = 0;
  for (const task of planBulk(job.operations)) {
    const outcome = errors < failOnErrors ? await perform(job, task) : afterTheLast(job, task);
    if (!outcome) continue;
    job.outcomes.set(task.at, outcome);
    if (outcome.refusal) errors += 1;
  }
}

/** What comes of a task; nothing, if it completes what was never created. */
async function perform(job: BulkJob, task: BulkTask): Promise<Outcome | undefined> {
  const operation = job.operations[task.at];
  const before = job.outcomes.get(task.at);
  if (operation && 'refusal' in operation) return { status: operation.refusal.status, refusal: operation.refusal };
  if (!task.completes) return operation && runTask(job, operation, task);
  return before?.created && completeTask(job, before, before.created);
}

/** After as many errors as the client accepts nothing more is written; what is half done is said to be. */
function afterTheLast({ outcomes }: BulkJob, { at, completes }: BulkTask): Outcome | undefined {
  const before = outcomes.get(at);
  return completes && before?.created ? incompletely(before, before.created, 'failOnErrors has ended the request.') : undefined;
}
