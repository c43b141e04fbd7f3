import { previewPolicy } from '#directory/policies/previewPolicy.ts';
import { builder } from '../builder.ts';
import { PolicyPreview } from './PolicyPreview.ts';
import { whereFields } from './whereFields.ts';

const PreviewPolicyInput = builder.inputType('PreviewPolicyInput', {
  description:
    'A draft. With policyId it is a change of that policy, whose listings count: absent conditions stay as they are, null clears them. Without, it is a new one.',
  fields: (t) => ({
    policyId: t.id({ description: 'The policy that would be changed.' }),
    connectionId: t.id({
      description:
        'The connection of a new policy; without it the only one in reach, or for a credential that reaches all, all connections. Not asked with policyId.',
    }),
    ...whereFields(t),
  }),
});

builder.queryField('previewPolicy', (t) =>
  t.field({
    type: PolicyPreview,
    nullable: true,
    description:
      'Whom a policy would be for before it is saved, and who would come and go. Refuses a draft as createPolicy and updatePolicy would. Not for identity providers.',
    args: { input: t.arg({ type: PreviewPolicyInput, required: true, description: 'The draft.' }) },
    resolve: (_, { input }, { session }) => previewPolicy(session, input),
  }),
);
