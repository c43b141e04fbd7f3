import { deleteUser } from '#directory/users.ts';
import { builder } from '../builder.ts';
import { deletedPayload, deletion } from '../mutation.ts';

const DeleteUserInput = builder.inputType('DeleteUserInput', { description: 'The person to delete.', fields: (t) => deletion(t) });
const DeleteUserPayload = deletedPayload('DeleteUserPayload');

builder.mutationField('deleteUser', (t) =>
  t.field({
    type: DeleteUserPayload,
    nullable: true,
    description: 'Deletes a person. Their memberships go with them; a manager reference to them stays as sent.',
    args: { input: t.arg({ type: DeleteUserInput, required: true, description: 'Which person.' }) },
    resolve: async (_, { input: { id, expectedVersion } }, { session }) => ({ id: await deleteUser(session, id, expectedVersion) }),
  }),
);
