import { byId } from '#directory/orders.ts';
import type { Group as GroupRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { groupsOf } from '../group/containing.ts';
import { GroupConnection } from '../group/GroupConnection.ts';
import { groups } from '../lists.ts';
import { pageArguments, pageOf } from '../paging.ts';
import { Group } from './Group.ts';

builder.prismaObjectField(Group, 'groups', (t) =>
  t.field({
    type: GroupConnection,
    description: 'The groups that the group is in.',
    args: {
      transitive: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Also the groups that those groups are in, and so on.',
      }),
      ...pageArguments(),
    },
    resolve: ({ id }, { transitive, ...page }, context, info) =>
      pageOf<GroupRow>(context, info, id, groups, { ...page, where: groupsOf('group', transitive), orders: [byId] }),
  }),
);
