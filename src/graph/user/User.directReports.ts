import { directReportIds } from '#directory/conditions/managers.ts';
import { searched } from '#directory/search.ts';
import { Prisma, type User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toUserSql } from '../condition/toSql.ts';
import { peopleArguments } from '../listArguments.ts';
import { people } from '../lists.ts';
import { toUserOrders } from '../order.ts';
import { pageOf } from '../paging.ts';
import { User } from './User.ts';
import { UserConnection } from './UserConnection.ts';

builder.prismaObjectField(User, 'directReports', (t) =>
  t.field({
    type: UserConnection,
    description: 'The people whose manager this is, inactive ones included.',
    args: peopleArguments(),
    resolve: async ({ id }, { where, search, orderBy, ...page }, context, info) =>
      pageOf<UserRow>(context, info, id, people, {
        ...page,
        where: Prisma.sql`"row".id IN (${directReportIds(Prisma.sql`parent.id`)}) AND ${searched(search)} AND ${await toUserSql(context.session, where)}`,
        orders: await toUserOrders(context.session, orderBy),
      }),
  }),
);
