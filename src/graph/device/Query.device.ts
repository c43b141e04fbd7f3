import { isDevice } from '#directory/deviceKeys.ts';
import { type Device as DeviceRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { single } from '../keys.ts';
import { devices } from '../lists.ts';
import { Device } from './Device.ts';
import { DeviceBy } from './DeviceBy.ts';

builder.queryField('device', (t) =>
  t.field({
    type: Device,
    nullable: true,
    description: 'One device; null when there is none in reach.',
    args: { by: t.arg({ type: DeviceBy, required: true, description: 'What names the device.' }) },
    resolve: (_, { by }, { session }) => single<DeviceRow>(session, devices, isDevice(by, Prisma.sql`"row"`), 'devices'),
  }),
);
