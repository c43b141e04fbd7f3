import { searched } from '#directory/search.ts';
import { Prisma, type User } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toUserSql } from '../condition/toSql.ts';
import { peopleArguments } from '../listArguments.ts';
import { people, peopleWithGroups } from '../lists.ts';
import { toUserOrders } from '../order.ts';
import { rootPage } from '../paging.ts';
import { selects } from '../selects.ts';
import { UserConnection } from './UserConnection.ts';

builder.queryField('users', (t) =>
  t.field({
    type: UserConnection,
    nullable: true,
    description: 'The people in reach, inactive ones included.',
    args: peopleArguments(),
    resolve: async (_, { where, search, orderBy, ...page }, context, info) => {
      const list = selects(info, 'nodes', 'groupReferences') ? peopleWithGroups : people;
      return rootPage<User>(context, info, list, {
        ...page,
        where: Prisma.sql`${searched(search)} AND ${await toUserSql(context.session, where)}`,
        orders: await toUserOrders(context.session, orderBy),
      });
    },
  }),
);
