import type { PrismaClient } from '#generated/prisma/client.ts';
import { type KeptPolicies, knowPolicies } from '../keeper/policies.ts';
import type { Session } from '../session.ts';
import { unshared } from '../shares.ts';

const known = new WeakMap<PrismaClient, KeptPolicies>();

/** All policies as they are at this moment, whichever process has changed them: they are read again only when one of them, or a definition, has changed. */
export async function livePolicies({ db }: Session): Promise<KeptPolicies> {
  const policies = await knowPolicies(db, known.get(unshared(db)));
  known.set(unshared(db), policies);
  return policies;
}
