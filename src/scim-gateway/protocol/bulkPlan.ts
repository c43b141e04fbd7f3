import { namesInOperation } from './bulkReferences.ts';
import { type BulkOperation, creatorsIn } from './bulkRequest.ts';
import { circlesOf } from './circles.ts';

/** One step of a bulk request. */
export interface BulkTask {
  /** The place of its operation in the request. */
  at: number;
  /** The bulkIds that cannot be named yet, because what has them names this in a circle. */
  without: ReadonlySet<string>;
  /** Whether it adds what the first step of the operation went without. */
  completes: boolean;
}

/**
 * In which order operations are run (RFC 7644 §3.7): as they were sent, but none before what it names by a bulkId, and those on one resource never
 * past each other. On a circle each goes first without those that come later, and is completed when they are there (§3.7.1).
 */
export function planBulk(operations: readonly BulkOperation[]): BulkTask[] {
  const creators = creatorsIn(operations);
  const named = operations.map((operation) => [...namesInOperation(operation)].flatMap((name) => creators.get(name) ?? []));
  const circles = circlesOf(named);
  const isBeside = (at: number, other: number) => circles[at] === circles[other];
  const split = named.map((others, at) => partition(others, (other) => isBeside(at, other) && other >= at));

  const first = split.map(({ held }, at): BulkTask => ({ at, without: bulkIdsOf(operations, held), completes: false }));
  const second = first.map((task) => (task.without.size > 0 ? { ...task, completes: true } : undefined));
  const previous = previousOnResource(operations);

  const before = ({ at, completes }: BulkTask): (BulkTask | undefined)[] => {
    const { held = [], others = [] } = split[at] ?? {};
    if (completes) return [first[at], ...held.map((other) => first[other])];
    return [first[previous[at] ?? -1], ...others.map((other) => (isBeside(at, other) ? first[other] : (second[other] ?? first[other])))];
  };
  return inOrder(
    first.flatMap((task) => present([task, second[task.at]])),
    (task) => new Set(present(before(task))),
  );
}

const partition = (places: readonly number[], isHeld: (place: number) => boolean) => ({
  held: places.filter(isHeld),
  others: places.filter((place) => !isHeld(place)),
});

const bulkIdsOf = (operations: readonly BulkOperation[], places: readonly number[]) =>
  new Set(present(places.map((place) => operations[place]?.bulkId)));

const present = <Thing>(things: readonly (Thing | undefined)[]): Thing[] => things.filter((thing) => thing !== undefined);

/** For each operation on a resource the place of the one before it on the same. */
function previousOnResource(operations: readonly BulkOperation[]): (number | undefined)[] {
  const last = new Map<string, number>();
  return operations.map(({ method, path }, at) => {
    if (method === 'POST') return undefined;
    const resource = path.toLowerCase().replaceAll(/^\/|\/$/g, '');
    const before = last.get(resource);
    last.set(resource, at);
    return before;
  });
}

/** Always the first of the tasks that wait for no other. */
function inOrder(tasks: readonly BulkTask[], before: (task: BulkTask) => ReadonlySet<BulkTask>): BulkTask[] {
  const waiting = new Map(tasks.map((task) => [task, before(task).size]));
  const after = new Map(tasks.map((task): [BulkTask, BulkTask[]] => [task, []]));
  for (const task of tasks) for (const earlier of before(task)) after.get(earlier)?.push(task);
  return tasks.map(() => {
    const next = firstReady(waiting);
    waiting.delete(next);
    for (const task of after.get(next) ?? []) waiting.set(task, (waiting.get(task) ?? 0) - 1);
    return next;
  });
}

function firstReady(waiting: ReadonlyMap<BulkTask, number>): BulkTask {
  for (const [task, count] of waiting) if (count === 0) return task;
  throw new TypeError('The tasks of a bulk request wait for each other.');
}
