import { policiesInReach } from '#directory/policies/policyReach.ts';
import { type Policy as PolicyRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { Policy } from '../policy/Policy.ts';
import { PolicyChange } from './PolicyChange.ts';

builder.objectField(PolicyChange, 'policy', (t) =>
  t.field({
    type: Policy,
    nullable: true,
    description: 'The policy as it is now; null when it has been deleted.',
    resolve: ({ policyId }, _, context) => load(context, readPolicies, policyId, readPolicies),
  }),
);

async function readPolicies(ids: readonly string[], { session }: Context): Promise<(PolicyRow | null)[]> {
  const rows = await session.db.$queryRaw<PolicyRow[]>`
    SELECT * FROM policies WHERE id = ANY(${ids}::uuid[]) AND ${policiesInReach(session, Prisma.sql`"connectionId"`)}`;
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}
