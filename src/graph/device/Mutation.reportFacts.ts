import { updateDevice } from '#directory/devices.ts';
import { builder, documentation } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { DeviceBy } from './DeviceBy.ts';
import { devicePayload } from './devicePayload.ts';

const ReportFactsInput = builder.inputType('ReportFactsInput', {
  description: 'What a device reports.',
  fields: (t) => ({
    device: t.field({ type: DeviceBy, required: true, description: 'The device.' }),
    facts: t.field({
      type: 'JSONObject',
      required: true,
      description: 'The facts by the keys of their definitions; a fact that is null goes, all others of the device stay.',
    }),
    lastCheckInAt: t.field({ type: 'DateTime', description: documentation('Device', 'lastCheckInAt') }),
    expectedVersion: expectedVersion(t),
  }),
});

const ReportFactsPayload = devicePayload('ReportFactsPayload', 'What reportFacts has changed.');

builder.mutationField('reportFacts', (t) =>
  t.field({
    type: ReportFactsPayload,
    nullable: true,
    description:
      'Merges facts into those of a device. Each must be declared by a fact definition and be of its type; otherwise none is kept (INVALID_INPUT).',
    args: { input: t.arg({ type: ReportFactsInput, required: true, description: 'The report.' }) },
    resolve: async (_, { input: { device, expectedVersion, ...report } }, { session }) => ({
      device: await updateDevice(session, device, report, expectedVersion),
    }),
  }),
);
