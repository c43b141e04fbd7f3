import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { act } from './acts.ts';
import { begin, declareAll, sampleOf } from './begin.ts';
import { agreedMembers } from './membership.ts';
import { perform } from './perform.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await declareAll(database);
});
afterAll(() => database.close());

/** What befalls it between two looks, and how many changes are followed at once. */
const rounds = fc.array(fc.record({ acts: fc.array(act, { minLength: 1, maxLength: 6 }), most: fc.constantFrom(1, 2, 500) }), {
  minLength: 15,
  maxLength: 15,
});

const seeds = process.env.KEEPER_SEEDS?.split(',').map(Number) ?? [1, 2, 3, 4];

describe('the kept membership', () => {
  it.each(seeds)(
    'is what lists and memory say, and what the history comes to, whatever befalls the directory (seed %i)',
    { timeout: 120_000 },
    async (seed) => {
      await begin(database, seed);
      await agreedMembers(database, 'the beginning');
      for (const { acts, most } of sampleOf(rounds, seed)) {
        for (const one of acts) await perform(database.pool, one);
        await catchUp(database.db, {}, most);
        await agreedMembers(database, `${JSON.stringify(acts)}, ${most} at once`);
      }
    },
  );
});
