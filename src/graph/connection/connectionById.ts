import { within } from '#directory/session.ts';
import type { Connection } from '#generated/prisma/client.ts';
import { type Context, load } from '../context.ts';

/** The connection of a row that is in reach. */
export const connectionById = (context: Context, id: string) => load(context, connectionById, id, readConnections);

async function readConnections(ids: readonly string[], { session }: Context): Promise<Connection[]> {
  const rows = await session.db.connection.findMany({ where: { AND: [{ id: { in: [...ids] } }, { id: within(session) }] } });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
