import type { User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toUserSql } from '../condition/toSql.ts';
import { wheres } from '../condition/wheres.ts';
import { ofConnection, people } from '../lists.ts';
import { toUserOrders, UserOrder } from '../order.ts';
import { pageArguments, pageOf } from '../paging.ts';
import { UserConnection } from '../user/UserConnection.ts';
import { Connection } from './Connection.ts';

builder.prismaObjectField(Connection, 'users', (t) =>
  t.field({
    type: UserConnection,
    description: 'The people of the connection, inactive ones included.',
    args: {
      where: t.arg({ type: wheres.User, description: 'Only people for whom this holds.' }),
      orderBy: t.arg({ type: [UserOrder], description: 'Their order; by id without it.' }),
      ...pageArguments(),
    },
    resolve: ({ id }, { where, orderBy, ...page }, context, info) =>
      pageOf<UserRow>(context, info, id, people, { ...page, where: ofConnection(toUserSql(where)), orders: toUserOrders(orderBy) }),
  }),
);
