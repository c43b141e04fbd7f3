import { within } from '#directory/session.ts';
import type { Device as DeviceRow } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { Device } from './Device.ts';
import { DeviceAssignment } from './DeviceAssignment.ts';

builder.prismaObjectField(DeviceAssignment, 'device', (t) =>
  t.field({
    type: Device,
    description: documentation('DeviceAssignment', 'device'),
    resolve: ({ deviceId }, _, context) => load(context, readDevices, deviceId, readDevices),
  }),
);

async function readDevices(ids: readonly string[], { session }: Context): Promise<DeviceRow[]> {
  const rows = await session.db.device.findMany({ where: { id: { in: [...new Set(ids)] }, connectionId: within(session) } });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
