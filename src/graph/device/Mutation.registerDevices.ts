import type { RowResult } from '#directory/batches.ts';
import { registerDevices } from '#directory/registerDevices.ts';
import { builder } from '../builder.ts';
import { connectionId } from '../mutation.ts';
import { batchFields, batchRow, ending, onRowError } from './batchRows.ts';
import { deviceFields } from './deviceInput.ts';

const DeviceInput = builder.inputType('DeviceInput', {
  description:
    'A device as an MDM knows it, named by serialNumber, udid or both. Of a known device, absent keeps, and null or an empty string clears.',
  fields: deviceFields,
});

const RegisterDevicesInput = builder.inputType('RegisterDevicesInput', {
  description: 'A batch of devices.',
  fields: (t) => ({
    connectionId: connectionId(t),
    onError: onRowError(t),
    devices: t.field({ type: [DeviceInput], required: true, description: 'The devices, 1 to 1000, each once.' }),
  }),
});

const RegisteredDevice = batchRow('RegisteredDevice', 'What became of one row of a batch.');

const RegisterDevicesPayload = builder.objectRef<readonly RowResult[]>('RegisterDevicesPayload').implement({
  description: 'What registerDevices has done.',
  fields: (t) => ({
    ...batchFields(t, RegisteredDevice),
    created: t.int({ description: 'How many devices were made.', resolve: (rows) => ending(rows, 'CREATED') }),
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
