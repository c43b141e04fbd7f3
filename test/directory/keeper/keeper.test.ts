import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { type Keeper, startKeeper } from '#directory/keeper/startKeeper.ts';
import { takeTurn } from '#directory/keeper/takeTurn.ts';
import type { Prisma } from '#generated/prisma/client.ts';
import { freshDatabase, statementsDuring, type TestDatabase } from '#test/support/database.ts';
import { manual } from '../conditions/people.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

let serial = 0;
const createUser = (more: Partial<Prisma.UserUncheckedCreateInput> = {}) =>
  database.db.user.create({ data: { connectionId: manual, userName: `user${++serial}`, updatedBy: 'ada', ...more } });
const createPolicy = (more: Partial<Prisma.PolicyUncheckedCreateInput>) =>
  database.db.policy.create({ data: { name: 'Policy', updatedBy: 'ada', ...more } });

const historyOf = (where: Prisma.PolicyChangeWhereInput) =>
  database.db.policyChange.findMany({
    where,
    orderBy: { id: 'asc' },
    select: { resourceType: true, resourceId: true, operation: true, policyVersion: true, changeId: true },
  });

const lastChange = async (resourceId: string) =>
  (await database.db.change.findFirstOrThrow({ where: { resourceId }, orderBy: { id: 'desc' } })).id;

const readKeeper = async () => (await database.pool.query('SELECT *, xmin FROM keeper')).rows[0];

describe('an entry or an exit', () => {
  it('tells the change that caused it and the version of the policy', async () => {
    const policy = await createPolicy({ users: { department: { eq: 'Sales' } } });
    const user = await createUser({ department: 'Support' });
    await catchUp(database.db);
    await database.db.user.update({ where: { id: user.id }, data: { department: 'Sales', updatedBy: 'ada' } });
    const joining = await lastChange(user.id);
    await catchUp(database.db);
    await database.db.policy.update({ where: { id: policy.id }, data: { users: { department: { eq: 'Support' } } } });
    const editing = await lastChange(policy.id);
    await catchUp(database.db);
    const person = { resourceType: 'User', resourceId: user.id };
    expect(await historyOf({ policyId: policy.id })).toEqual([
      { ...person, operation: 'ENTERED', policyVersion: 1, changeId: joining },
      { ...person, operation: 'LEFT', policyVersion: 2, changeId: editing },
    ]);
  });

  it('is told of everybody in a policy that is deleted, with its last version', async () => {
    const users = await Promise.all([createUser({ title: 'Lead' }), createUser({ title: 'Lead' })]);
    const policy = await createPolicy({ users: { title: { eq: 'Lead' } } });
    await catchUp(database.db);
    await database.db.policy.update({ where: { id: policy.id }, data: { name: 'Leads' } });
    await database.db.policy.delete({ where: { id: policy.id } });
    const changeId = await lastChange(policy.id);
    await catchUp(database.db);
    const left = (await historyOf({ policyId: policy.id })).filter(({ operation }) => operation === 'LEFT');
    expect(left.map(({ resourceId }) => resourceId).sort()).toEqual(users.map(({ id }) => id).sort());
    expect(left).toEqual(left.map((row) => ({ ...row, policyVersion: 2, changeId })));
    expect(await database.db.policyMember.count({ where: { policyId: policy.id } })).toBe(0);
  });

  it('is told of whoever is deleted, in the connection that they were in', async () => {
    const user = await createUser({ nickName: 'Gone' });
    const policy = await createPolicy({ users: { nickName: { eq: 'Gone' } } });
    await catchUp(database.db);
    await database.db.user.delete({ where: { id: user.id } });
    await catchUp(database.db);
    const told = await database.db.policyChange.findMany({ where: { policyId: policy.id }, orderBy: { id: 'asc' } });
    expect(told.map(({ operation, connectionId }) => [operation, connectionId])).toEqual([
      ['ENTERED', manual],
      ['LEFT', manual],
    ]);
  });

  it('is not told of what came and went between two turns', async () => {
    const policy = await createPolicy({ users: { nickName: { eq: 'Brief' } } });
    const user = await createUser();
    for (const nickName of ['Brief', null]) await database.db.user.update({ where: { id: user.id }, data: { nickName } });
    await catchUp(database.db);
    expect(await historyOf({ policyId: policy.id })).toEqual([]);
  });

  it('is told once of each of very many', { timeout: 60_000 }, async () => {
    const group = await database.db.group.create({ data: { connectionId: manual, displayName: 'Everyone', updatedBy: 'ada' } });
    const policy = await createPolicy({ users: { memberOf: { ids: [group.id] } } });
    await database.pool.query(
      `INSERT INTO users ("connectionId", "userName", "updatedBy") SELECT $1::uuid, 'many' || n, 'ada' FROM generate_series(1, 2500) AS n`,
      [manual],
    );
    await catchUp(database.db);
    await database.pool.query(
      `INSERT INTO memberships ("groupId", "userId") SELECT $1::uuid, id FROM users WHERE "userName" LIKE 'many%'`,
      [group.id],
    );
    const changeId = await lastChange(group.id);
    await catchUp(database.db);
    const told = await historyOf({ policyId: policy.id });
    expect(new Set(told.map((row) => row.resourceId)).size).toBe(2500);
    expect(told).toEqual(told.map((row) => ({ ...row, operation: 'ENTERED', policyVersion: 1, changeId })));
    expect(told).toHaveLength(2500);
  });
});

