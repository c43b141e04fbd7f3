import { type Device as DeviceRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toDeviceSql } from '../condition/toSql.ts';
import { devicesArguments } from '../listArguments.ts';
import { devices } from '../lists.ts';
import { toDeviceOrders } from '../order.ts';
import { pageOf } from '../paging.ts';
import { User } from '../user/User.ts';
import { DeviceConnection } from './DeviceConnection.ts';

builder.prismaObjectField(User, 'devices', (t) =>
  t.field({
    type: DeviceConnection,
    description: 'The devices that are assigned to the person.',
    args: devicesArguments(),
    resolve: async ({ id }, { where, orderBy, ...page }, context, info) =>
      pageOf<DeviceRow>(context, info, id, devices, {
        ...page,
        where: Prisma.sql`"row"."assignedUserId" = parent.id AND ${await toDeviceSql(context.session, where)}`,
        orders: toDeviceOrders(orderBy),
      }),
  }),
);
