import { byPriority } from '#directory/orders.ts';
import { type Policy as PolicyRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { policies } from '../lists.ts';
import { pageArguments, rootPage } from '../paging.ts';
import { PolicyConnection } from './PolicyConnection.ts';

builder.queryField('policies', (t) =>
  t.field({
    type: PolicyConnection,
    nullable: true,
    description:
      'The policies of the connections in reach, and those of all connections: by priority, the lowest number first, then by name without regard to case. An identity provider sees none.',
    args: pageArguments(),
    resolve: (_, page, context, info) =>
      rootPage<PolicyRow>(context, info, policies, { ...page, where: Prisma.sql`TRUE`, orders: byPriority }),
  }),
);
