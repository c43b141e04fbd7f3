import { byId } from '#directory/orders.ts';
import { type DeviceAssignment as AssignmentRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { deviceAssignments } from '../lists.ts';
import { connectionOf, pageArguments, pageOf } from '../paging.ts';
import { Device } from './Device.ts';
import { DeviceAssignment } from './DeviceAssignment.ts';

const DeviceAssignmentConnection = connectionOf('DeviceAssignment', 'assignments', DeviceAssignment);

builder.prismaObjectField(Device, 'assignments', (t) =>
  t.field({
    type: DeviceAssignmentConnection,
    description: 'Who has had the device, the present assignment included; the latest first.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) =>
      pageOf<AssignmentRow>(context, info, id, deviceAssignments, {
        ...page,
        where: Prisma.sql`"row"."deviceId" = parent.id`,
        orders: [{ ...byId, descending: true }],
      }),
  }),
);
