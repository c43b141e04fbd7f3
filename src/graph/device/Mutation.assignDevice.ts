import { assignDevice } from '#directory/assignments.ts';
import { builder } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { AssignmentSource } from './AssignmentSource.ts';
import { devicePayload } from './devicePayload.ts';

const AssignDeviceInput = builder.inputType('AssignDeviceInput', {
  description: 'Whose device it is to be.',
  fields: (t) => ({
    deviceId: t.id({ required: true, description: 'The device.' }),
    userId: t.id({ required: true, description: 'The user, of the same connection.' }),
    source: t.field({
      type: AssignmentSource,
      required: true,
      defaultValue: 'MANUAL',
      description: 'How the device comes to the user.',
    }),
    expectedVersion: expectedVersion(t),
  }),
});

const AssignDevicePayload = devicePayload('AssignDevicePayload', 'What assignDevice has changed.');

builder.mutationField('assignDevice', (t) =>
  t.field({
    type: AssignDevicePayload,
    nullable: true,
    description:
      'Assigns a device to a user; the assignment before it ends. The same user by the same source again changes nothing. A user of another connection is NOT_FOUND.',
    args: { input: t.arg({ type: AssignDeviceInput, required: true, description: 'The assignment.' }) },
    resolve: async (_, { input: { deviceId, userId, source, expectedVersion } }, { session }) => ({
      device: await assignDevice(session, deviceId, userId, source, expectedVersion),
    }),
  }),
);
