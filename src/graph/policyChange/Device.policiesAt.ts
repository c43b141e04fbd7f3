import type { PolicyChange as ChangeRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Device } from '../device/Device.ts';
import { policyChanges } from '../lists.ts';
import { pageOf } from '../paging.ts';
import { latestFirst, PolicyChangeConnection } from './PolicyChange.ts';
import { isPresentAt, momentArguments } from './presentAt.ts';

builder.prismaObjectField(Device, 'policiesAt', (t) =>
  t.field({
    type: PolicyChangeConnection,
    description: 'The policies that the device was in at a moment, each as the entry by which it came into it; the latest entry first.',
    args: momentArguments(),
    resolve: ({ id }, { time, ...page }, context, info) =>
      pageOf<ChangeRow>(context, info, id, policyChanges, { ...page, where: isPresentAt(time), orders: latestFirst }),
  }),
);
