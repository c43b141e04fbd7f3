import { setTimeout } from 'node:timers/promises';
import { GraphRefusal } from '../graph.ts';
import { ScimError } from '../protocol/errors.ts';
import { inLine } from './inLine.ts';

/** What is changed, and the version that the caller has named, if any. */
interface Wanted {
  id: string;
  expectedVersion: number | undefined;
  /** The milliseconds after which it is given up: less than any provider waits for an answer. */
  patience?: number;
}

const longestPause = 100;

/**
 * Repeats a read and the write that depends on it while others write in between, in line with others of this process who do the same.
 * A caller who named the version is told at once.
 */
export async function retryStale<Result>(
  { id, expectedVersion, patience = 20_000 }: Wanted,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const deadline = performance.now() + patience;
  try {
    return await attempt();
  } catch (error) {
    if (expectedVersion !== undefined || !isStale(error)) throw error;
  }
  return inLine(id, () => persist(attempt, deadline));
}

async function persist<Result>(attempt: () => Promise<Result>, deadline: number): Promise<Result> {
  for (let failures = 0; performance.now() < deadline; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isStale(error)) throw error;
    }
    await setTimeout(Math.random() * Math.min(2 ** failures, longestPause));
  }
  throw new ScimError(503, 'Too many others change this resource at the moment. Try again.');
}

const isStale = (error: unknown) => error instanceof GraphRefusal && error.code === 'STALE_VERSION';
