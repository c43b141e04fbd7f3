import { type PolicyPreview as Draft, type PreviewChange, previewSql } from '#directory/policies/previewPolicy.ts';
import { searched } from '#directory/search.ts';
import { type Device as DeviceRow, Prisma, type User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { toDeviceSql, toUserSql } from '../condition/toSql.ts';
import { costOfMembers } from '../costs.ts';
import { DeviceConnection } from '../device/DeviceConnection.ts';
import { devicesArguments, peopleArguments } from '../listArguments.ts';
import { devices, people } from '../lists.ts';
import { toDeviceOrders, toUserOrders } from '../order.ts';
import { rootPage } from '../paging.ts';
import { UserConnection } from '../user/UserConnection.ts';
import { UnmatchedPart } from './UnmatchedPart.ts';

type Fields = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Draft>;

const devicesOf = (t: Fields, change: PreviewChange, description: string) =>
  t.field({
    type: DeviceConnection,
    description,
    args: devicesArguments(),
    complexity: costOfMembers,
    resolve: async (preview, { where, orderBy, ...page }, context, info) =>
      rootPage<DeviceRow>(context, info, devices, {
        ...page,
        where: Prisma.sql`${previewSql(preview, 'Device', change)} AND ${await toDeviceSql(context.session, where)}`,
        orders: toDeviceOrders(orderBy),
      }),
  });

const peopleOf = (t: Fields, change: PreviewChange, description: string) =>
  t.field({
    type: UserConnection,
    description,
    args: peopleArguments(),
    complexity: costOfMembers,
    resolve: async (preview, { where, search, orderBy, ...page }, context, info) =>
      rootPage<UserRow>(context, info, people, {
        ...page,
        where: Prisma.sql`${previewSql(preview, 'User', change)} AND ${searched(search)} AND ${await toUserSql(context.session, where)}`,
        orders: await toUserOrders(context.session, orderBy),
      }),
  });

/** What `previewPolicy` tells. */
export const PolicyPreview = builder.objectRef<Draft>('PolicyPreview').implement({
  description:
    'Whom a draft of a policy would be for at this moment, if it were saved and enabled: lists to be counted (totalCount) and looked at. Nothing is saved.',
  fields: (t) => ({
    devices: devicesOf(t, 'ALL', 'The devices that the draft would be for.'),
    enteringDevices: devicesOf(t, 'ENTERING', 'The devices that would come into the policy.'),
    leavingDevices: devicesOf(t, 'LEAVING', 'The devices that would leave the policy.'),
    users: peopleOf(t, 'ALL', 'The people whom the draft would be for.'),
    enteringUsers: peopleOf(t, 'ENTERING', 'The people who would come into the policy.'),
    leavingUsers: peopleOf(t, 'LEAVING', 'The people who would leave the policy.'),
    unmatched: t.field({
      type: [UnmatchedPart],
      description: 'The parts of the conditions that nobody in reach meets today, of the first forty.',
      complexity: { field: 2000 },
      resolve: ({ unmatched }) => unmatched(),
    }),
  }),
});
