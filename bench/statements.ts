/** A user as an answer needs it: the row, and the groups that it is in. */
const userColumns = `u.*, (
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'displayName', g."displayName") ORDER BY g.id), '[]')
  FROM memberships m JOIN groups g ON g.id = m."groupId" WHERE m."userId" = u.id) AS "groupReferences"`;

/** Rows and their total, as a list needs them. */
const listed = (where: string) => `
  SELECT (SELECT count(*)::int FROM users u WHERE ${where}) AS total, ${userColumns}
  FROM users u WHERE ${where} ORDER BY u.id`;

const named = `u."connectionId" = $1::uuid AND fold(u."userName") COLLATE "C" = fold($2)`;

const active = `u."connectionId" = $1::uuid AND fold(u.department) COLLATE "C" = fold($2) AND u.active`;

/** The statements that each operation needs, in the order in which they are sent. */
export const statements = {
  create: `
    INSERT INTO users ("connectionId", "externalId", "userName", "displayName", "givenName", "familyName", active, emails, "updatedBy")
    VALUES ($1, $2, $3, $4, $5, $6, true, $7, 'bench') RETURNING *`,
  get: `SELECT ${userColumns} FROM users u WHERE u.id = $2::uuid AND u."connectionId" = $1::uuid`,
  lookup: `${listed(named)} LIMIT 101`,
  list: `${listed('u."connectionId" = $1::uuid')} LIMIT $2`,
  change: `
    UPDATE users SET title = $3, "updatedBy" = 'bench' WHERE id = $2::uuid AND "connectionId" = $1::uuid AND version = $4 RETURNING *`,
  add: `
    WITH target AS (
        UPDATE groups SET "updatedBy" = 'bench' WHERE id = $2::uuid AND "connectionId" = $1::uuid AND acting_as('bench') RETURNING id),
      joined AS (
        INSERT INTO memberships ("groupId", "userId")
        SELECT target.id, u.id FROM target, users u WHERE u.id = ANY($3::uuid[]) AND u."connectionId" = $1::uuid
        ON CONFLICT DO NOTHING)
    SELECT id FROM target`,
  page: `
    SELECT u.* FROM users u
    WHERE u."connectionId" = $1::uuid AND fold(u.department) COLLATE "C" = fold($2) AND u.active = $3 ORDER BY u.id LIMIT 51`,
  countedPage: `
    SELECT (SELECT count(*)::int FROM users u WHERE ${active}) AS total, u.* FROM users u WHERE ${active} ORDER BY u.id LIMIT 51`,
  deviceOf: `
    SELECT d.*, u."userName", u."displayName" FROM devices d LEFT JOIN users u ON u.id = d."assignedUserId"
    WHERE d."connectionId" = $1::uuid AND fold(d."serialNumber") COLLATE "C" = fold($2)`,
} as const;

export type StatementName = keyof typeof statements;
