import { Prisma } from '#generated/prisma/client.ts';
import { type DirectoryError, forbidden, namedByPolicies, notFound, staleVersion } from '../errors.ts';
import { forget } from '../memory.ts';
import { inReach, isUuid, mayOperate, type Session } from '../session.ts';
import { atVersion, isAt, type Version } from '../versions.ts';
import { namedBy } from './namedBy.ts';
import { changesPolicy, seesPolicy } from './policyReach.ts';

/** Deletes a policy that no other names; who was in it leaves it. */
export async function deletePolicy(session: Session, id: string, expectedVersion?: Version): Promise<string> {
  mayOperate(session);
  if (!isUuid(id)) throw notFound('Policy', id);
  const isChanged = session.connections === 'all' ? Prisma.sql`TRUE` : inReach(session);
  const deleted = await session.db.$executeRaw`
    DELETE FROM policies WHERE id = ${id}::uuid AND ${isChanged} AND ${atVersion(expectedVersion)}
      AND NOT EXISTS (SELECT FROM policy_references WHERE "referredPolicyId" = policies.id) AND acting_as(${session.actor})`;
  forget(session.db);
  if (deleted) return id;
  throw await whyNotDeleted(session, id, expectedVersion);
}

async function whyNotDeleted(session: Session, id: string, expectedVersion: Version): Promise<DirectoryError> {
  const policy = await session.db.policy.findUnique({ where: { id } });
  if (!policy || !seesPolicy(session, policy)) return notFound('Policy', id);
  if (!changesPolicy(session, policy)) return forbidden('delete a policy of all connections: it is limited to some');
  const names = isAt(policy, expectedVersion) ? await namedBy(session, { referredPolicyId: id }) : [];
  return names.length > 0 ? namedByPolicies(names) : staleVersion('Policy', id);
}
