import { notFound, refuse } from '#directory/errors.ts';
import type { Policy } from '#generated/prisma/client.ts';
import { type Context, load } from '../context.ts';

/** The policy of a template, which is seen as the template is. */
export const policyOfTemplate = async (context: Context, id: string): Promise<Policy> =>
  (await load(context, policyOfTemplate, id, readPolicies)) ?? refuse(notFound('Policy', id));

async function readPolicies(ids: readonly string[], { session }: Context): Promise<(Policy | null)[]> {
  const rows = await session.db.policy.findMany({ where: { id: { in: [...ids] } } });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}
