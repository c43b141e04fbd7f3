import { chainLengths, managerChains } from '#directory/conditions/managers.ts';
import type { User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { User } from './User.ts';

builder.prismaObjectField(User, 'reportChain', (t) =>
  t.field({
    type: [User],
    description: `The manager, the manager's manager and so on, ${chainLengths.longest} at most; where the chain runs in a circle it ends before the first who would come again.`,
    resolve: ({ id, managerReference }, _, context) => (managerReference === null ? [] : load(context, readChains, id, readChains)),
  }),
);

async function readChains(ids: readonly string[], { session }: Context): Promise<UserRow[][]> {
  const rows = await session.db.$queryRaw<(UserRow & { reportId: string })[]>`
    SELECT manager.*, chain."reportId"
    FROM (${managerChains(ids, chainLengths.longest)}) AS chain JOIN users manager ON manager.id = chain."managerId"
    ORDER BY chain.depth`;
  return ids.map((id) => rows.filter(({ reportId }) => reportId === id));
}
