import { byId } from '#directory/orders.ts';
import { type PolicyChange as ChangeRow, PolicyOperation as operations } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../paging.ts';

const PolicyOperation = builder.enumType('PolicyOperation', {
  description: 'Whether someone came into a policy, or went.',
  values: {
    [operations.ENTERED]: { description: 'The person or device came into the policy.' },
    [operations.LEFT]: { description: 'The person or device left the policy.' },
  } as const,
});

const PolicyChangeCause = builder.enumType('PolicyChangeCause', {
  description: 'Why someone came into a policy, or went.',
  values: {
    CHANGE: { description: 'Something was changed: the person or device, something that the policy asks about, or the policy itself.' },
    TIME: { description: 'Time passed, which the conditions of the policy ask about.' },
  } as const,
});

/** An entry or an exit. What crosses to other nouns stands in files of its own: PolicyChange.policy.ts … */
export const PolicyChange = builder.objectRef<ChangeRow>('PolicyChange').implement({
  description: 'A person or device that came into a policy, or went. It outlives both.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of this entry or exit (UUIDv7).' }),
    at: t.expose('at', {
      type: 'DateTime',
      description:
        'When it was found to be so: within a second of the change that caused it, and within half a minute or so where time did.',
    }),
    operation: t.expose('operation', { type: PolicyOperation, description: 'Whether it came or went.' }),
    policyId: t.exposeID('policyId', { description: 'The id of the policy, which may be gone.' }),
    policyVersion: t.exposeInt('policyVersion', { description: 'The version of the policy by which it was found so.' }),
    resourceId: t.exposeID('resourceId', { description: 'The id of the person or device, who may be gone.' }),
    cause: t.field({
      type: PolicyChangeCause,
      description: 'Why it came or went.',
      resolve: ({ changeId }) => (changeId === null ? 'TIME' : 'CHANGE'),
    }),
  }),
});

export const PolicyChangeConnection = connectionOf('PolicyChange', 'entries and exits', PolicyChange);

/** Ids grow with time. */
export const latestFirst = [{ ...byId, descending: true }];
