import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RootSubject } from '#directory/conditions/condition.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { definitions } from './declared.ts';
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
  await database.pool.query(
    `INSERT INTO "devices" ("connectionId", "serialNumber", "udid", "assignedUserId", "assignmentSource", "assignedAt", "updatedBy")
     SELECT "connectionId", 'S-' || "userName", 'U-' || "userName", "id", 'MANUAL', now(), 'test' FROM "users"`,
  );
  await database.pool.query('ANALYZE');
  groupId = (await database.db.group.findFirstOrThrow({ where: { displayName: 'Group7' } })).id;
  userId = (await database.db.user.findFirstOrThrow({ where: { userName: 'User7' } })).id;
});
afterAll(() => database.close());

const tables: Record<RootSubject, Prisma.Sql> = { User: Prisma.sql`"users"`, Group: Prisma.sql`"groups"`, Device: Prisma.sql`"devices"` };

async function planOf(subject: RootSubject, where: object, page = Prisma.empty): Promise<string> {
  const query = Prisma.sql`EXPLAIN SELECT "row"."id" FROM ${tables[subject]} AS "row" WHERE ${toSql(readCondition(subject, where, definitions), Prisma.sql`"row"`)} ${page}`;
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
    ['a device’s serialNumber', 'devices_serial_number_key', () => ({ devices: { any: { serialNumber: { eq: 's-user7' } } } })],
    [
      'a device’s serialNumber beside an active user',
      'devices_serial_number_key',
      () => ({ connection, active: { eq: true }, devices: { any: { connection, serialNumber: { in: ['s-user7', 's-user8'] } } } }),
    ],
    ['the number of devices', 'devices_assigned_user_idx', () => ({ id: { eq: userId }, devices: { count: { gt: 0 } } })],
  ])('of %s goes through %s', async (_what, index, where) => {
    const plan = await planOf('User', where());
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on (users|memberships|devices)/);
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

describe('a condition along many relations', () => {
  it.each<[kind: string, RootSubject, (place: number) => object]>([
    ['devices', 'User', (place) => ({ devices: { any: { name: { ne: `${place}` } } } })],
    ['no devices', 'User', (place) => ({ devices: { none: { name: { eq: `${place}` } } } })],
    ['users', 'Device', (place) => ({ assignedUser: { title: { ne: `${place}` } } })],
    ['managers', 'User', (place) => ({ manager: { title: { ne: `${place}` } } })],
  ])('is planned in a time that grows with their number: 60 times %s', async (_kind, subject, ask) => {
    await planOf(subject, { and: Array.from({ length: 60 }, (_, place) => ask(place)) }, Prisma.sql`ORDER BY "row"."id" LIMIT 50`);
    // As joins, 40 of them took the planner three seconds.
  });
});

describe('an equality among 10,000 devices', () => {
  it.each([
    ['serialNumber', 'devices_serial_number_key', () => ({ connection, serialNumber: { eq: 's-user7' } })],
    ['serialNumber in a list', 'devices_serial_number_key', () => ({ serialNumber: { in: ['s-user7', 's-user8'] } })],
    ['udid', 'devices_udid_key', () => ({ connection, udid: { eq: 'u-user7' } })],
    ['assignedUserId', 'devices_assigned_user_idx', () => ({ assignedUserId: { eq: userId } })],
    ['the user’s userName', 'users_user_name_key', () => ({ assignedUser: { userName: { eq: 'USER7' } } })],
    [
      'the user’s department',
      'users_department_idx',
      () => ({ connection, assignedUser: { connection, department: { eq: 'department7' } } }),
    ],
    ['the user’s e-mail', 'users_emails_idx', () => ({ assignedUser: { emails: { any: { value: { eq: 'user7@acme.com' } } } } })],
    ['the user’s id', 'devices_assigned_user_idx', () => ({ assignedUser: { id: { eq: userId } } })],
  ])('of %s goes through %s', async (_what, index, where) => {
    const plan = await planOf('Device', where());
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on (users|devices)/);
  });
});
