import type { Group } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toGroupSql } from '../condition/toSql.ts';
import { groupsArguments } from '../listArguments.ts';
import { groups, groupsWithMembers } from '../lists.ts';
import { toGroupOrders } from '../order.ts';
import { rootPage } from '../paging.ts';
import { selects } from '../selects.ts';
import { GroupConnection } from './GroupConnection.ts';

builder.queryField('groups', (t) =>
  t.field({
    type: GroupConnection,
    nullable: true,
    description: 'The groups in reach.',
    args: groupsArguments(),
    resolve: async (_, { where, orderBy, ...page }, context, info) => {
      const list = selects(info, 'nodes', 'memberReferences') ? groupsWithMembers : groups;
      return rootPage<Group>(context, info, list, {
        ...page,
        where: await toGroupSql(context.session, where),
        orders: toGroupOrders(orderBy),
      });
    },
  }),
);
