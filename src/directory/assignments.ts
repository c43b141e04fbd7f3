import { type AssignmentSource, type Device, Prisma } from '#generated/prisma/client.ts';
import { invalidInput, notFound, refuse } from './errors.ts';
import { inReach, isUuid, mayOperate, type Session } from './session.ts';
import { atVersion, type Version, whyNot } from './versions.ts';

// A trigger of devices writes the history, in the statement that assigns.

/** Assigns a device to a person of its connection. The same person by the same source again changes nothing; the source of rules is theirs alone. */
export async function assignDevice(
  session: Session,
  deviceId: string,
  userId: string,
  source: AssignmentSource,
  expectedVersion?: Version,
): Promise<Device> {
  mayOperate(session);
  if (!isUuid(deviceId)) throw notFound('Device', deviceId);
  if (!isUuid(userId)) throw notFound('User', userId);
  if (source === 'RULE')
    throw invalidInput('source: RULE is the word of the connection’s own rules. Send API, or whichever it was.', 'source');
  const isSame = Prisma.sql`("assignedUserId", "assignmentSource") = (person.id, ${source}::"AssignmentSource")`;
  const [device] = await session.db.$queryRaw<Device[]>`
    UPDATE devices
    SET "assignedUserId" = person.id, "assignmentSource" = ${source}::"AssignmentSource",
      "assignedAt" = CASE WHEN ${isSame} THEN "assignedAt" ELSE clock_timestamp() END, "updatedBy" = ${session.actor}
    FROM (SELECT id, "connectionId" FROM users WHERE id = ${userId}::uuid) AS person
    WHERE ${isAsked(session, deviceId)} AND devices."connectionId" = person."connectionId" AND ${atVersion(expectedVersion)}
    RETURNING devices.*`;
  return device ?? refuse(await whyNotAssigned(session, deviceId, userId));
}

/** Takes a device from whomever it is assigned to; a device that nobody has stays as it is. */
export async function unassignDevice(session: Session, deviceId: string, expectedVersion?: Version): Promise<Device> {
  mayOperate(session);
  if (!isUuid(deviceId)) throw notFound('Device', deviceId);
  const [device] = await session.db.$queryRaw<Device[]>`
    UPDATE devices SET "assignedUserId" = NULL, "assignmentSource" = NULL, "assignedAt" = NULL, "updatedBy" = ${session.actor}
    WHERE ${isAsked(session, deviceId)} AND ${atVersion(expectedVersion)}
    RETURNING devices.*`;
  return device ?? refuse(await whyNot(session, 'Device', deviceId));
}

const isAsked = (session: Session, id: string) =>
  Prisma.sql`devices.id = ${id}::uuid AND ${inReach(session, Prisma.sql`devices."connectionId"`)}`;

async function whyNotAssigned(session: Session, deviceId: string, userId: string) {
  const [device] = await session.db.$queryRaw<{ hasPerson: boolean }[]>`
    SELECT EXISTS (SELECT FROM users WHERE users.id = ${userId}::uuid AND users."connectionId" = devices."connectionId") AS "hasPerson"
    FROM devices WHERE ${isAsked(session, deviceId)}`;
  return device && !device.hasPerson ? notFound('User', userId) : await whyNot(session, 'Device', deviceId);
}
