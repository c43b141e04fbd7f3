import { type Device, Prisma } from '#generated/prisma/client.ts';
import type { Policy, RowResult } from './batches.ts';
import { type DeviceWrite, deviceColumns, mergedFacts } from './devices.ts';
import type { Session } from './session.ts';

/** A row of a batch that can be read. */
export interface SoundRow {
  readonly index: number;
  readonly write: DeviceWrite;
}

/** A row of a batch, and what became of it. */
export interface JudgedRow {
  readonly index: number;
  readonly outcome: RowResult['outcome'];
  readonly device: Device | null;
  /** Whether its serialNumber and its udid belong to two devices. */
  readonly several: boolean;
  /** The first row that names the same device before it, and the key by which this row does. */
  readonly earlier: number | null;
  readonly sameKey: 'serialNumber' | 'udid';
}

/**
 * Judges the rows and writes the devices, in one statement. Known devices are locked, in one order, before anything is decided by them; a device
 * that comes meanwhile breaks a unique index, and with it the statement.
 */
export async function writeDevices(session: Session, home: string, rows: readonly SoundRow[], policy: Policy): Promise<JudgedRow[]> {
  const sent = rows.map(({ index, write }) => ({ index, ...write }));
  const judged = await session.db.$queryRaw<(Device & { ending: unknown; verdict: Omit<JudgedRow, 'device'> })[]>`
    WITH /* planned anew */ sent AS MATERIALIZED (${sentRows(JSON.stringify(sent))}),
      known AS MATERIALIZED (${knownDevices(home)}),
      judged AS MATERIALIZED (${judgedRows}),
      wanted AS MATERIALIZED (
        ${wantedDevices}
        WHERE NOT ${fails} AND ${policy.writes} AND (${policy.skips} OR NOT EXISTS (SELECT FROM judged WHERE ${fails}))),
      created AS (
        INSERT INTO devices (id, "connectionId", "updatedBy", ${columnNames})
        -- In one order: two batches that make the same devices do not wait for each other for ever.
        SELECT id, ${home}::uuid, ${session.actor}, ${columnsAfter} FROM wanted WHERE (before).id IS NULL ORDER BY "serialKey", "udidKey"
        RETURNING *),
      updated AS (
        UPDATE devices SET (${columnNames}, "updatedBy") = ROW (${columnsAfter}, ${session.actor})
        FROM wanted WHERE devices.id = wanted.id AND after <> before
        RETURNING devices.*),
      written AS (
        SELECT 'CREATED' AS ending, * FROM created
        UNION ALL SELECT 'UPDATED', * FROM updated
        UNION ALL SELECT 'UNCHANGED', (before).* FROM wanted WHERE after = before)
    SELECT written.*, jsonb_build_object(
      'index', index, 'several', several, 'earlier', earlier, 'sameKey', "sameKey",
      'outcome', coalesce(ending, CASE WHEN ${fails} THEN 'FAILED' ELSE 'NOT_WRITTEN' END)) AS verdict
    FROM judged LEFT JOIN written ON written.id = judged.id`;
  return judged.map(({ verdict, ending, ...device }) => ({ ...verdict, device: device.id === null ? null : device }));
}

const sentRows = (json: string) => Prisma.sql`
  SELECT *, fold(columns ->> 'serialNumber') COLLATE "C" AS "serialKey", fold(columns ->> 'udid') COLLATE "C" AS "udidKey"
  FROM jsonb_to_recordset(${json}::jsonb) AS sent(index int, columns jsonb, facts jsonb)`;

/** The devices of the connection that the rows of `sent` name by serialKey or udidKey, as they are once they are locked. */
export const knownDevices = (home: string) => Prisma.sql`
  SELECT id, devices AS device, fold("serialNumber") COLLATE "C" AS "serialKey", fold(udid) COLLATE "C" AS "udidKey"
  FROM devices
  WHERE id IN (
    SELECT id FROM sent JOIN devices ON fold("serialNumber") COLLATE "C" = "serialKey" AND "connectionId" = ${home}::uuid
    UNION
    SELECT id FROM sent JOIN devices ON fold(udid) COLLATE "C" = "udidKey" AND "connectionId" = ${home}::uuid)
  ORDER BY id FOR NO KEY UPDATE`;

/** The first row with the same key, itself or one before it; NULL without a key. */
export const firstOf = (key: Prisma.Sql) => Prisma.sql`CASE WHEN ${key} IS NOT NULL THEN min(index) OVER (PARTITION BY ${key}) END`;

/** Each row with the device that it names, and with what speaks against it. */
const judgedRows = Prisma.sql`
  SELECT *, nullif(least("bySerial", "byUdid", "byDevice"), index) AS earlier,
    CASE WHEN "bySerial" < index THEN 'serialNumber' WHEN "byUdid" < index OR "serialId" IS NULL THEN 'udid' ELSE 'serialNumber' END AS "sameKey"
  FROM (
    SELECT sent.*, serial.id AS "serialId", coalesce(serial.id, udid.id, uuid_v7()) AS id, coalesce(serial.device, udid.device) AS device,
      (serial.id <> udid.id) IS TRUE AS several,
      ${firstOf(Prisma.sql`sent."serialKey"`)} AS "bySerial",
      ${firstOf(Prisma.sql`sent."udidKey"`)} AS "byUdid",
      ${firstOf(Prisma.sql`coalesce(serial.id, udid.id)`)} AS "byDevice"
    FROM sent LEFT JOIN known AS serial ON serial."serialKey" = sent."serialKey" LEFT JOIN known AS udid ON udid."udidKey" = sent."udidKey") AS named`;

const fails = Prisma.sql`(judged.several OR judged.earlier IS NOT NULL)`;

/** Each device before and after its row: absent keeps, null clears. */
const wantedDevices = Prisma.sql`
  SELECT judged.id, judged."serialKey", judged."udidKey", judged.device AS before, after
  FROM judged CROSS JOIN LATERAL jsonb_populate_record(
    judged.device,
    CASE WHEN (judged.device).id IS NULL THEN '{"tags": [], "facts": {}}'::jsonb ELSE '{}' END
      || judged.columns
      || CASE WHEN judged.facts IS NULL THEN '{}'
         ELSE jsonb_build_object('facts', ${mergedFacts(Prisma.sql`coalesce((judged.device).facts, '{}')`, Prisma.sql`judged.facts`)}) END) AS after`;

const columnNames = Prisma.raw(deviceColumns.map((column) => `"${column}"`).join());
const columnsAfter = Prisma.raw(deviceColumns.map((column) => `(after)."${column}"`).join());
