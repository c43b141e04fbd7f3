import { assignDevices } from '#directory/accounts/assignDevices.ts';
import type { RowResult } from '#directory/batches.ts';
import { builder } from '../builder.ts';
import { batchFields, batchRow, onRowError } from './batchRows.ts';

const DeviceAssignmentInput = builder.inputType('DeviceAssignmentInput', {
  description:
    'A row of a file: whose a device is to be. The person is named by one of email, userName and externalId, the device by one of serialNumber and udid; an empty string is none.',
  fields: (t) => ({
    email: t.string({ description: 'Any e-mail address of the person, without regard to case; one that several people have is refused.' }),
    userName: t.string({ description: 'The userName of the person, without regard to case.' }),
    externalId: t.string({ description: 'The externalId of the person, exactly; one that several people have is refused.' }),
    serialNumber: t.string({ description: 'The serial number of the device, without regard to case.' }),
    udid: t.string({ description: 'The UDID of the device, without regard to case.' }),
  }),
});

const AssignDevicesInput = builder.inputType('AssignDevicesInput', {
  description: 'A batch of assignments.',
  fields: (t) => ({
    connectionId: t.id({
      description:
        'The connection of the devices and people; without one, the only connection of the credential, or the built-in Manual one for a credential that reaches all; one that reaches several must name it.',
    }),
    onError: onRowError(t),
    rows: t.field({ type: [DeviceAssignmentInput], required: true, description: 'The rows, 1 to 1000, each device once.' }),
  }),
});

const AssignedDevice = batchRow('AssignedDevice', 'What became of one row of a batch of assignments; none is CREATED.');

const AssignDevicesPayload = builder.objectRef<readonly RowResult[]>('AssignDevicesPayload').implement({
  description: 'What assignDevices has done.',
  fields: (t) => batchFields(t, AssignedDevice),
});

builder.mutationField('assignDevices', (t) =>
  t.field({
    type: AssignDevicesPayload,
    nullable: true,
    description:
      'Assigns up to 1000 devices at once, by the source CSV, as the rows of a file say; people who are not active too, as assignDevice does. A row fails alone, with an error of its own; onError says what that means for the others. The same user by the same source again changes nothing.',
    args: { input: t.arg({ type: AssignDevicesInput, required: true, description: 'The batch.' }) },
    complexity: ({ input }) => ({ field: 1, multiplier: Math.max(input.rows.length, 1) }),
    resolve: (_, { input }, { session }) => assignDevices(session, input),
  }),
);
