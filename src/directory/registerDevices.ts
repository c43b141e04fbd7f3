import { checkSize, failure, inOrder, type OnError, policyOf, type RowResult, readRows, repeated } from './batches.ts';
import type { Definitions } from './conditions/definitions.ts';
import { type JudgedRow, type SoundRow, writeDevices } from './deviceBatch.ts';
import { type DeviceChange, definitionsFor, readDevice } from './devices.ts';
import { ambiguous, invalidInput } from './errors.ts';
import { retryLostRaces } from './lostRaces.ts';
import { homeOf, mayOperate, type Session } from './session.ts';

export interface Batch {
  connectionId?: string | null | undefined;
  onError: OnError;
  devices: readonly DeviceChange[];
}

/** Makes the devices that the connection does not know by serialNumber or udid, and changes the others: one statement for them all. */
export async function registerDevices(session: Session, { connectionId, onError, devices }: Batch): Promise<RowResult[]> {
  mayOperate(session);
  checkSize('devices', devices);
  const home = homeOf(session, connectionId);
  const definitions = await definitionsFor(session, devices);
  const { sound, failed } = readRows(devices, (input, index) => readRow(input, index, definitions));
  const policy = policyOf(onError, failed);
  const judged = sound.length ? await retryLostRaces(() => writeDevices(session, home, sound, policy)) : [];
  return inOrder([...failed, ...judged.map(toResult)]);
}

function readRow(input: DeviceChange, index: number, definitions: Definitions): SoundRow {
  const write = readDevice(input, definitions);
  if (!write.columns.serialNumber && !write.columns.udid) throw nameless();
  return { index, write };
}

function toResult({ index, outcome, device, several, earlier, sameKey }: JudgedRow): RowResult {
  if (several) return failure(index, divided());
  return earlier === null ? { index, outcome, device, error: null } : failure(index, repeated(earlier, sameKey));
}

const nameless = () => invalidInput('serialNumber: a device needs a serialNumber or a udid. Send at least one of them.', 'serialNumber');
const divided = () =>
  ambiguous('udid: belongs to another device than the serialNumber. Send the two of one device, or one of them alone.', 'udid');
