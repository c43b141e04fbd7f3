import type { App } from './app.ts';

/** Many people of a connection, made at once: userName person-1, person-2 and so on. Their ids, in that order. */
export async function crowd({ database }: Pick<App, 'database'>, connectionId: string, count: number): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO users ("connectionId", "userName", "displayName", "updatedBy")
     SELECT $1::uuid, 'person-' || n, 'Person ' || n, 'crowd' FROM generate_series(1, $2::int) AS n RETURNING id`,
    [connectionId, count],
  );
  return rows.map(({ id }) => id);
}

/** Lets them join a group, past the gateway and the graph. */
export async function gather({ database }: Pick<App, 'database'>, groupId: string, userIds: readonly string[]): Promise<void> {
  await database.pool.query(
    `INSERT INTO memberships ("groupId", "userId")
     SELECT $1::uuid, id FROM unnest($2::uuid[]) AS u(id) WHERE (SELECT acting_as('crowd'))`,
    [groupId, userIds],
  );
}
