import { searched } from '#directory/search.ts';
import { Prisma, type User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toUserSql } from '../condition/toSql.ts';
import { costOfMembers } from '../costs.ts';
import { peopleArguments } from '../listArguments.ts';
import { people } from '../lists.ts';
import { toUserOrders } from '../order.ts';
import { UserConnection } from '../user/UserConnection.ts';
import { memberPage } from './memberPage.ts';
import { Policy } from './Policy.ts';

builder.prismaObjectField(Policy, 'users', (t) =>
  t.field({
    type: UserConnection,
    description:
      'The people in reach whom the policy is for, by what its conditions say at this moment; none of a policy that is about devices alone, except those who are included.',
    args: peopleArguments(),
    complexity: costOfMembers,
    resolve: async ({ id }, { where, search, orderBy, ...page }, context, info) =>
      memberPage<UserRow>(context, info, id, 'User', people, {
        ...page,
        where: Prisma.sql`${searched(search)} AND ${await toUserSql(context.session, where)}`,
        orders: await toUserOrders(context.session, orderBy),
      }),
  }),
);
