import type { Device } from '#generated/prisma/client.ts';
import { DirectoryError, invalidInput, limitExceeded } from './errors.ts';

const maximumRows = 1000;

/** What becomes of a batch with rows that fail: nothing of it is written, or all but those rows. */
export type OnError = 'REJECT_ALL' | 'SKIP_FAILED';

/** Whether anything is to be written, and whether it is when rows fail. */
export interface Policy {
  readonly writes: boolean;
  readonly skips: boolean;
}

/** Why a row failed. */
export type RowError = Pick<DirectoryError, 'code' | 'message' | 'field'>;

/** What became of one row. */
export interface RowResult {
  /** The row's place in the batch, from 0. */
  readonly index: number;
  readonly outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'FAILED' | 'NOT_WRITTEN';
  /** The device after the batch; null for a row of which nothing is written. */
  readonly device: Device | null;
  readonly error: RowError | null;
}

/** Refuses a batch that has no rows, or too many of them. */
export function checkSize(field: string, rows: readonly unknown[]) {
  if (rows.length === 0) throw invalidInput(`${field}: must not be empty. Send at least one.`);
  if (rows.length > maximumRows) throw limitExceeded(`${field}: a batch has at most ${maximumRows}. Send several batches.`);
}

export const failure = (index: number, { code, message, field }: DirectoryError): RowResult => ({
  index,
  outcome: 'FAILED',
  device: null,
  error: { code, message, field },
});

/** Reads each row for itself: those that can be read, and why the others cannot. */
export function readRows<Sent, Sound>(rows: readonly Sent[], readRow: (row: Sent, index: number) => Sound) {
  const sound: Sound[] = [];
  const failed: RowResult[] = [];
  for (const [index, row] of rows.entries()) {
    try {
      sound.push(readRow(row, index));
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      failed.push(failure(index, error));
    }
  }
  return { sound, failed };
}

/** Sound rows are judged even when nothing is to be written, so that each row is told what speaks against it. */
export const policyOf = (onError: OnError, failed: readonly RowResult[]): Policy => ({
  writes: onError === 'SKIP_FAILED' || failed.length === 0,
  skips: onError === 'SKIP_FAILED',
});

export const inOrder = (results: readonly RowResult[]) => [...results].sort((one, other) => one.index - other.index);

export const repeated = (earlier: number, key: string) =>
  invalidInput(`${key}: the row ${earlier} names the same device. Send each device once.`, key);
