import { inReach, type Session } from '#directory/session.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { type Context, load } from '../context.ts';

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** A sentence in which people, groups, devices and connections in reach go by their names instead of their ids. */
export async function withNames(context: Context, sentence: string): Promise<string> {
  const ids = [...new Set((sentence.match(uuids) ?? []).map((id) => id.toLowerCase()))];
  const names = new Map(await Promise.all(ids.map(async (id) => [id, await load(context, withNames, id, readNames)] as const)));
  return sentence.replace(uuids, (id) => {
    const name = names.get(id.toLowerCase());
    return name == null ? id : JSON.stringify(name);
  });
}

async function readNames(ids: readonly string[], { session }: Context): Promise<(string | null)[]> {
  const rows = await session.db.$queryRaw<{ id: string; name: string | null }[]>`${namesOf(session, ids)}`;
  const found = new Map(rows.map(({ id, name }) => [id, name]));
  return ids.map((id) => found.get(id) ?? null);
}

const namesOf = (session: Session, ids: readonly string[]) => Prisma.sql`
  SELECT id, coalesce("displayName", "userName") AS name FROM users WHERE id = ANY(${ids}::uuid[]) AND ${inReach(session)}
  UNION ALL SELECT id, "displayName" FROM groups WHERE id = ANY(${ids}::uuid[]) AND ${inReach(session)}
  UNION ALL SELECT id, coalesce(name, "serialNumber", udid) FROM devices WHERE id = ANY(${ids}::uuid[]) AND ${inReach(session)}
  UNION ALL SELECT id, name FROM connections WHERE id = ANY(${ids}::uuid[]) AND ${inReach(session, Prisma.sql`id`)}`;
