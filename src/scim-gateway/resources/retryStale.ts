import { setTimeout } from 'node:timers/promises';
import { GraphRefusal } from '../graph.ts';
import { ScimError } from '../protocol/errors.ts';

const ATTEMPTS = 12;

/**
 * Repeats a read and the write that depends on it while others write in between. A caller who named the version
 * is told at once.
 */
export async function retryStale<Result>(expectedVersion: number | undefined, attempt: () => Promise<Result>): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (expectedVersion !== undefined || !isStale(error)) throw error;
      if (failures === ATTEMPTS) throw new ScimError(503, 'Too many others change this resource at the moment. Try again.');
    }
    await setTimeout(Math.random() * Math.min(2 ** failures * 5, 500));
  }
}

const isStale = (error: unknown) => error instanceof GraphRefusal && error.code === 'STALE_VERSION';
