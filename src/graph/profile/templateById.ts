import { seesPolicy } from '#directory/policies/policyReach.ts';
import type { ProfileTemplate } from '#generated/prisma/client.ts';
import { type Context, load } from '../context.ts';

/** The template with this id; null when it is gone or out of reach. */
export const templateById = (context: Context, id: string) => load(context, templateById, id, readTemplates);

async function readTemplates(ids: readonly string[], { session }: Context): Promise<(ProfileTemplate | null)[]> {
  const rows = await session.db.profileTemplate.findMany({ where: { id: { in: [...ids] } } });
  const found = new Map(rows.filter((row) => seesPolicy(session, row)).map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}
