import { builder, documentation } from '../builder.ts';
import { Device } from '../device/Device.ts';
import { deviceById } from '../device/deviceById.ts';
import { DeviceAccountMatch } from './DeviceAccountMatch.ts';

builder.prismaObjectField(DeviceAccountMatch, 'device', (t) =>
  t.field({
    type: Device,
    description: documentation('DeviceAccountMatch', 'device'),
    resolve: ({ deviceId }, _, context) => deviceById(context, deviceId),
  }),
);
