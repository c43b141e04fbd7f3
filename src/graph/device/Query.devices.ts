import type { Device } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toDeviceSql } from '../condition/toSql.ts';
import { devicesArguments } from '../listArguments.ts';
import { devices } from '../lists.ts';
import { toDeviceOrders } from '../order.ts';
import { rootPage } from '../paging.ts';
import { DeviceConnection } from './DeviceConnection.ts';

builder.queryField('devices', (t) =>
  t.field({
    type: DeviceConnection,
    nullable: true,
    description: 'The devices in reach.',
    args: devicesArguments(),
    resolve: async (_, { where, orderBy, ...page }, context, info) =>
      rootPage<Device>(context, info, devices, {
        ...page,
        where: await toDeviceSql(context.session, where),
        orders: toDeviceOrders(orderBy),
      }),
  }),
);
