import type { Device as DeviceRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toDeviceSql } from '../condition/toSql.ts';
import { Connection } from '../connection/Connection.ts';
import { devicesArguments } from '../listArguments.ts';
import { devices, ofConnection } from '../lists.ts';
import { toDeviceOrders } from '../order.ts';
import { pageOf } from '../paging.ts';
import { DeviceConnection } from './DeviceConnection.ts';

builder.prismaObjectField(Connection, 'devices', (t) =>
  t.field({
    type: DeviceConnection,
    description: 'The devices of the connection.',
    args: devicesArguments(),
    resolve: async ({ id }, { where, orderBy, ...page }, context, info) =>
      pageOf<DeviceRow>(context, info, id, devices, {
        ...page,
        where: ofConnection(await toDeviceSql(context.session, where)),
        orders: toDeviceOrders(orderBy),
      }),
  }),
);
