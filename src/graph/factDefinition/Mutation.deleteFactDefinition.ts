import { deleteFactDefinition } from '#directory/factDefinitions.ts';
import { builder } from '../builder.ts';
import { deletedPayload, deletion } from '../mutation.ts';

const DeleteFactDefinitionInput = builder.inputType('DeleteFactDefinitionInput', {
  description: 'The fact definition to delete.',
  fields: (t) => deletion(t),
});
const DeleteFactDefinitionPayload = deletedPayload('DeleteFactDefinitionPayload');

builder.mutationField('deleteFactDefinition', (t) =>
  t.field({
    type: DeleteFactDefinitionPayload,
    nullable: true,
    description:
      'Deletes a fact definition. One that a device has a fact of, or that a policy names, is kept (IN_USE). For administrators and operators of all connections.',
    args: { input: t.arg({ type: DeleteFactDefinitionInput, required: true, description: 'Which definition.' }) },
    resolve: async (_, { input: { id, expectedVersion } }, { session }) => ({
      id: await deleteFactDefinition(session, id, expectedVersion),
    }),
  }),
);
