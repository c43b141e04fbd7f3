import { type PolicyChange as ChangeRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { policyChanges } from '../lists.ts';
import { pageArguments, pageOf } from '../paging.ts';
import { Policy } from '../policy/Policy.ts';
import { latestFirst, PolicyChangeConnection } from './PolicyChange.ts';

builder.prismaObjectField(Policy, 'changes', (t) =>
  t.field({
    type: PolicyChangeConnection,
    description: 'Which people and devices in reach came into the policy and left it, the latest first.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) =>
      pageOf<ChangeRow>(context, info, id, policyChanges, {
        ...page,
        where: Prisma.sql`"row"."policyId" = parent.id`,
        orders: latestFirst,
      }),
  }),
);
