import type { Group as GroupRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toGroupSql } from '../condition/toSql.ts';
import { GroupConnection } from '../group/GroupConnection.ts';
import { groupsArguments } from '../listArguments.ts';
import { groups, ofConnection } from '../lists.ts';
import { toGroupOrders } from '../order.ts';
import { pageOf } from '../paging.ts';
import { Connection } from './Connection.ts';

builder.prismaObjectField(Connection, 'groups', (t) =>
  t.field({
    type: GroupConnection,
    description: 'The groups of the connection.',
    args: groupsArguments(),
    resolve: async ({ id }, { where, orderBy, ...page }, context, info) =>
      pageOf<GroupRow>(context, info, id, groups, {
        ...page,
        where: ofConnection(await toGroupSql(context.session, where)),
        orders: toGroupOrders(orderBy),
      }),
  }),
);
