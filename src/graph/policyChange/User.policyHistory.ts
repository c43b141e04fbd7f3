import { type PolicyChange as ChangeRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { policyChanges } from '../lists.ts';
import { pageArguments, pageOf } from '../paging.ts';
import { User } from '../user/User.ts';
import { latestFirst, PolicyChangeConnection } from './PolicyChange.ts';

builder.prismaObjectField(User, 'policyHistory', (t) =>
  t.field({
    type: PolicyChangeConnection,
    description: 'Which policies the person came into and left, the latest first.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) =>
      pageOf<ChangeRow>(context, info, id, policyChanges, {
        ...page,
        where: Prisma.sql`"row"."resourceId" = parent.id`,
        orders: latestFirst,
      }),
  }),
);
