import { within } from '#directory/session.ts';
import type { Device } from '#generated/prisma/client.ts';
import { type Context, load } from '../context.ts';

/** The device of a row that is in reach. */
export const deviceById = (context: Context, id: string) => load(context, deviceById, id, readDevices);

async function readDevices(ids: readonly string[], { session }: Context): Promise<Device[]> {
  const rows = await session.db.device.findMany({ where: { id: { in: [...ids] }, connectionId: within(session) } });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
