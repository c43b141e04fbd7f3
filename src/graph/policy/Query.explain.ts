import { explainPolicy } from '#directory/policies/explainPolicy.ts';
import { builder } from '../builder.ts';
import { PolicyExplanation } from './PolicyExplanation.ts';

builder.queryField('explain', (t) =>
  t.field({
    type: PolicyExplanation,
    nullable: true,
    description:
      'Why a policy is for a device or a person, or is not: its condition node by node, each with its verdict, with what it saw, and with what was absent. Refuses what is not there or out of reach (NOT_FOUND).',
    args: {
      policyId: t.arg.id({ required: true, description: 'The policy.' }),
      deviceId: t.arg.id({ description: 'The device; instead of a person.' }),
      userId: t.arg.id({ description: 'The person; instead of a device.' }),
    },
    complexity: { field: 1000 },
    resolve: (_, { policyId, ...subject }, { session }) => explainPolicy(session, policyId, subject),
  }),
);
