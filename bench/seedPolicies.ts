import type pg from 'pg';

export const policyCount = 200;

/** What a company of some size is: people with managers in departments and groups, each with a device. */
const departments = 100;
const groups = 100;

const people = `
  INSERT INTO users ("connectionId", "externalId", "userName", department, title, active, "managerReference", "updatedBy")
  SELECT $1::uuid, 'p' || n, 'person' || n || '@bench.example', 'Department ' || n % ${departments}, 'Engineer', true,
    CASE WHEN n > 0 THEN 'p' || n / 10 END, 'bench'
  FROM generate_series(0, $2::int - 1) AS n RETURNING id`;

const devices = `
  INSERT INTO devices ("connectionId", "serialNumber", platform, "osVersion", facts, "lastCheckInAt", "assignedUserId", "assignmentSource", "assignedAt", "updatedBy")
  SELECT $1::uuid, 'SERIAL' || n, CASE n % 3 WHEN 0 THEN 'iOS' ELSE 'macOS' END, '14.' || n % 100,
    jsonb_build_object('diskFreeGb', n % 500), now() - make_interval(hours => n::int % 2400), id, 'IDENTITY', now(), 'bench'
  FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, n)`;

const groupsOf = `
  INSERT INTO groups ("connectionId", "displayName", "updatedBy")
  SELECT $1::uuid, 'Group ' || n, 'bench' FROM generate_series(1, ${groups}) AS n RETURNING id`;

const members = `
  INSERT INTO memberships ("groupId", "userId")
  SELECT ($1::uuid[])[n % ${groups} + 1], id FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, n) WHERE (SELECT acting_as('bench'))`;

const fact = `INSERT INTO fact_definitions (key, type, "updatedBy") VALUES ('diskFreeGb', 'NUMBER', 'bench')`;

/** The wheres of policies of each kind, of which there are as many of each, with other values. */
const kinds: readonly ((n: number, groupIds: readonly string[]) => { users?: object; devices?: object })[] = [
  (n) => ({ users: { department: { eq: `Department ${n}` } } }),
  (n) => ({ users: { department: { eq: `Department ${n}` } }, devices: { platform: { eq: 'macOS' }, osVersion: { gte: '14.50' } } }),
  (n) => ({ devices: { osVersion: { eq: `14.${n}` } } }),
  (n, groupIds) => ({ users: { memberOf: { ids: [groupIds[n] ?? ''] }, title: { ne: 'Contractor' } } }),
  (n) => ({ users: { manager: { department: { eq: `Department ${n}` } } }, devices: { platform: { eq: 'macOS' } } }),
  (n) => ({ devices: { facts: { key: 'diskFreeGb', number: { eq: n } } } }),
  (n) => ({ devices: { lastCheckInAt: { withinLast: `PT${24 + n}H` }, osVersion: { eq: `14.${n}` } } }),
  (n) => ({ users: { department: { in: [`Department ${n}`, `Department ${n + 1}`] }, not: { title: { contains: 'intern' } } } }),
];

export interface Company {
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
}

/** Fills a connection with so many people and as many devices. */
export async function seedCompany(client: pg.Client, connectionId: string, size: number): Promise<Company> {
  const idsOf = async (sql: string, ...values: unknown[]) => (await client.query<{ id: string }>(sql, values)).rows.map(({ id }) => id);
  const userIds = await idsOf(people, connectionId, size);
  const groupIds = await idsOf(groupsOf, connectionId);
  await client.query(members, [groupIds, userIds]);
  await client.query(devices, [connectionId, userIds]);
  await client.query(fact);
  await client.query('VACUUM ANALYZE');
  return { userIds, groupIds };
}

/** Makes the policies; the first of each kind is of Department 0. */
export async function seedPolicies(client: pg.Client, { groupIds }: Company): Promise<void> {
  const rows = Array.from({ length: policyCount }, (_, place) => ({
    name: `Policy ${place}`,
    ...kinds[place % kinds.length]?.(Math.floor(place / kinds.length), groupIds),
  }));
  await client.query(
    `INSERT INTO policies (name, users, devices, "updatedBy")
     SELECT name, users, devices, 'bench' FROM jsonb_to_recordset($1::jsonb) AS policy(name text, users jsonb, devices jsonb)`,
    [JSON.stringify(rows)],
  );
}
