import { within } from '#directory/session.ts';
import type { Device as DeviceRow, PolicyListing as ListingRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { Device } from '../device/Device.ts';
import { connectionOf } from '../paging.ts';
import { User } from '../user/User.ts';
import { userById } from '../user/userById.ts';
import { PolicySubject } from './PolicySubject.ts';

const PolicyListing = builder.objectRef<ListingRow>('PolicyListing').implement({
  description: 'A person or device that is listed by hand in a policy.',
  fields: (t) => ({
    kind: t.field({
      type: PolicySubject,
      description: 'Whether it is a person or a device.',
      resolve: ({ resourceType }) => (resourceType === 'User' ? 'USER' : 'DEVICE'),
    }),
    resourceId: t.exposeID('resourceId', { description: 'The id of the person or device, who may be gone.' }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'The person; null when it is a device, or when they have been deleted.',
      resolve: ({ resourceType, resourceId }, _, context) => (resourceType === 'User' ? userById(context, resourceId) : null),
    }),
    device: t.field({
      type: Device,
      nullable: true,
      description: 'The device; null when it is a person, or when it has been deleted.',
      resolve: ({ resourceType, resourceId }, _, context) =>
        resourceType === 'Device' ? load(context, readDevices, resourceId, readDevices) : null,
    }),
    listedAt: t.expose('listedAt', { type: 'DateTime', description: 'Since when it is listed.' }),
  }),
});

export const PolicyListingConnection = connectionOf('PolicyListing', 'those who are listed', PolicyListing);

async function readDevices(ids: readonly string[], { session }: Context): Promise<(DeviceRow | null)[]> {
  const rows = await session.db.device.findMany({ where: { id: { in: [...ids] }, connectionId: within(session) } });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}
