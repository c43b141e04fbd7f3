import type { DeviceAssignment as AssignmentRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { Device } from './Device.ts';
import { DeviceAssignment } from './DeviceAssignment.ts';

builder.prismaObjectField(Device, 'assignment', (t) =>
  t.field({
    type: DeviceAssignment,
    nullable: true,
    description: 'The present assignment; null when nobody is assigned.',
    resolve: ({ id, assignedUserId }, _, context) => (assignedUserId === null ? null : load(context, readPresent, id, readPresent)),
  }),
);

async function readPresent(ids: readonly string[], { session }: Context): Promise<(AssignmentRow | null)[]> {
  const rows = await session.db.deviceAssignment.findMany({ where: { deviceId: { in: [...ids] }, endedAt: null } });
  const found = new Map(rows.map((row) => [row.deviceId, row]));
  return ids.map((id) => found.get(id) ?? null);
}
