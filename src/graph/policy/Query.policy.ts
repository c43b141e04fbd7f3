import type { Policy as PolicyRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { isId, single } from '../keys.ts';
import { policies } from '../lists.ts';
import { Policy } from './Policy.ts';

builder.queryField('policy', (t) =>
  t.field({
    type: Policy,
    nullable: true,
    description: 'One policy; null when there is none in reach.',
    args: { id: t.arg.id({ required: true, description: 'The policy’s id.' }) },
    resolve: (_, { id }, { session }) => single<PolicyRow>(session, policies, isId(id), 'policies'),
  }),
);
