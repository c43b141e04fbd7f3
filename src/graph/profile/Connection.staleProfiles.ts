import type { Order } from '#directory/orders.ts';
import { type InstalledProfile as InstalledRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Connection } from '../connection/Connection.ts';
import { installedProfiles, ofConnection } from '../lists.ts';
import { pageArguments, pageOf } from '../paging.ts';
import { InstalledProfileConnection } from './InstalledProfile.ts';

const ascending = { descending: false, missingFirst: false };

const byAge: readonly Order[] = [
  { column: 'staleSince', kind: 'instant', ...ascending },
  { column: 'deviceId', kind: 'id', ...ascending },
  { column: 'templateId', kind: 'id', ...ascending },
];

builder.prismaObjectField(Connection, 'staleProfiles', (t) =>
  t.field({
    type: InstalledProfileConnection,
    description:
      'What is installed on the devices of the connection and is not what should be, since the longest time first. It is known within a second of any change, and later where very many devices are concerned.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) =>
      pageOf<InstalledRow>(context, info, id, installedProfiles, {
        ...page,
        where: ofConnection(Prisma.sql`"row"."staleSince" IS NOT NULL`),
        orders: byAge,
      }),
  }),
);
