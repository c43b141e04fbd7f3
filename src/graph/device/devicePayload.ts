import type { Device as DeviceRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Device } from './Device.ts';

/** The payload of a mutation that changes one device. */
export const devicePayload = (name: string, description: string) =>
  builder.objectRef<{ device: DeviceRow }>(name).implement({
    description,
    fields: (t) => ({ device: t.field({ type: Device, description: 'The device after the change.', resolve: ({ device }) => device }) }),
  });
