import { searched } from '#directory/search.ts';
import { Prisma, type User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toUserSql } from '../condition/toSql.ts';
import { peopleArguments } from '../listArguments.ts';
import { ofConnection, people } from '../lists.ts';
import { toUserOrders } from '../order.ts';
import { pageOf } from '../paging.ts';
import { UserConnection } from '../user/UserConnection.ts';
import { Connection } from './Connection.ts';

builder.prismaObjectField(Connection, 'users', (t) =>
  t.field({
    type: UserConnection,
    description: 'The people of the connection, inactive ones included.',
    args: peopleArguments(),
    resolve: async ({ id }, { where, search, orderBy, ...page }, context, info) =>
      pageOf<UserRow>(context, info, id, people, {
        ...page,
        where: ofConnection(Prisma.sql`${searched(search)} AND ${await toUserSql(context.session, where)}`),
        orders: await toUserOrders(context.session, orderBy),
      }),
  }),
);
