import { deleteConnection } from '#directory/connections.ts';
import { builder } from '../builder.ts';
import { deletedPayload, deletion } from '../mutation.ts';

const DeleteConnectionInput = builder.inputType('DeleteConnectionInput', {
  description: 'The connection to delete.',
  fields: (t) => ({
    ...deletion(t),
    deleteResources: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Whether its people, groups and devices go with it. When false, a connection that has any, or that a policy names, is kept (IN_USE).',
    }),
  }),
});
const DeleteConnectionPayload = deletedPayload('DeleteConnectionPayload');

builder.mutationField('deleteConnection', (t) =>
  t.field({
    type: DeleteConnectionPayload,
    nullable: true,
    description:
      'Deletes a connection; its tokens end at once. One that has policies of its own is kept (IN_USE): delete them first. For administrators.',
    args: {
      input: t.arg({ type: DeleteConnectionInput, required: true, description: 'Which connection, and whether its people go too.' }),
    },
    resolve: async (_, { input: { id, deleteResources, expectedVersion } }, { session }) => ({
      id: await deleteConnection(session, id, deleteResources, expectedVersion),
    }),
  }),
);
