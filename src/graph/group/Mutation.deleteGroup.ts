import { deleteGroup } from '#directory/groups.ts';
import { builder } from '../builder.ts';
import { deletedPayload, deletion } from '../mutation.ts';

const DeleteGroupInput = builder.inputType('DeleteGroupInput', { description: 'The group to delete.', fields: (t) => deletion(t) });
const DeleteGroupPayload = deletedPayload('DeleteGroupPayload');

builder.mutationField('deleteGroup', (t) =>
  t.field({
    type: DeleteGroupPayload,
    nullable: true,
    description: 'Deletes a group. Its members stay.',
    args: { input: t.arg({ type: DeleteGroupInput, required: true, description: 'Which group.' }) },
    resolve: async (_, { input: { id, expectedVersion } }, { session }) => ({ id: await deleteGroup(session, id, expectedVersion) }),
  }),
);
