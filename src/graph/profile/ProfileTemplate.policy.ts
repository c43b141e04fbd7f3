import { builder, documentation } from '../builder.ts';
import { Policy } from '../policy/Policy.ts';
import { ProfileTemplate } from './ProfileTemplate.ts';
import { policyOfTemplate } from './policyOfTemplate.ts';

builder.prismaObjectField(ProfileTemplate, 'policy', (t) =>
  t.field({
    type: Policy,
    description: documentation('ProfileTemplate', 'policy'),
    resolve: ({ policyId }, _, context) => policyOfTemplate(context, policyId),
  }),
);
