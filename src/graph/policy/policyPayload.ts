import { unmatchedOfPolicy } from '#directory/policies/previewPolicy.ts';
import { builder } from '../builder.ts';
import { Policy } from './Policy.ts';
import { policyById } from './policyById.ts';
import { UnmatchedPart } from './UnmatchedPart.ts';

/** The payload of a mutation that writes one policy. */
export const policyPayload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      policy: t.field({
        type: Policy,
        description: 'The policy after the change.',
        resolve: ({ id }, _, { session }) => policyById(session, id),
      }),
      unmatched: t.field({
        type: [UnmatchedPart],
        description: 'The parts of its conditions that nobody in reach meets today, of the first forty: they may be misspelt.',
        resolve: ({ id }, _, { session }) => unmatchedOfPolicy(session, id),
      }),
    }),
  });
