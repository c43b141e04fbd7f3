import { builder, documentation } from '../builder.ts';
import { Device } from './Device.ts';
import { DeviceAssignment } from './DeviceAssignment.ts';
import { deviceById } from './deviceById.ts';

builder.prismaObjectField(DeviceAssignment, 'device', (t) =>
  t.field({
    type: Device,
    description: documentation('DeviceAssignment', 'device'),
    resolve: ({ deviceId }, _, context) => deviceById(context, deviceId),
  }),
);
