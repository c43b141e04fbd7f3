import { deleteDevice } from '#directory/devices.ts';
import { builder } from '../builder.ts';
import { deletedPayload, deletion } from '../mutation.ts';

const DeleteDeviceInput = builder.inputType('DeleteDeviceInput', { description: 'The device to delete.', fields: (t) => deletion(t) });
const DeleteDevicePayload = deletedPayload('DeleteDevicePayload');

builder.mutationField('deleteDevice', (t) =>
  t.field({
    type: DeleteDevicePayload,
    nullable: true,
    description: 'Deletes a device. The history of its assignments goes with it; the change log stays.',
    args: { input: t.arg({ type: DeleteDeviceInput, required: true, description: 'Which device.' }) },
    resolve: async (_, { input: { id, expectedVersion } }, { session }) => ({ id: await deleteDevice(session, id, expectedVersion) }),
  }),
);
