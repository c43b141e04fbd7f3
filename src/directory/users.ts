import { z } from 'zod';
import { Prisma, type User } from '#generated/prisma/client.ts';
import type { Extensions } from './declaredNames.ts';
import { heldToDefinitions, nothingStored, type Stored } from './declaredValues.ts';
import { invalidInput, notFound, refuse } from './errors.ts';
import { groupsAreHeld, heldGroups } from './heldGroups.ts';
import { homeOf, inReach, isUuid, mayWrite, type Session, within } from './session.ts';
import { type AttributeChange, firstExtensions, mergedExtensions, readAttributes } from './userAttributes.ts';
import {
  addresses,
  emails,
  extensions,
  indexedText,
  jsonObject,
  multiValues,
  plainText,
  read,
  requiredName,
  type Unread,
} from './values.ts';
import { atVersion, type Version, whyNot } from './versions.ts';

const idSyntax = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** An id (UUIDv7) may be sent in any case, and is looked for in one; what is no id of ours is kept as it is. */
const asId = (reference: string | null) => (reference !== null && idSyntax.test(reference) ? reference.toLowerCase() : reference);

/** What may be said of a person: absent keeps, null clears. */
const userChange = z
  .strictObject({
    userName: requiredName,
    externalId: indexedText,
    displayName: plainText,
    formattedName: plainText,
    familyName: plainText,
    givenName: plainText,
    middleName: plainText,
    honorificPrefix: plainText,
    honorificSuffix: plainText,
    nickName: plainText,
    profileUrl: plainText,
    title: plainText,
    userType: plainText,
    preferredLanguage: plainText,
    locale: plainText,
    timezone: plainText,
    active: z.boolean(),
    emails,
    phoneNumbers: multiValues,
    ims: multiValues,
    photos: multiValues,
    addresses,
    entitlements: multiValues,
    roles: multiValues,
    x509Certificates: multiValues,
    employeeNumber: plainText,
    costCenter: plainText,
    organization: plainText,
    division: plainText,
    department: indexedText,
    managerReference: indexedText.transform(asId),
    extensions,
    attributes: jsonObject,
  })
  .partial();

const newUser = userChange.required({ userName: true });

export type UserChange = Unread<z.input<typeof userChange>>;
export type NewUser = UserChange & { userName: string; connectionId?: string | null | undefined };

/** A change as it is written: the columns that it names, and the custom attributes that come and go among those that stay. */
interface PersonWrite<Columns> {
  readonly columns: Columns;
  readonly attributes: AttributeChange | undefined;
}

async function held<Sent extends z.output<typeof userChange>>(session: Session, { attributes, ...columns }: Sent, stored: Stored) {
  if (attributes !== undefined && columns.extensions !== undefined)
    throw invalidInput('attributes: must not stand beside extensions, which replaces them all. Send one of the two.', 'attributes');
  const extensions = columns.extensions && (await heldToDefinitions(session, columns.extensions, stored));
  return {
    columns: toColumns({ ...columns, ...(extensions && { extensions }) }),
    attributes: attributes === undefined ? undefined : await readAttributes(session, attributes, stored),
  } satisfies PersonWrite<object>;
}

/** Makes a person in the connection named, or in the caller's own. */
export async function createUser(session: Session, { connectionId, ...input }: NewUser): Promise<User> {
  mayWrite(session);
  const { columns, attributes } = await held(session, read(newUser, input), nothingStored);
  const extensions = attributes && toColumns({ extensions: firstExtensions(attributes) });
  return session.db.user.create({
    data: { ...columns, ...extensions, connectionId: homeOf(session, connectionId), updatedBy: session.actor },
  });
}

async function extensionsOf(session: Session, id: string): Promise<Extensions> {
  const user = await session.db.user.findFirst({ where: { id, connectionId: within(session) }, select: { extensions: true } });
  return Object(user?.extensions);
}

/** Changes a person, unless someone else has since `expectedVersion` was read. */
export async function updateUser(session: Session, id: string, input: UserChange, expectedVersion?: Version): Promise<User> {
  mayWrite(session);
  const change = read(userChange, input);
  if (!isUuid(id)) throw notFound('User', id);
  const { columns, attributes } = await held(session, change, () => extensionsOf(session, id));
  const [user] = attributes
    ? await mergeUser(session, id, { columns, attributes }, expectedVersion)
    : await session.db.user.updateManyAndReturn({
        where: { id, connectionId: within(session), ...(expectedVersion != null && { version: expectedVersion }) },
        data: { ...columns, updatedBy: session.actor },
      });
  return user ?? refuse(await whyNot(session, 'User', id));
}

/** The same where attributes are merged with those of the row, for which the client has no word. */
const mergeUser = (session: Session, id: string, { columns, attributes = {} }: PersonWrite<object>, expectedVersion: Version) =>
  session.db.$queryRaw<User[]>`
    UPDATE users SET ${Prisma.join([
      ...Object.entries(columns).flatMap(([column, value]) => (value === undefined ? [] : [assigned(column, value)])),
      Prisma.sql`extensions = ${mergedExtensions(attributes)}`,
      Prisma.sql`"updatedBy" = ${session.actor}`,
    ])}
    WHERE id = ${id}::uuid AND ${inReach(session)} AND ${atVersion(expectedVersion)}
    RETURNING *`;

/** A column of JSON holds what is no text, number or boolean. */
const assigned = (column: string, value: unknown) =>
  Prisma.sql`${Prisma.raw(`"${column}"`)} = ${typeof value === 'object' && value !== null ? Prisma.sql`${JSON.stringify(value)}::jsonb` : value}`;

/** Deletes a person and their memberships, unless someone else has changed them since `expectedVersion` was read. */
export async function deleteUser(session: Session, id: string, expectedVersion?: Version): Promise<string> {
  mayWrite(session);
  if (!isUuid(id)) throw notFound('User', id);
  const deleted = await session.db.$executeRaw`
    WITH ${heldGroups(Prisma.sql`"userId" = (SELECT id FROM users WHERE id = ${id}::uuid AND ${inReach(session)})`)}
    DELETE FROM users
    WHERE ${groupsAreHeld} AND id = ${id}::uuid AND ${inReach(session)} AND ${atVersion(expectedVersion)} AND acting_as(${session.actor})`;
  return deleted ? id : refuse(await whyNot(session, 'User', id));
}

/** What zod has read is JSON; the client's type for JSON columns cannot say so. */
const toColumns = <Read extends object>(change: Read) => change as { [Column in keyof Read]: JsonColumn<Read[Column]> };
type JsonColumn<Value> = Value extends object ? Prisma.InputJsonValue : Value;
