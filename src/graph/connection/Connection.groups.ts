import type { Group as GroupRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toGroupSql } from '../condition/toSql.ts';
import { wheres } from '../condition/wheres.ts';
import { GroupConnection } from '../group/GroupConnection.ts';
import { groups, ofConnection } from '../lists.ts';
import { GroupOrder, toGroupOrders } from '../order.ts';
import { pageArguments, pageOf } from '../paging.ts';
import { Connection } from './Connection.ts';

builder.prismaObjectField(Connection, 'groups', (t) =>
  t.field({
    type: GroupConnection,
    description: 'The groups of the connection.',
    args: {
      where: t.arg({ type: wheres.Group, description: 'Only groups for which this holds.' }),
      orderBy: t.arg({ type: [GroupOrder], description: 'Their order; by id without it.' }),
      ...pageArguments(),
    },
    resolve: ({ id }, { where, orderBy, ...page }, context, info) =>
      pageOf<GroupRow>(context, info, id, groups, { ...page, where: ofConnection(toGroupSql(where)), orders: toGroupOrders(orderBy) }),
  }),
);
