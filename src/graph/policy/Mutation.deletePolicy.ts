import { deletePolicy } from '#directory/policies/deletePolicy.ts';
import { builder } from '../builder.ts';
import { deletedPayload, deletion } from '../mutation.ts';

const DeletePolicyInput = builder.inputType('DeletePolicyInput', { description: 'The policy to delete.', fields: (t) => deletion(t) });
const DeletePolicyPayload = deletedPayload('DeletePolicyPayload');

builder.mutationField('deletePolicy', (t) =>
  t.field({
    type: DeletePolicyPayload,
    nullable: true,
    description: 'Deletes a policy: who was in it leaves it. While another policy names it, it stays (IN_USE).',
    args: { input: t.arg({ type: DeletePolicyInput, required: true, description: 'Which policy.' }) },
    resolve: async (_, { input: { id, expectedVersion } }, { session }) => ({ id: await deletePolicy(session, id, expectedVersion) }),
  }),
);
