import { type RowResult, registerDevices } from '#directory/registerDevices.ts';
import { builder } from '../builder.ts';
import { connectionId } from '../mutation.ts';
import { deviceFields } from './deviceInput.ts';
import { RegisteredDevice } from './RegisteredDevice.ts';

const DeviceInput = builder.inputType('DeviceInput', {
  description:
    'A device as an MDM knows it, named by serialNumber, udid or both. Of a known device, absent keeps, and null or an empty string clears.',
  fields: deviceFields,
});

const OnRowError = builder.enumType('OnRowError', {
  description: 'What becomes of a batch with rows that fail.',
  values: {
    REJECT_ALL: { description: 'Nothing of it is written.' },
    SKIP_FAILED: { description: 'All other rows are written.' },
  } as const,
});

const RegisterDevicesInput = builder.inputType('RegisterDevicesInput', {
  description: 'A batch of devices.',
  fields: (t) => ({
    connectionId: connectionId(t),
    onError: t.field({
      type: OnRowError,
      required: true,
      defaultValue: 'REJECT_ALL',
      description: 'What becomes of the batch when rows fail.',
    }),
    devices: t.field({ type: [DeviceInput], required: true, description: 'The devices, 1 to 1000, each once.' }),
  }),
});

const ending = (rows: readonly RowResult[], outcome: RowResult['outcome']) => rows.filter((row) => row.outcome === outcome).length;

const RegisterDevicesPayload = builder.objectRef<readonly RowResult[]>('RegisterDevicesPayload').implement({
  description: 'What registerDevices has done.',
  fields: (t) => ({
    results: t.field({
      type: [RegisteredDevice],
      description: 'What became of each row, in the order of the batch.',
      resolve: (rows) => rows,
    }),
    created: t.int({ description: 'How many devices were made.', resolve: (rows) => ending(rows, 'CREATED') }),
    updated: t.int({ description: 'How many devices were changed.', resolve: (rows) => ending(rows, 'UPDATED') }),
    unchanged: t.int({ description: 'How many devices were already as their rows say.', resolve: (rows) => ending(rows, 'UNCHANGED') }),
    failed: t.int({ description: 'How many rows failed.', resolve: (rows) => ending(rows, 'FAILED') }),
    notWritten: t.int({
      description: 'How many rows were not written because others failed.',
      resolve: (rows) => ending(rows, 'NOT_WRITTEN'),
    }),
  }),
});

builder.mutationField('registerDevices', (t) =>
  t.field({
    type: RegisterDevicesPayload,
    nullable: true,
    description:
      'Makes and changes up to 1000 devices at once: a row whose serial number or UDID the connection knows changes that device, any other makes one. A row fails alone, with an error of its own; onError says what that means for the others. A value of a wrong GraphQL type is no matter of its row: it refuses the whole request.',
    args: { input: t.arg({ type: RegisterDevicesInput, required: true, description: 'The batch.' }) },
    complexity: ({ input }) => ({ field: 1, multiplier: Math.max(input.devices.length, 1) }),
    resolve: (_, { input }, { session }) => registerDevices(session, input),
  }),
);
