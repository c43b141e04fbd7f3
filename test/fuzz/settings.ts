/** A property is tried with the same examples each time, unless `npm run fuzz` says otherwise. */
const { FUZZ_RUNS, FUZZ_SEED } = process.env;

/** How often a property is tried: so many times, or as `npm run fuzz` says. */
export const trials = (usually: number) => ({ seed: Number(FUZZ_SEED ?? 20_261_122), numRuns: Number(FUZZ_RUNS ?? usually) });

/** A failure is made smaller by trying again and again, which takes time too. */
export const longest = (usually: number) => 60_000 + 1000 * trials(usually).numRuns;
