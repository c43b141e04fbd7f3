import type { Group } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toGroupSql } from '../condition/toSql.ts';
import { groupsArguments } from '../listArguments.ts';
import { toGroupOrders } from '../order.ts';
import { rootPage } from '../paging.ts';
import { GroupConnection } from './GroupConnection.ts';
import { groupsAsked } from './groupsAsked.ts';

builder.queryField('groups', (t) =>
  t.field({
    type: GroupConnection,
    nullable: true,
    description: 'The groups in reach.',
    args: groupsArguments(),
    resolve: async (_, { where, orderBy, ...page }, context, info) =>
      rootPage<Group>(context, info, groupsAsked(info, 'nodes'), {
        ...page,
        where: await toGroupSql(context.session, where),
        orders: toGroupOrders(orderBy),
      }),
  }),
);
