import type { Device } from '#generated/prisma/client.ts';
import type { Definitions } from './conditions/definitions.ts';
import { type JudgedRow, type SoundRow, writeDevices } from './deviceBatch.ts';
import { type DeviceChange, definitionsFor, readDevice } from './devices.ts';
import { ambiguous, DirectoryError, invalidInput, limitExceeded } from './errors.ts';
import { retryLostRaces } from './lostRaces.ts';
import { homeOf, mayOperate, type Session } from './session.ts';

const maximumRows = 1000;

/** What becomes of a batch with rows that fail: nothing of it is written, or all but those rows. */
export type OnError = 'REJECT_ALL' | 'SKIP_FAILED';

export interface Batch {
  connectionId?: string | null | undefined;
  onError: OnError;
  devices: readonly DeviceChange[];
}

/** Why a row failed. */
export type RowError = Pick<DirectoryError, 'code' | 'message' | 'field'>;

/** What became of one row. */
export interface RowResult {
  /** The row's place in the batch, from 0. */
  readonly index: number;
  readonly outcome: JudgedRow['outcome'];
  /** The device after the batch; null for a row of which nothing is written. */
  readonly device: Device | null;
  readonly error: RowError | null;
}

/** Makes the devices that the connection does not know by serialNumber or udid, and changes the others: one statement for them all. */
export async function registerDevices(session: Session, { connectionId, onError, devices }: Batch): Promise<RowResult[]> {
  mayOperate(session);
  if (devices.length === 0) throw invalidInput('devices: must not be empty. Send at least one.');
  if (devices.length > maximumRows) throw limitExceeded(`devices: a batch has at most ${maximumRows}. Send several batches.`);
  const home = homeOf(session, connectionId);
  const definitions = await definitionsFor(session, devices);
  const rows = devices.map((input, index) => readRow(input, index, definitions));
  const sound = rows.filter((row) => 'write' in row);
  const failed = rows.filter((row) => 'error' in row);
  // Sound rows are judged even when nothing is to be written, so that each row is told what speaks against it.
  const policy = { writes: onError === 'SKIP_FAILED' || failed.length === 0, skips: onError === 'SKIP_FAILED' };
  const judged = sound.length ? await retryLostRaces(() => writeDevices(session, home, sound, policy)) : [];
  return [...failed, ...judged.map(toResult)].sort((one, other) => one.index - other.index);
}

const failure = (index: number, { code, message, field }: DirectoryError): RowResult => ({
  index,
  outcome: 'FAILED',
  device: null,
  error: { code, message, field },
});

function readRow(input: DeviceChange, index: number, definitions: Definitions): SoundRow | RowResult {
  try {
    const write = readDevice(input, definitions);
    return write.columns.serialNumber || write.columns.udid ? { index, write } : failure(index, nameless());
  } catch (error) {
    if (error instanceof DirectoryError) return failure(index, error);
    throw error;
  }
}

function toResult({ index, outcome, device, several, earlier, sameKey }: JudgedRow): RowResult {
  if (several) return failure(index, divided());
  return earlier === null ? { index, outcome, device, error: null } : failure(index, repeated(earlier, sameKey));
}

const nameless = () => invalidInput('serialNumber: a device needs a serialNumber or a udid. Send at least one of them.', 'serialNumber');
const divided = () =>
  ambiguous('udid: belongs to another device than the serialNumber. Send the two of one device, or one of them alone.', 'udid');
const repeated = (earlier: number, key: string) =>
  invalidInput(`${key}: the row ${earlier} names the same device. Send each device once.`, key);
