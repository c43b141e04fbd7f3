import { expect } from 'vitest';
import { holds } from '#directory/conditions/holds.ts';
import { loadSubjects } from '#directory/conditions/loadSubjects.ts';
import { needsOf } from '#directory/conditions/needs.ts';
import { type PolicyConditions, readPolicies } from '#directory/conditions/policyConditions.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { readDefinitions } from '#directory/definitions.ts';
import { Prisma, type PrismaClient } from '#generated/prisma/client.ts';
import type { Database } from '#prisma/openDatabase.ts';

type Member = { policyId: string; id: string };

/** The ids of the people and devices in each policy, in order. */
type Members = Record<string, string[]>;

function sorted(rows: readonly Member[]): Members {
  const members = new Map<string, string[]>();
  for (const { policyId, id } of rows) members.set(policyId, [...(members.get(policyId) ?? []), id]);
  return Object.fromEntries([...members].sort().map(([policyId, ids]) => [policyId, ids.sort()]));
}

const tables = { User: Prisma.raw('"users"'), Device: Prisma.raw('"devices"') };

/** Who is in the policies as their lists say. */
async function inLists(db: PrismaClient, policies: readonly PolicyConditions[]): Promise<Members> {
  const found: Member[] = [];
  for (const policy of policies)
    for (const type of ['User', 'Device'] as const)
      found.push(
        ...(await db.$queryRaw<Member[]>`
          SELECT ${policy.id} AS "policyId", "row"."id" FROM ${tables[type]} AS "row" WHERE ${toSql(policy[type], Prisma.sql`"row"`)}`),
      );
  return sorted(found);
}

/** The same as memory says of everybody. */
async function inMemory(db: PrismaClient, policies: readonly PolicyConditions[]): Promise<Members> {
  const [users, devices] = await Promise.all([db.user.findMany({ select: { id: true } }), db.device.findMany({ select: { id: true } })]);
  const ids = { users: users.map(({ id }) => id), devices: devices.map(({ id }) => id) };
  const all = await loadSubjects(db, ids, needsOf(policies));
  return sorted(
    policies.flatMap(({ id: policyId, User, Device }) => [
      ...all.users.filter((user) => holds(User, user)).map(({ id }) => ({ policyId, id })),
      ...all.devices.filter((device) => holds(Device, device)).map(({ id }) => ({ policyId, id })),
    ]),
  );
}

const kept = async (db: PrismaClient): Promise<Members> =>
  sorted((await db.policyMember.findMany()).map(({ policyId, resourceId }) => ({ policyId, id: resourceId })));

/** Who is in the policies by the history; nobody comes who is in, or goes who is not. */
async function byHistory(db: PrismaClient): Promise<Members> {
  const members = new Map<string, Member>();
  for (const { policyId, resourceId, operation } of await db.policyChange.findMany({ orderBy: { id: 'asc' } })) {
    const key = `${policyId} ${resourceId}`;
    expect(members.has(key), `${operation} ${key}`).toBe(operation === 'LEFT');
    if (operation === 'ENTERED') members.set(key, { policyId, id: resourceId });
    else members.delete(key);
  }
  return sorted([...members.values()]);
}

/** Who is in each policy, which lists, memory, what is kept and the history all agree about. */
export async function agreedMembers({ db }: Database, after: string): Promise<Members> {
  const policies = [...readPolicies(await db.policy.findMany(), await readDefinitions(db)).values()];
  const lists = await inLists(db, policies);
  expect(await inMemory(db, policies), after).toEqual(lists);
  expect(await kept(db), after).toEqual(lists);
  expect(await byHistory(db), after).toEqual(lists);
  return lists;
}
