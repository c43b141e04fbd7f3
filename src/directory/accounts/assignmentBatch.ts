import { type AccountMatch, type Device, Prisma } from '#generated/prisma/client.ts';
import type { Policy, RowResult } from '../batches.ts';
import { firstOf, knownDevices } from '../deviceBatch.ts';
import type { Session } from '../session.ts';
import { peopleNamed } from './peopleNamed.ts';

export type PersonKey = 'email' | 'userName' | 'externalId';
export type DeviceKey = 'serialNumber' | 'udid';

const matches: Record<PersonKey, AccountMatch> = { email: 'EMAIL', userName: 'USER_NAME', externalId: 'EXTERNAL_ID' };

/** A row that names one person and one device, each by one key. */
export interface NamedRow {
  readonly index: number;
  readonly person: { readonly key: PersonKey; readonly value: string };
  readonly device: { readonly key: DeviceKey; readonly value: string };
}

/** A row, and what became of it. */
export interface JudgedAssignment {
  readonly index: number;
  readonly outcome: RowResult['outcome'];
  /** The device after the batch; null when nothing is written of the row. */
  readonly device: Device | null;
  /** Whether the connection has the device. */
  readonly known: boolean;
  /** How many people of the connection are named. */
  readonly people: number;
  /** The first row that names the same device before it. */
  readonly earlier: number | null;
  /** By what the row names the two. */
  readonly personKey: PersonKey;
  readonly deviceKey: DeviceKey;
}

/** Judges the rows and assigns the devices, in one statement: known devices are locked, in one order, before anything is decided by them. */
export async function writeAssignments(
  session: Session,
  home: string,
  rows: readonly NamedRow[],
  policy: Policy,
): Promise<JudgedAssignment[]> {
  const judged = await session.db.$queryRaw<(Device & { verdict: Omit<JudgedAssignment, 'device'> })[]>`
    WITH /* planned anew */ sent AS MATERIALIZED (${sentRows(JSON.stringify(rows.map(toSent)))}),
      known AS MATERIALIZED (${knownDevices(home)}),
      named AS MATERIALIZED (${namedPeople(home)}),
      judged AS MATERIALIZED (${judgedRows}),
      wanted AS MATERIALIZED (
        SELECT id, device, "userId", ${isSame} AS same FROM judged
        WHERE NOT ${fails} AND ${policy.writes} AND (${policy.skips} OR NOT EXISTS (SELECT FROM judged WHERE ${fails}))),
      updated AS (
        UPDATE devices SET "assignedUserId" = "userId", "assignmentSource" = 'CSV', "assignedAt" = clock_timestamp(), "updatedBy" = ${session.actor}
        FROM wanted WHERE devices.id = wanted.id AND NOT same
        RETURNING devices.*),
      written AS (
        SELECT 'UPDATED' AS ending, * FROM updated
        UNION ALL SELECT 'UNCHANGED', (device).* FROM wanted WHERE same)
    SELECT written.*, jsonb_build_object(
      'index', index, 'known', judged.id IS NOT NULL, 'people', people, 'earlier', earlier, 'personKey', "personKey", 'deviceKey', "deviceKey",
      'outcome', coalesce(ending, CASE WHEN ${fails} THEN 'FAILED' ELSE 'NOT_WRITTEN' END)) AS verdict
    FROM judged LEFT JOIN written ON written.id = judged.id AND NOT ${fails}`;
  return judged.map(({ verdict, ...device }) => ({ ...verdict, device: device.id === null ? null : device }));
}

const toSent = ({ index, person, device }: NamedRow) => ({
  index,
  personKey: person.key,
  person: person.value,
  by: matches[person.key],
  deviceKey: device.key,
  [device.key]: device.value,
});

const sentRows = (json: string) => Prisma.sql`
  SELECT index, "personKey", person, by, "deviceKey", fold("serialNumber") COLLATE "C" AS "serialKey", fold(udid) COLLATE "C" AS "udidKey"
  FROM jsonb_to_recordset(${json}::jsonb)
    AS sent(index int, "personKey" text, person text, by text, "deviceKey" text, "serialNumber" text, udid text)`;

/** How many people of the connection each name means, those who are not active too, and one of them. */
const namedPeople = (home: string) => Prisma.sql`
  SELECT asked.by, asked.person, count(*)::int AS people, (array_agg(found.id))[1] AS id
  FROM (SELECT DISTINCT by, person FROM sent) AS asked CROSS JOIN LATERAL (
    ${peopleNamed({ by: Prisma.sql`asked.by`, name: Prisma.sql`asked.person`, connectionId: Prisma.sql`${home}::uuid` })}) AS found
  GROUP BY asked.by, asked.person`;

/** Each row with the device and the person that it names. */
const judgedRows = Prisma.sql`
  SELECT *, nullif("byDevice", index) AS earlier
  FROM (
    SELECT index, "personKey", "deviceKey", coalesce(serial.id, udid.id) AS id, coalesce(serial.device, udid.device) AS device,
      coalesce(people, 0) AS people, named.id AS "userId", ${firstOf(Prisma.sql`coalesce(serial.id, udid.id)`)} AS "byDevice"
    FROM sent LEFT JOIN known AS serial ON serial."serialKey" = sent."serialKey" LEFT JOIN known AS udid ON udid."udidKey" = sent."udidKey"
      LEFT JOIN named USING (by, person)) AS judging`;

const fails = Prisma.sql`(judged.id IS NULL OR judged.people <> 1 OR judged.earlier IS NOT NULL)`;

/** The same person by the same source again changes nothing. */
const isSame = Prisma.sql`((device)."assignedUserId", (device)."assignmentSource") IS NOT DISTINCT FROM ("userId", 'CSV'::"AssignmentSource")`;
