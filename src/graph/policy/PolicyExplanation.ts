import type { PolicyExplanation as Row } from '#directory/policies/explainPolicy.ts';
import { explanationText } from '#directory/policies/explanationText.ts';
import { builder } from '../builder.ts';
import { ExplainedNode } from './ExplainedNode.ts';
import { Policy } from './Policy.ts';
import { policyById } from './policyById.ts';
import { withNames } from './withNames.ts';

/** What `explain` tells. */
export const PolicyExplanation = builder.objectRef<Row>('PolicyExplanation').implement({
  description: 'Why a policy is for a person or device, or is not, by what its conditions say at this moment.',
  fields: (t) => ({
    policy: t.field({ type: Policy, description: 'The policy.', resolve: ({ policyId }, _, { session }) => policyById(session, policyId) }),
    applies: t.exposeBoolean('applies', { description: 'Whether the policy is for them.' }),
    enabled: t.exposeBoolean('enabled', {
      description: 'Whether the policy is enabled. A disabled policy is for nobody; its nodes say for whom it would be.',
    }),
    nodes: t.field({ type: [ExplainedNode], description: 'The condition node by node; at most 1,000.', resolve: ({ nodes }) => nodes }),
    truncated: t.exposeBoolean('truncated', { description: 'Whether there are more nodes than are told.' }),
    text: t.string({
      description: 'The same for people: a line for each node, with its verdict and with what it saw.',
      resolve: async (explanation, _, context) => {
        const nodes = await Promise.all(
          explanation.nodes.map(async (node) => ({ ...node, sentence: await withNames(context, node.sentence) })),
        );
        return explanationText({ ...explanation, nodes });
      },
    }),
  }),
});
