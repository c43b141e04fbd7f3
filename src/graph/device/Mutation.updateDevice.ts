import { updateDevice } from '#directory/devices.ts';
import { builder } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { deviceFields } from './deviceInput.ts';
import { devicePayload } from './devicePayload.ts';

const UpdateDeviceInput = builder.inputType('UpdateDeviceInput', {
  description: 'What changes of a device: absent keeps, null or an empty string clears.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The device.' }),
    expectedVersion: expectedVersion(t),
    ...deviceFields(t),
  }),
});

const UpdateDevicePayload = devicePayload('UpdateDevicePayload', 'What updateDevice has changed.');

builder.mutationField('updateDevice', (t) =>
  t.field({
    type: UpdateDevicePayload,
    nullable: true,
    description:
      'Changes a device. A change that changes nothing leaves the version. Refuses a serial number or UDID that another device of the connection has (ALREADY_EXISTS).',
    args: { input: t.arg({ type: UpdateDeviceInput, required: true, description: 'The change.' }) },
    resolve: async (_, { input: { id, expectedVersion, ...change } }, { session }) => ({
      device: await updateDevice(session, { id }, change, expectedVersion),
    }),
  }),
);
