import type { PolicyChange as ChangeRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { policyChanges } from '../lists.ts';
import { pageOf } from '../paging.ts';
import { User } from '../user/User.ts';
import { latestFirst, PolicyChangeConnection } from './PolicyChange.ts';
import { isPresentAt, momentArguments } from './presentAt.ts';

builder.prismaObjectField(User, 'policiesAt', (t) =>
  t.field({
    type: PolicyChangeConnection,
    description: 'The policies that the person was in at a moment, each as the entry by which they came into it; the latest entry first.',
    args: momentArguments(),
    resolve: ({ id }, { time, ...page }, context, info) =>
      pageOf<ChangeRow>(context, info, id, policyChanges, { ...page, where: isPresentAt(time), orders: latestFirst }),
  }),
);
