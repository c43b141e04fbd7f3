import { chainLengths, managerChains } from '#directory/conditions/managers.ts';
import type { User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { User } from './User.ts';

builder.prismaObjectField(User, 'reportChain', (t) =>
  t.field({
    type: [User],
    description: `The manager, the manager's manager and so on, ${chainLengths.longest} at most; where the chain runs in a circle it ends before the first who would come again, and never holds the person themselves.`,
    resolve: ({ id, managerReference }, _, context) => (managerReference === null ? [] : load(context, readChains, id, readChains)),
  }),
);

/** Each manager once, with the chains that they are in: of a whole company, most chains end in the same few. */
async function readChains(ids: readonly string[], { session }: Context): Promise<UserRow[][]> {
  const rows = await session.db.$queryRaw<(UserRow & { places: Place[] })[]>`
    WITH chain AS MATERIALIZED (${managerChains(ids, chainLengths.longest)}),
      standing AS (
        SELECT "managerId", json_agg(json_build_array("reportId", depth)) AS places FROM chain GROUP BY "managerId")
    SELECT manager.*, standing.places FROM standing JOIN users manager ON manager.id = standing."managerId"`;
  const chains = new Map(ids.map((id): [string, UserRow[]] => [id, []]));
  for (const { places, ...manager } of rows)
    for (const [reportId, depth] of places) {
      const chain = chains.get(reportId);
      // Nobody is twice in a chain, and none of its steps is missing.
      if (chain) chain[depth - 1] = manager;
    }
  return [...chains.values()];
}

/** Whose chain, and how many steps up. */
type Place = readonly [reportId: string, depth: number];
