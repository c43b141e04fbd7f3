import { within } from '#directory/session.ts';
import type { Device as DeviceRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { Device } from '../device/Device.ts';
import { PolicyChange } from './PolicyChange.ts';

builder.objectField(PolicyChange, 'device', (t) =>
  t.field({
    type: Device,
    nullable: true,
    description: 'The device; null when it is a person, or when it has been deleted.',
    resolve: ({ resourceType, resourceId }, _, context) =>
      resourceType === 'Device' ? load(context, readDevices, resourceId, readDevices) : null,
  }),
);

async function readDevices(ids: readonly string[], { session }: Context): Promise<(DeviceRow | null)[]> {
  const rows = await session.db.device.findMany({ where: { id: { in: [...ids] }, connectionId: within(session) } });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}
