import { setTimeout } from 'node:timers/promises';
import { collision } from './errors.ts';
import { isLostRace } from './refusals.ts';

const attempts = 12;
const longestPause = 500;

/** Repeats a statement whose parts had to agree with rows that others were writing meanwhile; each time it was undone as a whole. */
export async function retryLostRaces<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let failures = 1; failures <= attempts; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLostRace(error)) throw error;
    }
    await setTimeout(Math.random() * Math.min(2 ** failures * 5, longestPause));
  }
  throw collision();
}
