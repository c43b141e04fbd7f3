import { createPolicy } from '#directory/policies/createPolicy.ts';
import { builder, documentation } from '../builder.ts';
import { OnDisable } from './OnDisable.ts';
import { policyPayload } from './policyPayload.ts';
import { whereFields } from './whereFields.ts';

const CreatePolicyInput = builder.inputType('CreatePolicyInput', {
  description:
    'A new policy. With neither users nor devices it is for those alone who are included. Who is excluded is out, whoever includes them; a device is out with its person too.',
  fields: (t) => ({
    name: t.string({ required: true, description: documentation('Policy', 'name') }),
    description: t.string({ description: documentation('Policy', 'description') }),
    priority: t.int({ required: true, defaultValue: 0, description: documentation('Policy', 'priority') }),
    enabled: t.boolean({ required: true, defaultValue: true, description: documentation('Policy', 'enabled') }),
    onDisable: t.field({ type: OnDisable, required: true, defaultValue: 'KEEP', description: documentation('Policy', 'onDisable') }),
    connectionId: t.id({
      description:
        'The connection whose people and devices it is for, for good; without one, the only connection of the credential, or for a credential that reaches all, all connections.',
    }),
    ...whereFields(t),
    include: t.idList({
      description: 'People and devices that are in it whatever the rules say; with a person, their devices for which devices holds.',
    }),
    exclude: t.idList({ description: 'People and devices that are out of it whatever else is said; with a person, all of their devices.' }),
  }),
});

const CreatePolicyPayload = policyPayload('CreatePolicyPayload', 'What createPolicy has made.');

builder.mutationField('createPolicy', (t) =>
  t.field({
    type: CreatePolicyPayload,
    nullable: true,
    description:
      'Makes a policy. Its conditions are checked as a whole (INVALID_CONDITION, with the path of the node): types, limits, that what they name is there, and that no policy asks for its own members. For administrators and operators; a policy of all connections needs a credential that reaches all.',
    args: { input: t.arg({ type: CreatePolicyInput, required: true, description: 'The policy.' }) },
    resolve: async (_, { input }, { session }) => ({ id: await createPolicy(session, input) }),
  }),
);
