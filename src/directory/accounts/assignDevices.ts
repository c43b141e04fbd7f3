import { z } from 'zod';
import { checkSize, failure, inOrder, type OnError, policyOf, type RowResult, readRows, repeated } from '../batches.ts';
import { ambiguous, invalidInput, noSuchDevice, noSuchUser } from '../errors.ts';
import { retryLostRaces } from '../lostRaces.ts';
import { homeOf, mayOperate, type Session } from '../session.ts';
import { identifier, read, type Unread } from '../values.ts';
import { type DeviceKey, type JudgedAssignment, type NamedRow, type PersonKey, writeAssignments } from './assignmentBatch.ts';

const assignmentRow = z
  .strictObject({ email: identifier, userName: identifier, externalId: identifier, serialNumber: identifier, udid: identifier })
  .partial();

const personKeys: readonly PersonKey[] = ['email', 'userName', 'externalId'];
const deviceKeys: readonly DeviceKey[] = ['serialNumber', 'udid'];

export interface Assignments {
  connectionId?: string | null | undefined;
  onError: OnError;
  /** Whose each device is to be. */
  rows: readonly Unread<z.input<typeof assignmentRow>>[];
}

/** Assigns devices to people of their connection, as the rows of a file say: one statement for them all. */
export async function assignDevices(session: Session, { connectionId, onError, rows }: Assignments): Promise<RowResult[]> {
  mayOperate(session);
  checkSize('rows', rows);
  const home = homeOf(session, connectionId);
  const { sound, failed } = readRows(rows, readRow);
  const policy = policyOf(onError, failed);
  const judged = sound.length ? await retryLostRaces(() => writeAssignments(session, home, sound, policy)) : [];
  return inOrder([...failed, ...judged.map(toResult)]);
}

function readRow(input: Assignments['rows'][number], index: number): NamedRow {
  const row = read(assignmentRow, input);
  return { index, person: theOne(row, personKeys, 'person'), device: theOne(row, deviceKeys, 'device') };
}

/** The one key by which a row names what could be named by several. */
function theOne<Key extends PersonKey | DeviceKey>(row: z.output<typeof assignmentRow>, keys: readonly Key[], what: string) {
  const [named, again] = keys.flatMap((key) => {
    const value = row[key];
    return value ? [{ key, value }] : [];
  });
  if (!named) throw invalidInput(`${keys[0]}: a row names its ${what} by ${keys.join(' or ')}. Send one of them.`, keys[0]);
  if (again) throw invalidInput(`${again.key}: the ${what} is named by ${named.key} already. Send one of the two.`, again.key);
  return named;
}

function toResult({ index, outcome, device, known, people, earlier, personKey, deviceKey }: JudgedAssignment): RowResult {
  if (!known) return failure(index, noSuchDevice(deviceKey));
  if (people !== 1) return failure(index, people === 0 ? noSuchUser(personKey) : shared(personKey));
  return earlier === null ? { index, outcome, device, error: null } : failure(index, repeated(earlier, deviceKey));
}

const shared = (key: string) => ambiguous(`${key}: is that of several people of the connection. Name the one by userName.`, key);
