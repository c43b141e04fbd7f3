import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { manual } from './people.ts';

let database: TestDatabase;
let groupId = '';
let userId = '';

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query(
    `INSERT INTO "users" ("connectionId", "userName", "externalId", "department", "emails", "managerReference", "updatedBy")
     SELECT $1::uuid, 'User' || n, 'x' || n, 'Department' || n % 500,
       jsonb_build_array(jsonb_build_object('value', 'User' || n || '@acme.com', 'type', 'work')), 'x' || n / 10, 'test'
     FROM generate_series(1, 10000) AS n`,
    [manual],
  );
  await database.pool.query(
    `INSERT INTO "groups" ("connectionId", "displayName", "updatedBy") SELECT $1::uuid, 'Group' || n, 'test' FROM generate_series(1, 5000) AS n`,
    [manual],
  );
  await database.pool.query(
    `INSERT INTO "memberships" ("groupId", "userId")
     SELECT g."id", u."id" FROM "users" AS u JOIN "groups" AS g ON g."displayName" = 'Group' || substr(u."externalId", 2)::int / 2`,
  );
  await database.pool.query('ANALYZE');
  groupId = (await database.db.group.findFirstOrThrow({ where: { displayName: 'Group7' } })).id;
  userId = (await database.db.user.findFirstOrThrow({ where: { userName: 'User7' } })).id;
});
afterAll(() => database.close());

async function planOf(subject: 'User' | 'Group', where: object): Promise<string> {
  const table = Prisma.raw(subject === 'User' ? '"users"' : '"groups"');
  const query = Prisma.sql`EXPLAIN SELECT "row"."id" FROM ${table} AS "row" WHERE ${toSql(readCondition(subject, where), Prisma.sql`"row"`)}`;
  const rows = await database.db.$queryRaw<{ 'QUERY PLAN': string }[]>(query);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

const connection = { eq: manual };

describe('an equality among 10,000 people', () => {
  it.each([
    ['userName', 'users_user_name_key', () => ({ connection, userName: { eq: 'USER7' } })],
    ['userName in a list', 'users_user_name_key', () => ({ connection, userName: { in: ['USER7', 'user8'] } })],
    ['externalId', 'users_external_id_idx', () => ({ connection, externalId: { eq: 'x7' } })],
    ['department', 'users_department_idx', () => ({ connection, department: { eq: 'department7' } })],
    ['email', 'users_emails_idx', () => ({ emails: { any: { value: { eq: 'USER7@acme.com' } } } })],
    [
      'email of a type',
      'users_emails_idx',
      () => ({ connection, emails: { any: { type: { eq: 'work' }, value: { eq: 'user7@acme.com' } } } }),
    ],
    ['either email', 'users_emails_idx', () => ({ emails: { any: { or: [{ value: { eq: 'a' } }, { value: { in: ['b', 'c'] } }] } } })],
    [
      'email or userName',
      'users_emails_idx',
      () => ({ connection, or: [{ emails: { any: { value: { eq: 'a' } } } }, { connection, userName: { eq: 'a' } }] }),
    ],
    ['id', 'users_pkey', () => ({ id: { eq: userId } })],
    ['id in a list', 'users_pkey', () => ({ id: { in: [userId, groupId] } })],
    ['memberOf', 'memberships_', () => ({ memberOf: { ids: [groupId] } })],
    ['manager by reference', 'users_external_id_idx', () => ({ id: { eq: userId }, manager: { active: { eq: true } } })],
    ['reportsTo', 'users_manager_reference_idx', () => ({ reportsTo: { id: userId } })],
  ])('of %s goes through %s', async (_what, index, where) => {
    const plan = await planOf('User', where());
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan on users');
    expect(plan).not.toContain('Seq Scan on memberships');
  });
});

describe('an equality among groups', () => {
  it.each([
    ['displayName', 'groups_display_name_key', () => ({ connection, displayName: { eq: 'GROUP7' } })],
    ['externalId', 'groups_external_id_idx', () => ({ connection, externalId: { eq: 'x7' } })],
    ['members', 'memberships_user_idx', () => ({ members: { ids: [userId] } })],
  ])('of %s goes through %s', async (_what, index, where) => {
    const plan = await planOf('Group', where());
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan on groups');
  });
});
