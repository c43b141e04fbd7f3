import { deleteAttributeDefinition } from '#directory/attributeDefinitions.ts';
import { builder } from '../builder.ts';
import { deletedPayload, deletion } from '../mutation.ts';

const DeleteAttributeDefinitionInput = builder.inputType('DeleteAttributeDefinitionInput', {
  description: 'The attribute definition to delete.',
  fields: (t) => deletion(t),
});
const DeleteAttributeDefinitionPayload = deletedPayload('DeleteAttributeDefinitionPayload');

builder.mutationField('deleteAttributeDefinition', (t) =>
  t.field({
    type: DeleteAttributeDefinitionPayload,
    nullable: true,
    description:
      'Deletes an attribute definition; one that a policy names is kept (IN_USE). The values stay, and are held to nothing any more. For administrators and operators of all connections.',
    args: { input: t.arg({ type: DeleteAttributeDefinitionInput, required: true, description: 'Which definition.' }) },
    resolve: async (_, { input: { id, expectedVersion } }, { session }) => ({
      id: await deleteAttributeDefinition(session, id, expectedVersion),
    }),
  }),
);
