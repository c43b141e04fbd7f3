import { Prisma } from '#generated/prisma/client.ts';
import { type DirectoryError, notFound, type ResourceType, staleVersion } from './errors.ts';
import { isUuid, type Session, within } from './session.ts';

/** The version that the caller has read; null or undefined means whichever it is. */
export type Version = number | null | undefined;

/** The check that is part of a write. */
export const atVersion = (expected: Version) => (expected == null ? Prisma.sql`TRUE` : Prisma.sql`version = ${expected}`);

/** The same of a row that is at hand. */
export const isAt = ({ version }: { version: number }, expected: Version) => expected == null || version === expected;

/** An API key has no version; a template of all connections is seen where it is not changed. */
type Versioned = Exclude<ResourceType, 'ApiKey' | 'ConnectionToken' | 'OAuthClient' | 'ProfileTemplate'>;

/** Why a write found nothing to change: it is not there (or out of reach), or it has moved on. */
export async function whyNot(session: Session, type: Versioned, id: string): Promise<DirectoryError> {
  return isUuid(id) && (await counts[type](session, id)) > 0 ? staleVersion(type, id) : notFound(type, id);
}

const counts: Record<Versioned, (session: Session, id: string) => Promise<number>> = {
  User: (session, id) => session.db.user.count({ where: { id, connectionId: within(session) } }),
  Group: (session, id) => session.db.group.count({ where: { id, connectionId: within(session) } }),
  Device: (session, id) => session.db.device.count({ where: { id, connectionId: within(session) } }),
  AttributeDefinition: (session, id) => session.db.attributeDefinition.count({ where: { id } }),
  FactDefinition: (session, id) => session.db.factDefinition.count({ where: { id } }),
  Policy: (session, id) => session.db.policy.count({ where: { id, OR: [{ connectionId: null }, { connectionId: within(session) }] } }),
  Connection: (session, id) => session.db.connection.count({ where: { AND: [{ id }, { id: within(session) }] } }),
};
