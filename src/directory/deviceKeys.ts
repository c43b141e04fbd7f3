import { Prisma } from '#generated/prisma/client.ts';
import { type DirectoryError, noSuchDevice, notFound, staleVersion } from './errors.ts';
import { inReach, isUuid, type Session } from './session.ts';

interface Serial {
  readonly connectionId: string;
  readonly serialNumber: string;
}

interface Udid {
  readonly connectionId: string;
  readonly udid: string;
}

/** What names one device: one of these. */
export interface DeviceKey {
  readonly id?: string | null | undefined;
  readonly serialNumber?: Serial | null | undefined;
  readonly udid?: Udid | null | undefined;
}

/** Whether a row of devices is the one that is named; what names nothing is no device. */
export function isDevice({ id, serialNumber, udid }: DeviceKey, row: Prisma.Sql): Prisma.Sql {
  if (id) return isUuid(id) ? Prisma.sql`${row}.id = ${id}::uuid` : Prisma.sql`FALSE`;
  if (serialNumber) return isNamed(row, 'serialNumber', serialNumber.connectionId, serialNumber.serialNumber);
  if (udid) return isNamed(row, 'udid', udid.connectionId, udid.udid);
  return Prisma.sql`FALSE`;
}

/** As the unique indexes compare them. */
const isNamed = (row: Prisma.Sql, column: 'serialNumber' | 'udid', connectionId: string, value: string) =>
  isUuid(connectionId)
    ? Prisma.sql`fold(${row}.${Prisma.raw(`"${column}"`)}) COLLATE "C" = fold(${value}) COLLATE "C" AND ${row}."connectionId" = ${connectionId}::uuid`
    : Prisma.sql`FALSE`;

/** Why a write found no device to change: it is not there (or out of reach), or it has moved on. */
export async function whyNotDevice(session: Session, key: DeviceKey): Promise<DirectoryError> {
  const [found] = await session.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE ${isDevice(key, Prisma.sql`devices`)} AND ${inReach(session)}`;
  if (found) return staleVersion('Device', found.id);
  if (key.serialNumber) return noSuchDevice('serialNumber');
  return key.udid ? noSuchDevice('udid') : notFound('Device', key.id ?? '');
}
