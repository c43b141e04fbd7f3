import { z } from 'zod';
import { Prisma, type User } from '#generated/prisma/client.ts';
import { holdToDefinitions } from './declaredValues.ts';
import { notFound, refuse } from './errors.ts';
import { groupsAreHeld, heldGroups } from './heldGroups.ts';
import { homeOf, inReach, isUuid, mayWrite, type Session, within } from './session.ts';
import { addresses, emails, extensions, indexedText, multiValues, plainText, read, requiredName, type Unread } from './values.ts';
import { atVersion, type Version, whyNot } from './versions.ts';

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
    managerReference: indexedText,
    extensions,
  })
  .partial();

const newUser = userChange.required({ userName: true });

export type UserChange = Unread<z.input<typeof userChange>>;
export type NewUser = UserChange & { userName: string; connectionId?: string | null | undefined };

/** Makes a person in the connection named, or in the caller's own. */
export async function createUser(session: Session, { connectionId, ...input }: NewUser): Promise<User> {
  mayWrite(session);
  const person = read(newUser, input);
  await holdToDefinitions(session, person.extensions);
  return session.db.user.create({ data: { ...toColumns(person), connectionId: homeOf(session, connectionId), updatedBy: session.actor } });
}

/** Changes a person, unless someone else has since `expectedVersion` was read. */
export async function updateUser(session: Session, id: string, input: UserChange, expectedVersion?: Version): Promise<User> {
  mayWrite(session);
  const change = read(userChange, input);
  if (!isUuid(id)) throw notFound('User', id);
  await holdToDefinitions(session, change.extensions);
  const [user] = await session.db.user.updateManyAndReturn({
    where: { id, connectionId: within(session), ...(expectedVersion != null && { version: expectedVersion }) },
    data: { ...toColumns(change), updatedBy: session.actor },
  });
  return user ?? refuse(await whyNot(session, 'User', id));
}

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
