import { within } from '#directory/session.ts';
import type { User } from '#generated/prisma/client.ts';
import { type Context, load } from '../context.ts';

/** The person with this id; null when they are gone or out of reach. */
export const userById = (context: Context, id: string) => load(context, userById, id, readUsers);

async function readUsers(ids: readonly string[], { session }: Context): Promise<(User | null)[]> {
  const rows = await session.db.user.findMany({ where: { id: { in: [...new Set(ids)] }, connectionId: within(session) } });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}
