import type { Order } from '#directory/orders.ts';
import { type InstalledProfile as InstalledRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Device } from '../device/Device.ts';
import { installedProfiles } from '../lists.ts';
import { pageArguments, pageOf } from '../paging.ts';
import { InstalledProfileConnection } from './InstalledProfile.ts';

const byTemplate: Order = { column: 'templateId', kind: 'id', descending: false, missingFirst: false };

builder.prismaObjectField(Device, 'installedProfiles', (t) =>
  t.field({
    type: InstalledProfileConnection,
    description:
      'What is installed on the device, as confirmProfiles has said: also what is not for it any more, until that is confirmed to be taken off.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) =>
      pageOf<InstalledRow>(context, info, id, installedProfiles, {
        ...page,
        where: Prisma.sql`"row"."deviceId" = parent.id`,
        orders: [byTemplate],
      }),
  }),
);
