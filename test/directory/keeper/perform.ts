import type pg from 'pg';
import { policyIdsIn } from '#directory/conditions/policyConditions.ts';
import { numbered } from '../conditions/declared.ts';
import { deviceId, groupId, insert, urn, userId } from '../conditions/people.ts';
import type { Act, Taken } from './acts.ts';

type Row = Record<string, unknown>;

async function change(pool: pg.Pool, table: string, id: string, row: Row): Promise<void> {
  const columns = Object.keys(row).map((name) => `"${name}"`);
  if (columns.length === 0) return;
  const sql = `UPDATE "${table}" SET (${columns}) = (SELECT ${columns} FROM jsonb_populate_record(NULL::"${table}", $2::jsonb)) WHERE id = $1`;
  await pool.query(sql, [id, JSON.stringify(row)]);
}

const drop = (pool: pg.Pool, table: string, id: string) => pool.query(`DELETE FROM "${table}" WHERE id = $1`, [id]);

/** Writes what a policy asks, with its references; one that names itself or a later one, or one that is not there, is none. */
async function rule(pool: pg.Pool, at: number, rules: Taken['rule'][1]): Promise<void> {
  const ids = [...new Set(policyIdsIn([rules.users, rules.devices]))];
  if (ids.some((id) => id >= numbered(at))) return;
  await pool.query(
    `WITH gone AS (DELETE FROM policy_references WHERE "policyId" = $1),
       named AS (INSERT INTO policy_references ("policyId", "referredPolicyId") SELECT $1::uuid, id FROM unnest($2::uuid[]) AS t(id))
     UPDATE policies SET users = $3, devices = $4, enabled = $5 WHERE id = $1`,
    [numbered(at), ids, json(rules.users), json(rules.devices), rules.enabled],
  );
}

const json = (where: unknown) => (where === null ? null : JSON.stringify(where));

const joined = `
  INSERT INTO memberships ("groupId", "userId", "memberGroupId")
  SELECT $1::uuid, u, NULL FROM unnest($2::uuid[]) AS t(u) UNION ALL SELECT $1, NULL, g FROM unnest($3::uuid[]) AS t(g)
  ON CONFLICT DO NOTHING`;
const left = `DELETE FROM memberships WHERE "groupId" = $1::uuid AND ("userId" = ANY($2::uuid[]) OR "memberGroupId" = ANY($3::uuid[]))`;
const assigned = `
  UPDATE devices SET "assignedUserId" = $2::uuid, "assignmentSource" = CASE WHEN $2::uuid IS NOT NULL THEN 'MANUAL'::"AssignmentSource" END,
    "assignedAt" = CASE WHEN $2::uuid IS NOT NULL THEN now() END
  WHERE id = $1`;
const declared = `INSERT INTO attribute_definitions (key, schema, name, type, "updatedBy") VALUES ('later', $1, $2, $3::"AttributeType", 'test')`;

const acts: { [Kind in keyof Taken]: (pool: pg.Pool, ...values: Taken[Kind]) => Promise<unknown> } = {
  makeUser: (pool, at, row) => insert(pool, 'users', [{ ...row, id: userId(at), userName: `made#${at}` }]),
  changeUser: (pool, at, row) => change(pool, 'users', userId(at), row),
  moveUser: (pool, at, row) => change(pool, 'users', userId(at), row),
  dropUser: (pool, at) => drop(pool, 'users', userId(at)),
  makeGroup: (pool, at, connectionId) =>
    pool.query(`INSERT INTO groups (id, "connectionId", "displayName", "updatedBy") VALUES ($1, $2, $3, 'test')`, [
      groupId(at),
      connectionId,
      `made#${at}`,
    ]),
  dropGroup: (pool, at) => drop(pool, 'groups', groupId(at)),
  join: (pool, at, users, groups) => pool.query(joined, [groupId(at), users.map(userId), groups.map(groupId)]),
  leave: (pool, at, users, groups) => pool.query(left, [groupId(at), users.map(userId), groups.map(groupId)]),
  empty: (pool, at) => pool.query(`DELETE FROM memberships WHERE "groupId" = $1`, [groupId(at)]),
  makeDevice: (pool, at, row) => insert(pool, 'devices', [{ ...row, id: deviceId(at), serialNumber: `made#${at}`, udid: null }]),
  changeDevice: (pool, at, row) => change(pool, 'devices', deviceId(at), row),
  assign: (pool, at, user) => pool.query(assigned, [deviceId(at), user === null ? null : userId(user)]),
  dropDevice: (pool, at) => drop(pool, 'devices', deviceId(at)),
  list: (pool, at, type, resource, mode) =>
    pool.query(
      `INSERT INTO policy_listings ("policyId", "resourceType", "resourceId", mode) VALUES ($1, $2, $3, $4::"ListingMode") ON CONFLICT DO NOTHING`,
      [numbered(at), type, (type === 'User' ? userId : deviceId)(resource), mode],
    ),
  unlist: (pool, at) => pool.query(`DELETE FROM policy_listings WHERE "policyId" = $1`, [numbered(at)]),
  rule,
  makePolicy: (pool, at, connectionId) =>
    pool.query(`INSERT INTO policies (id, "connectionId", name, "updatedBy") VALUES ($1, $2, $3, 'test')`, [
      numbered(at),
      connectionId,
      `Policy ${at}`,
    ]),
  dropPolicy: (pool, at) => drop(pool, 'policies', numbered(at)),
  declare: (pool, name, type) => pool.query(declared, [urn, name, type]),
  undeclare: (pool) => pool.query(`DELETE FROM attribute_definitions WHERE key = 'later'`),
};

/** Constraints refuse what cannot be: a name that is taken, a circle, a member that is not there. */
const isRefused = (error: unknown) => String((error as { code?: string }).code).startsWith('23');

/** Lets something befall the directory, if it can. */
export async function perform(pool: pg.Pool, { kind, values }: Act): Promise<void> {
  try {
    // The types promise that the act found under a kind takes its values.
    await (acts[kind] as (pool: pg.Pool, ...values: unknown[]) => Promise<unknown>)(pool, ...values);
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}
