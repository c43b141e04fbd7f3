import { storedConditions } from '#directory/conditions/policyConditions.ts';
import { shownDefinitions } from '#directory/policies/shownDefinitions.ts';
import { builder } from '../builder.ts';
import { Policy } from './Policy.ts';

builder.prismaObjectField(Policy, 'broken', (t) =>
  t.string({
    nullable: true,
    description: 'Why its conditions cannot be read any more, so that it is for nobody; null while they can.',
    resolve: async (policy, _, { session }) =>
      storedConditions(policy, await shownDefinitions(session, [policy.users, policy.devices])).broken,
  }),
);
