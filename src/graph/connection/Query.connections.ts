import { byId } from '#directory/orders.ts';
import { type Connection as ConnectionRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { connections } from '../lists.ts';
import { pageArguments, rootPage } from '../paging.ts';
import { ConnectionConnection } from './ConnectionConnection.ts';

builder.queryField('connections', (t) =>
  t.field({
    type: ConnectionConnection,
    nullable: true,
    description: 'The connections in reach, in the order in which they were made.',
    args: pageArguments(),
    resolve: (_, page, context, info) =>
      rootPage<ConnectionRow>(context, info, connections, { ...page, where: Prisma.sql`TRUE`, orders: [byId] }),
  }),
);
