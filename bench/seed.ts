import pg from 'pg';
import { departments, groupSizes, joinerCount, large, type Side, type Tenant, userCount, type World } from './world.ts';

const people = `
  INSERT INTO users ("connectionId", "externalId", "userName", "displayName", "formattedName", "givenName", "familyName", title, department,
    "employeeNumber", active, emails, "updatedBy")
  SELECT $1::uuid, $2 || n, $2 || n || '@bench.example', 'Person ' || n, 'Person Number ' || n, 'Person', 'Number ' || n, 'Engineer',
    'Department ' || n % $4::int, n::text, n / $4::int % 10 <> 0,
    jsonb_build_array(jsonb_build_object('type', 'work', 'primary', true, 'value', $2 || n || '@bench.example')), 'bench'
  FROM generate_series(0, $3::int - 1) AS n
  RETURNING id`;

const group = `INSERT INTO groups ("connectionId", "displayName", "updatedBy") VALUES ($1, $2, 'bench') RETURNING id`;

const members = `
  INSERT INTO memberships ("groupId", "userId")
  SELECT $1::uuid, id FROM unnest($2::uuid[]) AS u(id) WHERE (SELECT acting_as('bench'))`;

const devices = `
  INSERT INTO devices ("connectionId", "serialNumber", name, platform, "osVersion", "assignedUserId", "assignmentSource", "assignedAt", "updatedBy")
  SELECT $1::uuid, 'SERIAL' || n - 1, 'Device ' || n, 'macOS', '14.' || n % 12, id, 'IDENTITY', now(), 'bench'
  FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, n)`;

const groups = `
  INSERT INTO groups ("connectionId", "displayName", "updatedBy")
  SELECT $1::uuid, 'Group ' || n, 'bench' FROM generate_series(1, $2::int) AS n RETURNING id`;

/** Each person in one of the groups. */
const memberEach = `
  INSERT INTO memberships ("groupId", "userId")
  SELECT ($1::uuid[])[n % cardinality($1::uuid[]) + 1], id FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, n) WHERE (SELECT acting_as('bench'))`;

const leavers = `
  DELETE FROM memberships WHERE (SELECT acting_as('bench')) AND "groupId" = $1::uuid AND "userId" = ANY($2::uuid[])`;

const sides: readonly Side[] = ['product', 'bare'];

/** Fills the database in bulk: 10,000 people in a group, and a connection with groups of every size. */
export async function seed(databaseUrl: string, tenants: Pick<World, 'people' | 'newcomers' | 'large' | 'groups'>): Promise<World> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const insert = async (sql: string, ...values: unknown[]) => (await client.query<{ id: string }>(sql, values)).rows.map(({ id }) => id);
  const addPeople = ({ connectionId }: Tenant, prefix: string, count: number) => insert(people, connectionId, prefix, count, departments);
  const addGroup = async ({ connectionId }: Tenant, name: string, memberIds: readonly string[]) => {
    const [id = ''] = await insert(group, connectionId, name);
    await client.query(members, [id, memberIds]);
    return id;
  };

  const userIds = await addPeople(tenants.people, 'person', userCount);
  await addGroup(tenants.people, 'Everyone', userIds);
  const memberIds = await addPeople(tenants.groups, 'member', Math.max(...groupSizes));
  const joinerIds = await addPeople(tenants.groups, 'joiner', joinerCount);
  const groupIds = { product: new Map<number, string>(), bare: new Map<number, string>() };
  for (const side of sides)
    for (const size of groupSizes)
      groupIds[side].set(size, await addGroup(tenants.groups, `${size} members, ${side}`, memberIds.slice(0, size)));
  await client.query('VACUUM ANALYZE');
  await client.end();
  return { ...tenants, userIds, joinerIds, groupIds };
}

/** Fills the connection of the large organisation. */
export async function seedLarge(databaseUrl: string, { connectionId }: Tenant): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const idsOf = async (sql: string, ...values: unknown[]) => (await client.query<{ id: string }>(sql, values)).rows.map(({ id }) => id);
  const userIds = await idsOf(people, connectionId, 'large', large.users, departments);
  await client.query(devices, [connectionId, userIds]);
  await client.query(memberEach, [await idsOf(groups, connectionId, large.groups), userIds]);
  await client.query('VACUUM ANALYZE');
  await client.end();
}

/** Takes those who have joined out of the groups again, so that each measurement starts from the same sizes. */
export async function dismissJoiners(databaseUrl: string, { joinerIds, groupIds }: World): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  for (const side of sides) for (const id of groupIds[side].values()) await client.query(leavers, [id, joinerIds]);
  await client.query('VACUUM ANALYZE memberships, groups, changes');
  await client.end();
}
