import { setTimeout } from 'node:timers/promises';
import { collision } from './errors.ts';
import { isLostRace } from './refusals.ts';

/** How often what others have undone is tried again. */
export const attempts = 12;
const longestPause = 500;

/** Lets others finish what they are writing: the longer, the more often it has failed. */
export const pauseAfter = (failures: number) => setTimeout(Math.random() * Math.min(2 ** failures * 5, longestPause));

/** Repeats a statement whose parts had to agree with rows that others were writing meanwhile; each time it was undone as a whole. */
export async function retryLostRaces<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let failures = 1; failures <= attempts; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLostRace(error)) throw error;
    }
    await pauseAfter(failures);
  }
  throw collision();
}
