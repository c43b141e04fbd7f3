import type { RowError as Failure, RowResult } from '#directory/batches.ts';
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

/** What became of a row, under a name of its own for each kind of batch. */
export const batchRow = (name: string, description: string) =>
  builder.objectRef<RowResult>(name).implement({
    description,
    fields: (t) => ({
      index: t.exposeInt('index', { description: 'The place of the row in the batch, from 0.' }),
      outcome: t.field({ type: RowOutcome, description: 'What became of it.', resolve: ({ outcome }) => outcome }),
      device: t.field({
        type: Device,
        nullable: true,
        description: 'The device after the batch; null when nothing is written of the row.',
        resolve: ({ device }) => device,
      }),
      error: t.field({
        type: RowError,
        nullable: true,
        description: 'Why it failed; null when it did not.',
        resolve: ({ error }) => error,
      }),
    }),
  });

type PayloadBuilder = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, readonly RowResult[]>;

export const ending = (rows: readonly RowResult[], outcome: RowResult['outcome']) => rows.filter((row) => row.outcome === outcome).length;

/** The rows of a payload, and how many came to which end. */
export const batchFields = (t: PayloadBuilder, row: ReturnType<typeof batchRow>) => ({
  results: t.field({ type: [row], description: 'What became of each row, in the order of the batch.', resolve: (rows) => rows }),
  updated: t.int({ description: 'How many devices were changed.', resolve: (rows) => ending(rows, 'UPDATED') }),
  unchanged: t.int({ description: 'How many devices were already as their rows say.', resolve: (rows) => ending(rows, 'UNCHANGED') }),
  failed: t.int({ description: 'How many rows failed.', resolve: (rows) => ending(rows, 'FAILED') }),
  notWritten: t.int({
    description: 'How many rows were not written because others failed.',
    resolve: (rows) => ending(rows, 'NOT_WRITTEN'),
  }),
});

const OnRowError = builder.enumType('OnRowError', {
  description: 'What becomes of a batch with rows that fail.',
  values: {
    REJECT_ALL: { description: 'Nothing of it is written.' },
    SKIP_FAILED: { description: 'All other rows are written.' },
  } as const,
});

type InputBuilder = PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>;

export const onRowError = (t: InputBuilder) =>
  t.field({
    type: OnRowError,
    required: true,
    defaultValue: 'REJECT_ALL',
    description: 'What becomes of the batch when rows fail.',
  });
