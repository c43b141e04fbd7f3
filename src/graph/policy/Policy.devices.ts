import type { Device as DeviceRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toDeviceSql } from '../condition/toSql.ts';
import { costOfMembers } from '../costs.ts';
import { DeviceConnection } from '../device/DeviceConnection.ts';
import { devicesArguments } from '../listArguments.ts';
import { devices } from '../lists.ts';
import { toDeviceOrders } from '../order.ts';
import { memberPage } from './memberPage.ts';
import { Policy } from './Policy.ts';

builder.prismaObjectField(Policy, 'devices', (t) =>
  t.field({
    type: DeviceConnection,
    description: 'The devices in reach that the policy is for, by what its conditions say at this moment.',
    args: devicesArguments(),
    complexity: costOfMembers,
    resolve: async ({ id }, { where, orderBy, ...page }, context, info) =>
      memberPage<DeviceRow>(context, info, id, 'Device', devices, {
        ...page,
        where: await toDeviceSql(context.session, where),
        orders: toDeviceOrders(orderBy),
      }),
  }),
);
