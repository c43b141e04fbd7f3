import { builder } from '../builder.ts';

const SerialNumberKey = builder.inputType('SerialNumberKey', {
  description: 'A serial number in its connection.',
  fields: (t) => ({
    connectionId: t.id({ required: true, description: 'The connection.' }),
    serialNumber: t.string({ required: true, description: 'The serial number; case does not matter.' }),
  }),
});

const UdidKey = builder.inputType('UdidKey', {
  description: 'A UDID in its connection.',
  fields: (t) => ({
    connectionId: t.id({ required: true, description: 'The connection.' }),
    udid: t.string({ required: true, description: 'The UDID; case does not matter.' }),
  }),
});

export const DeviceBy = builder.inputType('DeviceBy', {
  description: 'What names one device: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'The device’s id.' }),
    serialNumber: t.field({ type: SerialNumberKey, description: 'A serial number in its connection.' }),
    udid: t.field({ type: UdidKey, description: 'A UDID in its connection.' }),
  }),
});
