import { within } from '#directory/session.ts';
import type { DeviceAccountMatch as MatchRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { Device } from '../device/Device.ts';
import { DeviceAccountMatch } from './DeviceAccountMatch.ts';

builder.prismaObjectField(Device, 'accountMatch', (t) =>
  t.field({
    type: DeviceAccountMatch,
    nullable: true,
    description:
      'What the assignmentRules of the connection make of reportedAccount, within a second of any change; null without rules, or without an account.',
    resolve: ({ id }, _, context) => load(context, readMatches, id, readMatches),
  }),
);

async function readMatches(ids: readonly string[], { session }: Context): Promise<(MatchRow | null)[]> {
  const rows = await session.db.deviceAccountMatch.findMany({ where: { deviceId: { in: [...ids] }, connectionId: within(session) } });
  const found = new Map(rows.map((row) => [row.deviceId, row]));
  return ids.map((id) => found.get(id) ?? null);
}
