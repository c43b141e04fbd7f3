import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { catchUp } from '#directory/keeper/catchUp.ts';
import type { Memory } from '#directory/keeper/takeTurn.ts';
import type { PrismaClient } from '#generated/prisma/client.ts';
import { openDatabase } from '#prisma/openDatabase.ts';
import { createConnection } from './connection.ts';
import { createScratchDatabase } from './database.ts';
import { type Company, policyCount, seedCompany, seedPolicies } from './seedPolicies.ts';
import { type RunningServer, startProduct } from './servers.ts';
import type { Tenant } from './world.ts';

/** What it is called by. */
export const policies = 'policies';

/** How many people there are, and as many devices. */
const sizes = [5000, 50_000] as const;

/** How often each change is made for each second that is asked for. */
const changesASecond = 10;

const longest = 600_000;

/** A change of one thing, the n-th of its kind. */
type Kind = { name: string; sql: string; values: (company: Company, n: number) => unknown[] };

const someone = ({ userIds }: Company, n: number) => userIds[(n * 7919 + 1000) % userIds.length];
const department = (n: number) => `Department ${n % 20}`;
const ofPerson = (column: string) => `UPDATE users SET "${column}" = $2 WHERE id = $1`;

const kinds: readonly Kind[] = [
  { name: 'title of a person', sql: ofPerson('title'), values: (company, n) => [someone(company, n), `Title ${n}`] },
  { name: 'department of a person', sql: ofPerson('department'), values: (company, n) => [someone(company, n), department(n)] },
  { name: 'department of a manager of 10', sql: ofPerson('department'), values: ({ userIds }, n) => [userIds[100 + n], department(n + 1)] },
  { name: 'manager of a person', sql: ofPerson('managerReference'), values: (company, n) => [someone(company, n), `p${n}`] },
  {
    name: 'facts of a device',
    sql: `UPDATE devices SET facts = jsonb_build_object('diskFreeGb', $2::int) WHERE "assignedUserId" = $1`,
    values: (company, n) => [someone(company, n), n % 25],
  },
  {
    name: 'check-in of a device',
    sql: 'UPDATE devices SET "lastCheckInAt" = now() WHERE "assignedUserId" = $1',
    values: (company, n) => [someone(company, n)],
  },
  {
    name: 'person joins a group',
    sql: 'INSERT INTO memberships ("groupId", "userId") VALUES ($2, $1) ON CONFLICT DO NOTHING',
    values: (company, n) => [someone(company, n), company.groupIds[n % 25]],
  },
  {
    name: 'rule of a policy',
    sql: `UPDATE policies SET users = jsonb_build_object('department', jsonb_build_object('eq', $2::text)) WHERE name = $1`,
    values: (_, n) => ['Policy 0', department(n + 1)],
  },
];

const elapsed = async (act: () => Promise<unknown>) => {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
};

const quantile = (times: readonly number[], part: number) =>
  times.toSorted((one, other) => one - other)[Math.floor((times.length - 1) * part)] ?? Number.NaN;

/** What was measured of a company of one size, in milliseconds. */
interface Measured {
  /** Of each change, until the kept membership has followed it. */
  readonly following: ReadonlyMap<string, number>;
  /** From the answer to a SCIM PATCH until the kept membership is right, while the server looks for changes in its own time. */
  readonly waiting: readonly number[];
  readonly making: number;
}

async function follow(db: PrismaClient, client: pg.Client, company: Company, rounds: number): Promise<Map<string, number>> {
  const memory: Memory = {};
  const following = new Map<string, number>();
  for (const { name, sql, values } of kinds) {
    const times: number[] = [];
    for (let n = 0; n < rounds; n += 1) {
      await client.query(sql, values(company, n));
      times.push(await elapsed(() => catchUp(db, memory)));
    }
    following.set(name, quantile(times, 0.5));
  }
  return following;
}

/** Moves people from department to department by SCIM, and looks until each is kept in the policy for the new one. */
async function wait(url: string, { connectionId, token }: Tenant, client: pg.Client, company: Company, rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const id = someone(company, n + 5000);
    const value = `Department ${1 + (n % 20)}`;
    await fetch(`${url}/scim/v2/${connectionId}/Users/${id}`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value }],
      }),
    });
    times.push(await elapsed(() => untilKept(client, id, `Policy ${8 * (1 + (n % 20))}`)));
    // The next comes at another moment of the server's looking.
    await setTimeout(Math.random() * 200);
  }
  return times;
}

async function untilKept(client: pg.Client, id: unknown, policy: string): Promise<void> {
  const sql = `SELECT FROM policy_members WHERE "resourceId" = $1 AND "policyId" = (SELECT id FROM policies WHERE name = $2)`;
  for (const end = performance.now() + longest; performance.now() < end; ) if ((await client.query(sql, [id, policy])).rowCount) return;
  throw new Error(`Nobody came into ${policy} in time.`);
}

async function measure(databaseUrl: string, size: number, rounds: number): Promise<Measured> {
  const scratch = await createScratchDatabase(databaseUrl);
  const adminKey = randomBytes(32).toString('hex');
  const running: RunningServer[] = [];
  const start = async () => {
    const server = await startProduct(scratch.url, adminKey);
    running.push(server);
    return server;
  };
  const stop = () => Promise.all(running.splice(0).map((server) => server.stop()));
  const client = new pg.Client({ connectionString: scratch.url });
  try {
    const tenant = await createConnection((await start()).url, adminKey, 'Company');
    await stop();
    await client.connect();
    const company = await seedCompany(client, tenant.connectionId, size);
    const database = await openDatabase({ databaseUrl: scratch.url });
    await catchUp(database.db);
    await seedPolicies(client, company);
    const making = await elapsed(() => catchUp(database.db));
    await client.query('VACUUM ANALYZE');
    const following = await follow(database.db, client, company, rounds);
    await database.close();
    const waiting = await wait((await start()).url, tenant, client, company, rounds);
    return { following, waiting, making };
  } finally {
    await stop();
    await client.end();
    await scratch.drop();
  }
}

const line = (name: string, cells: readonly string[]) => name.padEnd(44) + cells.map((cell) => cell.padStart(12)).join('');

/** Shows how soon the kept membership is right after a change, and that this does not depend on how many people and devices there are. */
export async function benchPolicies(databaseUrl: string, seconds: number): Promise<void> {
  const rounds = Math.ceil(seconds * changesASecond);
  const measured: Measured[] = [];
  for (const size of sizes) measured.push(await measure(databaseUrl, size, rounds));
  const each = (of: (one: Measured) => number) => measured.map(of);
  const told = (name: string, times: readonly number[]) =>
    console.log(line(name, [...times.map((time) => time.toFixed(1)), ((times.at(-1) ?? 0) / (times[0] ?? 0)).toFixed(2)]));
  console.log(`\n${policyCount} policies, kept right; milliseconds, by the number of people and of devices:`);
  console.log(line('', [...sizes.map((size) => size.toLocaleString('en')), 'ratio']));
  for (const { name } of kinds)
    told(
      `following: ${name}`,
      each(({ following }) => following.get(name) ?? Number.NaN),
    );
  told(
    'after a SCIM PATCH of a department, p50',
    each(({ waiting }) => quantile(waiting, 0.5)),
  );
  told(
    'the same, the longest',
    each(({ waiting }) => Math.max(...waiting)),
  );
  told(
    `making all ${policyCount} policies at once`,
    each(({ making }) => making),
  );
}
