import { Prisma, type ProfileTemplate } from '#generated/prisma/client.ts';
import { type DirectoryError, forbidden, notFound, staleVersion } from '../errors.ts';
import { changesPolicy, seesPolicy } from '../policies/policyReach.ts';
import { inReach, type Session } from '../session.ts';
import { isAt, type Version } from '../versions.ts';

/** Which templates, or policies, a session may change, as a condition in SQL on the column that holds the id of their connection. */
export const changed = (session: Session, column?: Prisma.Sql) =>
  session.connections === 'all' ? Prisma.sql`TRUE` : inReach(session, column);

export const ofAllConnections = () => forbidden('change the profile templates of a policy of all connections: it is limited to some');

type Kept = Pick<ProfileTemplate, 'connectionId' | 'version'>;

/** Why a session may not change a template, which is seen and changed as its policy is; nothing where it may. */
export function whyNotTemplate(session: Session, id: string, template: Kept | null, expectedVersion: Version): DirectoryError | undefined {
  if (!template || !seesPolicy(session, template)) return notFound('ProfileTemplate', id);
  if (!changesPolicy(session, template)) return ofAllConnections();
  return isAt(template, expectedVersion) ? undefined : staleVersion('ProfileTemplate', id);
}