describe('time alone', () => {
  /** Changes a row as if it had been so all along. */
  async function unseen(sql: string, ...values: unknown[]): Promise<void> {
    await database.pool.query('ALTER TABLE users DISABLE TRIGGER USER');
    await database.pool.query(sql, values);
    await database.pool.query('ALTER TABLE users ENABLE TRIGGER USER');
  }
  const sweptAgo = (seconds: number) => database.pool.query(`UPDATE keeper SET "sweptAt" = now() - make_interval(secs => $1)`, [seconds]);

  it.each([
    ['a moment', 40],
    ['a day', 86_400],
  ])('takes people out of a policy, after %s without a look', async (_, seconds) => {
    const user = await createUser({ nickName: 'Recent' });
    const policy = await createPolicy({ users: { createdAt: { withinLast: 'P1D' }, nickName: { eq: 'Recent' } } });
    await catchUp(database.db);
    await unseen(`UPDATE users SET "createdAt" = now() - interval '24 hours 10 seconds' WHERE id = $1`, user.id);
    await sweptAgo(0);
    expect(await takeTurn(database.db, {})).toBe('nothing');
    expect(await historyOf({ policyId: policy.id })).toHaveLength(1);
    await sweptAgo(seconds);
    expect(await takeTurn(database.db, {})).toBe('followed');
    await catchUp(database.db);
    const person = { resourceType: 'User', resourceId: user.id, policyVersion: 1 };
    expect((await historyOf({ policyId: policy.id })).slice(1)).toEqual([{ ...person, operation: 'LEFT', changeId: null }]);
    expect(await takeTurn(database.db, {})).toBe('nothing');
    await database.db.policy.delete({ where: { id: policy.id } });
    await catchUp(database.db);
  });
});

describe('a keeper with nothing to follow', () => {
  it('writes nothing, also where it is time to look at the time', async () => {
    await database.pool.query(`UPDATE keeper SET "sweptAt" = now() - interval '1 hour'`);
    const before = await readKeeper();
    const sent = await statementsDuring(database, async () => {
      expect(await takeTurn(database.db, {})).toBe('nothing');
    });
    expect(sent.map(({ text }) => text).filter((text) => !/^\s*(SELECT|BEGIN|COMMIT|SET TRANSACTION)/.test(text))).toEqual([]);
    expect(await readKeeper()).toEqual(before);
  });
});

describe('startKeeper', () => {
  let keeper: Keeper | undefined;

  it('follows changes from then on, and nothing any more once it has stopped', async () => {
    const policy = await createPolicy({ users: { nickName: { eq: 'Followed' } } });
    const faults: unknown[] = [];
    keeper = startKeeper(database.db, (fault) => void faults.push(fault));
    const user = await createUser({ nickName: 'Followed' });
    await keeper.settled();
    expect(await historyOf({ policyId: policy.id })).toMatchObject([{ operation: 'ENTERED', resourceId: user.id }]);
    await keeper.stop();
    expect(faults).toEqual([]);
    await createUser({ nickName: 'Followed' });
    expect(await database.db.pendingChange.count()).toBe(1);
  });

  it('tells what goes wrong, and goes on when it can', async () => {
    const policy = await createPolicy({ users: { nickName: { eq: 'Late' } } });
    await database.pool.query('ALTER TABLE policy_members RENAME TO hidden');
    const fault = await new Promise<unknown>((resolve) => {
      keeper = startKeeper(database.db, resolve);
    });
    expect(String(fault)).toContain('policy_members');
    await database.pool.query('ALTER TABLE hidden RENAME TO policy_members');
    const user = await createUser({ nickName: 'Late' });
    await keeper?.settled();
    await keeper?.stop();
    expect(await historyOf({ policyId: policy.id })).toMatchObject([{ operation: 'ENTERED', resourceId: user.id }]);
  });
});
