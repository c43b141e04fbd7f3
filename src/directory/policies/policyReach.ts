import { type Policy, Prisma } from '#generated/prisma/client.ts';
import { inReach, reaches, type Session } from '../session.ts';

/** Whether a session sees the policy: those of all connections are everyone's to read, so that the policies of a device are whole; an identity provider has none. */
export const seesPolicy = (session: Session, { connectionId }: Pick<Policy, 'connectionId'>) =>
  session.role !== 'PROVISIONER' && (connectionId === null || reaches(session, connectionId));

/** The same, as a condition in SQL on the column that holds the id of a policy's connection. */
export const policiesInReach = (session: Session, column: Prisma.Sql) =>
  session.role === 'PROVISIONER' ? Prisma.sql`FALSE` : Prisma.sql`(${column} IS NULL OR ${inReach(session, column)})`;

/** Whether a session may change the policy, if its role changes any: one of all connections is for those who reach all. */
export const changesPolicy = ({ connections }: Session, { connectionId }: Pick<Policy, 'connectionId'>) =>
  connections === 'all' || (connectionId !== null && connections.includes(connectionId));
