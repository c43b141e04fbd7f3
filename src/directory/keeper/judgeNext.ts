import type { Prisma } from '#generated/prisma/client.ts';
import { flips } from '../conditions/flips.ts';
import { type Among, gonePolicy, judgeAll } from './judgeAll.ts';
import { firstPendingPolicy, forgetPendingPolicy, type PendingPolicy } from './pendingPolicies.ts';
import type { KeptPolicies, KeptPolicy } from './policies.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** Milliseconds after which everybody is judged: what a calendar does in a longer time is not followed. */
const longestGap = 3_600_000;

/** Those for whom time may have changed something, where it is time that calls for it. */
function among({ User, Device }: KeptPolicy, since: Date | null, now: Date): Among {
  if (since === null || now.getTime() - since.getTime() > longestGap) return 'everybody';
  return { User: flips(User, since, now), Device: flips(Device, since, now) };
}

/** Milliseconds in which another policy is begun with. */
const longestTurn = 100;

async function judge(db: Db, { policyId, changeId, since, version }: PendingPolicy, { all }: KeptPolicies, now: Date): Promise<void> {
  const policy = all.get(policyId);
  if (policy) await judgeAll(db, policy, changeId, now, among(policy, since, now));
  // A policy that is gone before anything was told of its end has nobody in it.
  else if (version !== null) await judgeAll(db, gonePolicy(policyId, version), changeId, now);
}

/** Judges everybody of the policies that wait for it, as many as are begun with in a short time; tells whether there was any. */
export async function judgeNext(db: Db, policies: KeptPolicies, now: Date): Promise<boolean> {
  const end = performance.now() + longestTurn;
  let next = await firstPendingPolicy(db);
  const found = next !== undefined;
  while (next) {
    await judge(db, next, policies, now);
    await forgetPendingPolicy(db, next);
    next = performance.now() < end ? await firstPendingPolicy(db) : undefined;
  }
  return found;
}
