import { updatePolicy } from '#directory/policies/updatePolicy.ts';
import { builder, documentation } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { OnDisable } from './OnDisable.ts';
import { policyPayload } from './policyPayload.ts';
import { whereFields } from './whereFields.ts';

const PolicyListInput = builder.inputType('PolicyListInput', {
  description: 'How those of one kind who are listed change: set replaces all of them, then remove and add apply.',
  fields: (t) => ({
    set: t.idList({ description: 'Those who are listed from now on, and nobody else. Who is listed already may be gone.' }),
    add: t.idList({ description: 'Those who are listed too.' }),
    remove: t.idList({ description: 'Those who are listed no more.' }),
  }),
});

const PolicyListingsInput = builder.inputType('PolicyListingsInput', {
  description: 'How those who are listed by hand change.',
  fields: (t) => ({
    users: t.field({ type: PolicyListInput, description: 'People.' }),
    devices: t.field({ type: PolicyListInput, description: 'Devices.' }),
  }),
});

const UpdatePolicyInput = builder.inputType('UpdatePolicyInput', {
  description: 'What changes of a policy: absent keeps, null or an empty text clears.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The policy.' }),
    expectedVersion: expectedVersion(t),
    name: t.string({ description: documentation('Policy', 'name') }),
    description: t.string({ description: documentation('Policy', 'description') }),
    priority: t.int({ description: documentation('Policy', 'priority') }),
    enabled: t.boolean({ description: documentation('Policy', 'enabled') }),
    onDisable: t.field({ type: OnDisable, description: documentation('Policy', 'onDisable') }),
    ...whereFields(t),
    include: t.field({ type: PolicyListingsInput, description: 'Who is in it, whatever the rules say.' }),
    exclude: t.field({ type: PolicyListingsInput, description: 'Who is out of it, whatever else is said.' }),
  }),
});

const UpdatePolicyPayload = policyPayload('UpdatePolicyPayload', 'What updatePolicy has changed.');

builder.mutationField('updatePolicy', (t) =>
  t.field({
    type: UpdatePolicyPayload,
    nullable: true,
    description:
      'Changes a policy, its conditions and who is listed in it together. It is held to what a new one is held to, and refused too where a policy that names it would come to have conditions too large. A change that changes nothing leaves the version.',
    args: { input: t.arg({ type: UpdatePolicyInput, required: true, description: 'The change.' }) },
    resolve: async (_, { input: { id, expectedVersion, ...change } }, { session }) => ({
      id: await updatePolicy(session, id, change, expectedVersion),
    }),
  }),
);
