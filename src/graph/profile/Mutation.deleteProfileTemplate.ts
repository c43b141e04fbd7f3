import { deleteTemplate } from '#directory/profiles/deleteTemplate.ts';
import { builder } from '../builder.ts';
import { deletedPayload, deletion } from '../mutation.ts';

const DeleteProfileTemplateInput = builder.inputType('DeleteProfileTemplateInput', {
  description: 'The profile template to delete.',
  fields: (t) => deletion(t),
});
const DeleteProfileTemplatePayload = deletedPayload('DeleteProfileTemplatePayload');

builder.mutationField('deleteProfileTemplate', (t) =>
  t.field({
    type: DeleteProfileTemplatePayload,
    nullable: true,
    description: 'Deletes a profile template: what is installed of it on devices is stale within a second, and to be taken off.',
    args: { input: t.arg({ type: DeleteProfileTemplateInput, required: true, description: 'Which template.' }) },
    resolve: async (_, { input: { id, expectedVersion } }, { session }) => ({ id: await deleteTemplate(session, id, expectedVersion) }),
  }),
);
