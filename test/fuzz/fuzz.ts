import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { z } from 'zod';

const seeds = 2 ** 31;

const options = z.object({
  runs: z.coerce.number('--runs must be a number').int('--runs must be whole').positive('--runs must be at least 1'),
  seed: z.coerce.number('--seed must be a number').int('--seed must be whole'),
});

/** What `npm run fuzz -- --runs 5000 --seed 7` asks for. */
function readOptions() {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string', default: `${Date.now() % seeds}` } },
  });
  const { data, error } = options.safeParse(values);
  if (!data) throw new Error(error.issues[0]?.message);
  return data;
}

const { runs, seed } = readOptions();
console.log(`Each property ${runs} times. Once more the same: npm run fuzz -- --runs ${runs} --seed ${seed}`);
process.env.FUZZ_RUNS = String(runs);
process.env.FUZZ_SEED = String(seed);
const vitest = await startVitest('test', ['test/fuzz'], { watch: false, fileParallelism: false });
await vitest.close();
