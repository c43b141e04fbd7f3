import { z } from 'zod';
import { type Device, Prisma } from '#generated/prisma/client.ts';
import { type Definitions, noDefinitions } from './conditions/definitions.ts';
import { definitionsOf } from './definitions.ts';
import { type DeviceKey, isDevice, whyNotDevice } from './deviceKeys.ts';
import { notFound, refuse } from './errors.ts';
import { type Fact, facts, heldFacts } from './facts.ts';
import { inReach, isUuid, mayOperate, type Session } from './session.ts';
import { account, identifier, instant, plainText, read, texts, type Unread, version } from './values.ts';
import { atVersion, type Version, whyNot } from './versions.ts';

/** What may be said of a device: absent keeps, null clears; of facts, each for itself. */
const deviceChange = z
  .strictObject({
    serialNumber: identifier,
    udid: identifier,
    name: plainText,
    platform: plainText,
    osVersion: version,
    osBuild: plainText,
    model: plainText,
    manufacturer: plainText,
    chip: plainText,
    supervised: z.boolean().nullable(),
    enrollmentType: plainText,
    enrolledAt: instant,
    lastCheckInAt: instant,
    ownership: plainText,
    encrypted: z.boolean().nullable(),
    assetTag: plainText,
    tags: texts,
    reportedAccount: account,
    facts,
  })
  .partial();

/** The columns that a change may name. */
export const deviceColumns = Object.keys(deviceChange.shape);

export type DeviceChange = Unread<z.input<typeof deviceChange>>;

/** A change as it is written: the columns that it names, and the facts that come and go among those that stay. */
export interface DeviceWrite {
  readonly columns: Omit<z.output<typeof deviceChange>, 'facts'> & { facts?: Record<string, never> };
  readonly facts: Record<string, Fact> | null;
}

/** Most writes carry no facts, and pay for no look at the definitions. */
export const definitionsFor = async (session: Session, changes: readonly DeviceChange[]): Promise<Definitions> =>
  changes.some((change) => change.facts) ? definitionsOf(session) : noDefinitions;

/** Reads a change through its one door. */
export function readDevice(input: DeviceChange, definitions: Definitions): DeviceWrite {
  const { facts: sent, ...columns } = read(deviceChange, input);
  if (sent === null) return { columns: { ...columns, facts: {} }, facts: null };
  return { columns, facts: sent ? heldFacts(sent, definitions) : null };
}

/** Changes a device, unless someone else has since `expectedVersion` was read. */
export async function updateDevice(session: Session, key: DeviceKey, input: DeviceChange, expectedVersion?: Version): Promise<Device> {
  mayOperate(session);
  const write = readDevice(input, await definitionsFor(session, [input]));
  const [device] = await session.db.$queryRaw<Device[]>`
    UPDATE devices SET ${assignments(write, session.actor)}
    WHERE ${isDevice(key, Prisma.sql`devices`)} AND ${inReach(session)} AND ${atVersion(expectedVersion)}
    RETURNING *`;
  return device ?? refuse(await whyNotDevice(session, key));
}

/** Deletes a device and the history of its assignments. */
export async function deleteDevice(session: Session, id: string, expectedVersion?: Version): Promise<string> {
  mayOperate(session);
  if (!isUuid(id)) throw notFound('Device', id);
  const deleted = await session.db.$executeRaw`
    DELETE FROM devices WHERE id = ${id}::uuid AND ${inReach(session)} AND ${atVersion(expectedVersion)} AND acting_as(${session.actor})`;
  return deleted ? id : refuse(await whyNot(session, 'Device', id));
}

/** The facts with those that come, and without those that go. */
export const mergedFacts = (kept: Prisma.Sql, coming: Prisma.Sql) => Prisma.sql`jsonb_strip_nulls(${kept} || ${coming})`;

const json = (value: unknown) => Prisma.sql`${JSON.stringify(value)}::jsonb`;

const assignments = ({ columns, facts: coming }: DeviceWrite, actor: string) =>
  Prisma.join([
    ...Object.entries(columns)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => Prisma.sql`${Prisma.raw(`"${column}"`)} = ${column === 'facts' ? json(value) : value}`),
    ...(coming ? [Prisma.sql`facts = ${mergedFacts(Prisma.sql`facts`, json(coming))}`] : []),
    Prisma.sql`"updatedBy" = ${actor}`,
  ]);
