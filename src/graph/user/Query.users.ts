import type { User } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toUserSql } from '../condition/toSql.ts';
import { wheres } from '../condition/wheres.ts';
import { people, peopleWithGroups } from '../lists.ts';
import { toUserOrders, UserOrder } from '../order.ts';
import { pageArguments, rootPage } from '../paging.ts';
import { selects } from '../selects.ts';
import { UserConnection } from './UserConnection.ts';

builder.queryField('users', (t) =>
  t.field({
    type: UserConnection,
    description: 'The people in reach, inactive ones included.',
    args: {
      where: t.arg({ type: wheres.User, description: 'Only people for whom this holds.' }),
      orderBy: t.arg({ type: [UserOrder], description: 'Their order; by id without it.' }),
      ...pageArguments(),
    },
    resolve: (_, { where, orderBy, ...page }, context, info) => {
      const list = selects(info, 'nodes', 'groupReferences') ? peopleWithGroups : people;
      return rootPage<User>(context, info, list, { ...page, where: toUserSql(where), orders: toUserOrders(orderBy) });
    },
  }),
);
