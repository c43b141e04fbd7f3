import type { RowError as Failure, RowResult } from '#directory/registerDevices.ts';
import { builder } from '../builder.ts';
import { ErrorCode } from '../error/ErrorCode.ts';
import { Device } from './Device.ts';

const RowOutcome = builder.enumType('RowOutcome', {
  description: 'What became of a row of a batch.',
  values: {
    CREATED: { description: 'Its device was made.' },
    UPDATED: { description: 'Its device was changed.' },
    UNCHANGED: { description: 'Its device was already as the row says: its version stays.' },
    FAILED: { description: 'Something speaks against it, which its error tells; nothing of it is written.' },
    NOT_WRITTEN: { description: 'Nothing speaks against it, but other rows failed, and with REJECT_ALL nothing is written.' },
  } as const,
});

const RowError = builder.objectRef<Failure>('RowError').implement({
  description: 'Why a row of a batch failed.',
  fields: (t) => ({
    code: t.field({ type: ErrorCode, description: 'What it tells a program.', resolve: ({ code }) => code }),
    message: t.exposeString('message', { description: 'What it tells people: a full sentence that says what to do.' }),
    field: t.exposeString('field', { nullable: true, description: 'The field of the row that it is about, such as "enrolledAt".' }),
  }),
});

export const RegisteredDevice = builder.objectRef<RowResult>('RegisteredDevice').implement({
  description: 'What became of one row of a batch.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'The place of the row in the batch, from 0.' }),
    outcome: t.field({ type: RowOutcome, description: 'What became of it.', resolve: ({ outcome }) => outcome }),
    device: t.field({
      type: Device,
      nullable: true,
      description: 'The device after the batch; null when nothing is written of the row.',
      resolve: ({ device }) => device,
    }),
    error: t.field({ type: RowError, nullable: true, description: 'Why it failed; null when it did not.', resolve: ({ error }) => error }),
  }),
});
