import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { type Statement, statementsDuring } from '#test/support/database.ts';

const { TEST_DATABASE_URL } = process.env;

const count = 100_000;
const groupCount = 1000;

const people = `
  INSERT INTO users ("connectionId", "userName", "externalId", "displayName", department, active, emails, "updatedBy")
  SELECT $1::uuid, 'user' || n, 'external' || n, 'Person ' || n, 'Department ' || n % 500, n % 10 <> 0,
    jsonb_build_array(jsonb_build_object('value', 'user' || n || '@acme.com', 'type', 'work')), 'test'
  FROM generate_series(1, $2::int) AS n`;

const devices = `
  INSERT INTO devices ("connectionId", "serialNumber", udid, name, "assignedUserId", "assignmentSource", "assignedAt", "updatedBy")
  SELECT "connectionId", 'Serial' || "userName", 'Udid' || "userName", 'Device of ' || "userName", id, 'API', now(), 'test' FROM users WHERE "connectionId" = $1::uuid`;

const groups = `
  INSERT INTO groups ("connectionId", "displayName", "updatedBy") SELECT $1::uuid, 'Group ' || n, 'test' FROM generate_series(1, $2::int) AS n`;

const members = `
  INSERT INTO memberships ("groupId", "userId")
  SELECT g.id, u.id FROM users u JOIN groups g ON g."connectionId" = u."connectionId" AND g."displayName" = 'Group ' || substr(u."userName", 5)::int % ${groupCount}`;

describe.skipIf(!TEST_DATABASE_URL)(`among ${count} people with as many devices, in ${groupCount} groups`, () => {
  let app: App;
  const ids = { connection: '', other: '', user: '', group: '' };

  beforeAll(async () => {
    app = await startApp();
    const { pool, db } = app.database;
    ids.connection = (await app.story.connection()).id;
    // Others have people too, so that the connection alone tells little.
    ids.other = (await app.story.connection()).id;
    const client = await pool.connect();
    // Without triggers: it is not the change log that is looked at.
    await client.query('SET session_replication_role = replica');
    await client.query(people, [ids.connection, count]);
    await client.query(people, [ids.other, groupCount]);
    await client.query(devices, [ids.connection]);
    await client.query(groups, [ids.connection, groupCount]);
    await client.query(members);
    await client.query('VACUUM ANALYZE users, devices, groups, memberships');
    client.release(true);
    ids.user = (await db.user.findFirstOrThrow({ where: { userName: 'user7', connectionId: ids.connection } })).id;
    ids.group = (await db.group.findFirstOrThrow({ where: { displayName: 'Group 7' } })).id;
  }, 300_000);
  afterAll(() => app?.close());

  /** The plans of what the product sends to answer the question. */
  async function plansOf(document: string): Promise<string> {
    const { pool } = app.database;
    await app.ask('{ viewer { name } }');
    const sent = await statementsDuring(app.database, () => app.ask(document));
    const plans = await Promise.all(sent.map(({ text, values }: Statement) => pool.query(`EXPLAIN ${text}`, values)));
    return plans.flatMap(({ rows }) => rows.map((row) => row['QUERY PLAN'])).join('\n');
  }

  it.each<[string, string, () => string]>([
    ['userName', 'users_user_name_key', () => 'users(where: { userName: { eq: "USER7" } }) { totalCount nodes { id } }'],
    [
      'userName of a connection',
      'users_user_name_key',
      () => `user(by: { userName: { connectionId: "${ids.connection}", userName: "User7" } }) { id }`,
    ],
    ['externalId', 'users_external_id_idx', () => 'users(where: { externalId: { eq: "external7" } }) { totalCount nodes { id } }'],
    [
      'e-mail',
      'users_emails_idx',
      () => 'users(where: { emails: { any: { value: { eq: "USER7@acme.com" } } } }) { totalCount nodes { id } }',
    ],
    [
      'department and active',
      'users_department_idx',
      () => 'users(where: { department: { eq: "department 7" }, active: { eq: true } }, first: 50) { totalCount nodes { id } }',
    ],
    ['connection', 'users_page_idx', () => `users(where: { connection: { eq: "${ids.other}" } }, first: 50) { nodes { id } }`],
    [
      'group membership',
      'memberships_',
      () => `users(where: { memberOf: { ids: ["${ids.group}"] } }, first: 50) { totalCount nodes { id } }`,
    ],
    [
      'group membership of one group',
      'memberships_',
      () => `group(by: { id: "${ids.group}" }) { members(first: 50) { totalCount nodes { __typename } } }`,
    ],
    [
      'serial number',
      'devices_serial_number_key',
      () => 'devices(where: { serialNumber: { eq: "serialUSER7" } }) { totalCount nodes { id } }',
    ],
    [
      'serial number of a connection',
      'devices_serial_number_key',
      () => `device(by: { serialNumber: { connectionId: "${ids.connection}", serialNumber: "SERIALuser7" } }) { id }`,
    ],
    ['UDID', 'devices_udid_key', () => 'devices(where: { udid: { eq: "udidUSER7" } }) { totalCount nodes { id } }'],
    [
      'assigned user',
      'devices_assigned_user_idx',
      () => `devices(where: { assignedUserId: { eq: "${ids.user}" } }) { totalCount nodes { id } }`,
    ],
    ['devices of a person', 'devices_assigned_user_idx', () => `user(by: { id: "${ids.user}" }) { devices { nodes { id } } }`],
    ['search', 'users_search_idx', () => 'users(search: "user7777 per", first: 10) { nodes { id } }'],
  ])('asks by %s through %s', async (_what, index, question) => {
    const plans = await plansOf(`{ ${question()} }`);
    expect(plans).toContain(index);
    expect(plans).not.toMatch(/Seq Scan on (users|devices|memberships)/);
  });
});
