import { randomBytes } from 'node:crypto';
import { createConnection } from './connection.ts';
import { createScratchDatabase } from './database.ts';
import { benchFilters, filters } from './filters.ts';
import { load, type Measurement, together } from './load.ts';
import { emptyRequest, largeOperations, memberAdds, type Operation, operations } from './operations.ts';
import { type Options, readOptions, usage } from './options.ts';
import { benchPolicies, policies } from './policies.ts';
import { heading, rate, row, whole } from './report.ts';
import { dismissJoiners, seed, seedLarge } from './seed.ts';
import { type RunningServer, startBare, startProduct } from './servers.ts';
import type { Side, World } from './world.ts';

const clientCounts = [1, 16] as const;
/** The two servers take turns, so that a slow moment of the machine meets both. */
const turns = 3;
const warmUpPart = 0.3;

interface Bench extends Options {
  readonly world: World;
  readonly servers: Readonly<Record<Side, RunningServer>>;
  readonly scratchUrl: string;
}

/** Measures one operation on both servers, in turns. */
async function compare({ world, servers, seconds, scratchUrl }: Bench, operation: Operation, clients: number) {
  if (operation.joins) await dismissJoiners(scratchUrl, world);
  const count = operation.joins ? { product: 0, bare: 0 } : asked;
  const measure = (side: Side, length: number) =>
    load(servers[side].url, () => operation.requests[side](world, count[side]++), clients, length);
  const measured: Record<Side, Measurement[]> = { product: [], bare: [] };
  for (const side of ['product', 'bare'] as const) await measure(side, seconds * warmUpPart);
  for (let turn = 0; turn < turns; turn++)
    for (const side of ['product', 'bare'] as const) measured[side].push(await measure(side, seconds / turns));
  console.log(row(operation.name, clients, { product: together(measured.product), bare: together(measured.bare) }));
}

/** How many requests each server has been sent: no two of them are the same. */
const asked: Record<Side, number> = { product: 0, bare: 0 };

const chosenBy =
  ({ only }: Options) =>
  (list: readonly Operation[]) =>
    list.filter(({ name }) => name.includes(only));

async function run(bench: Bench): Promise<void> {
  const chosen = chosenBy(bench);
  console.log(heading());
  for (const operation of chosen(operations)) for (const clients of clientCounts) await compare(bench, operation, clients);
  const ofLarge = chosen(largeOperations);
  if (ofLarge.length) await seedLarge(bench.scratchUrl, bench.world.large);
  for (const operation of ofLarge) for (const clients of clientCounts) await compare(bench, operation, clients);
  const adds = chosen(memberAdds);
  if (adds.length) console.log('\nThe same addition to groups of other sizes:');
  for (const clients of clientCounts) for (const operation of adds) await compare(bench, operation, clients);
  const ceilings: string[] = [];
  for (const clients of clientCounts)
    ceilings.push(`${whole(rate(await load(bench.servers.bare.url, () => emptyRequest, clients, bench.seconds)))} at ${clients}`);
  console.log(`\nEmpty requests/s that the load generator gets from the bare server: ${ceilings.join(', ')}.`);
}

const every = [...operations, ...largeOperations, ...memberAdds];

/** What `--only` may name. */
const named = () =>
  `Operations, of which --only takes those whose name contains it:\n  ${[...new Set(every.map(({ name }) => name)), filters, policies].join('\n  ')}`;

async function main(options: Options): Promise<void> {
  if (options.help) return console.log(`${usage}\n\n${named()}`);
  const isOfFilters = filters.includes(options.only);
  if (isOfFilters) benchFilters();
  const isOfServers = chosenBy(options)(every).length > 0;
  if (isOfServers) await benchServers(options);
  const isOfPolicies = policies.includes(options.only);
  if (isOfPolicies) await benchPolicies(serverOf(options), options.seconds);
  if (!isOfFilters && !isOfServers && !isOfPolicies)
    throw new Error(`No operation has ${JSON.stringify(options.only)} in its name. ${named()}`);
}

function serverOf({ databaseUrl }: Options): string {
  if (!databaseUrl) throw new Error('The benchmark needs a PostgreSQL server: set DATABASE_URL to one where it may create a database.');
  return databaseUrl;
}

async function benchServers(options: Options): Promise<void> {
  const scratch = await createScratchDatabase(serverOf(options));
  const running: RunningServer[] = [];
  // Without its servers the measurement fails, and the database is dropped.
  process.once('SIGINT', () => running.forEach((server) => void server.stop()));
  try {
    const adminKey = randomBytes(32).toString('hex');
    const product = await startProduct(scratch.url, adminKey);
    running.push(product);
    const connect = (name: string) => createConnection(product.url, adminKey, name);
    const tenants = {
      people: await connect('People'),
      newcomers: await connect('Newcomers'),
      large: await connect('Large'),
      groups: await connect('Groups'),
    };
    const world = await seed(scratch.url, tenants);
    const bare = await startBare(scratch.url);
    running.push(bare);
    await run({ ...options, world, servers: { product, bare }, scratchUrl: scratch.url });
  } finally {
    await Promise.all(running.map((server) => server.stop()));
    await scratch.drop();
  }
}

try {
  await main(readOptions(process.argv.slice(2), process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
