import { unassignDevice } from '#directory/assignments.ts';
import { builder } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { devicePayload } from './devicePayload.ts';

const UnassignDeviceInput = builder.inputType('UnassignDeviceInput', {
  description: 'The device to take from its user.',
  fields: (t) => ({
    deviceId: t.id({ required: true, description: 'The device.' }),
    expectedVersion: expectedVersion(t),
  }),
});

const UnassignDevicePayload = devicePayload('UnassignDevicePayload', 'What unassignDevice has changed.');

builder.mutationField('unassignDevice', (t) =>
  t.field({
    type: UnassignDevicePayload,
    nullable: true,
    description:
      'Ends the assignment of a device. A device that nobody has stays as it is; one whose account is somebody’s by the rules of its connection is handed back to them.',
    args: { input: t.arg({ type: UnassignDeviceInput, required: true, description: 'Which device.' }) },
    resolve: async (_, { input: { deviceId, expectedVersion } }, { session }) => ({
      device: await unassignDevice(session, deviceId, expectedVersion),
    }),
  }),
);
