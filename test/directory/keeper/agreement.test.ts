import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holds } from '#directory/conditions/holds.ts';
import { loadSubjects } from '#directory/conditions/loadSubjects.ts';
import { needsOf } from '#directory/conditions/needs.ts';
import { type PolicyConditions, policyIdsIn, readPolicies } from '#directory/conditions/policyConditions.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { readDefinitions } from '#directory/definitions.ts';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { definitions, policies } from '../conditions/declared.ts';
import { type Directory, directory, insert, settle } from '../conditions/people.ts';
import { act, sizes } from './acts.ts';
import { perform } from './perform.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await declareAll();
});
afterAll(() => database.close());

const declareAll = async () => {
  const common = { version: 1, createdAt: new Date(), updatedAt: new Date(), updatedBy: 'test' };
  const withIds = (rows: Iterable<object>) => Array.from(rows, (row) => ({ ...row, ...common, id: crypto.randomUUID() }));
  await insert(database.pool, 'attribute_definitions', withIds(definitions.attributes.values()));
  await insert(database.pool, 'fact_definitions', withIds(definitions.facts.values()));
};

/** The database refuses circles of groups. */
const withoutCircles = (sample: Directory): Directory => ({
  ...sample,
  memberships: sample.memberships.filter(({ groupId, memberGroupId }) => memberGroupId == null || groupId < memberGroupId),
});

/** A policy that is named stays. */
async function refer(): Promise<void> {
  const referring = policies.flatMap(({ id, users, devices }) =>
    policyIdsIn([users, devices]).map((referredPolicyId) => ({ policyId: id, referredPolicyId })),
  );
  await database.db.policyReference.createMany({ data: referring });
}

type Members = Record<string, string[]>;

const sorted = (rows: { policyId: string; id: string }[]): Members => {
  const members: Members = {};
  for (const { policyId, id } of rows) members[policyId] = [...(members[policyId] ?? []), id].sort();
  return Object.fromEntries(Object.entries(members).sort());
};

const tables = { User: Prisma.raw('"users"'), Device: Prisma.raw('"devices"') };

/** Who is in the policies as their lists say. */
async function inLists(asked: readonly PolicyConditions[]): Promise<Members> {
  const found: { policyId: string; id: string }[] = [];
  for (const policy of asked)
    for (const type of ['User', 'Device'] as const)
      found.push(
        ...(await database.db.$queryRaw<{ policyId: string; id: string }[]>`
          SELECT ${policy.id} AS "policyId", "row"."id" FROM ${tables[type]} AS "row" WHERE ${toSql(policy[type], Prisma.sql`"row"`)}`),
      );
  return sorted(found);
}

/** The same as memory says of everybody. */
async function inMemory(asked: readonly PolicyConditions[]): Promise<Members> {
  const [users, devices] = await Promise.all([
    database.db.user.findMany({ select: { id: true } }),
    database.db.device.findMany({ select: { id: true } }),
  ]);
  const ids = { users: users.map(({ id }) => id), devices: devices.map(({ id }) => id) };
  const all = await loadSubjects(database.db, ids, needsOf(asked));
  return sorted(
    asked.flatMap(({ id: policyId, User, Device }) => [
      ...all.users.filter((user) => holds(User, user)).map(({ id }) => ({ policyId, id })),
      ...all.devices.filter((device) => holds(Device, device)).map(({ id }) => ({ policyId, id })),
    ]),
  );
}

const kept = async () =>
  sorted((await database.db.policyMember.findMany()).map(({ policyId, resourceId }) => ({ policyId, id: resourceId })));

/** Who is in the policies by the history; nobody comes who is in, or goes who is not. */
async function byHistory(): Promise<Members> {
  const members = new Map<string, { policyId: string; id: string }>();
  for (const { policyId, resourceId, operation } of await database.db.policyChange.findMany({ orderBy: { id: 'asc' } })) {
    const key = `${policyId} ${resourceId}`;
    expect(members.has(key), `${operation} ${key}`).toBe(operation === 'LEFT');
    if (operation === 'ENTERED') members.set(key, { policyId, id: resourceId });
    else members.delete(key);
  }
  return sorted([...members.values()]);
}

async function expectAgreement(after: string): Promise<void> {
  const all = [...readPolicies(await database.db.policy.findMany(), await readDefinitions(database.db)).values()];
  const lists = await inLists(all);
  expect(await inMemory(all), after).toEqual(lists);
  expect(await kept(), after).toEqual(lists);
  expect(await byHistory(), after).toEqual(lists);
}

const sampleOf = <Value>(arbitrary: fc.Arbitrary<Value>, seed: number): Value => {
  const [sample] = fc.sample(arbitrary, { numRuns: 1, seed });
  if (sample === undefined) throw new Error('There is no sample.');
  return sample;
};

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
      await database.db.policyReference.deleteMany();
      await settle(database, withoutCircles(sampleOf(directory(sizes.people, sizes.groups), seed)));
      await refer();
      await catchUp(database.db);
      await expectAgreement('the beginning');
      for (const { acts, most } of sampleOf(rounds, seed)) {
        for (const one of acts) await perform(database.pool, one);
        await catchUp(database.db, {}, most);
        await expectAgreement(`${JSON.stringify(acts)}, ${most} at once`);
      }
    },
  );
});
