import type { Prisma } from '#generated/prisma/client.ts';
import { flips } from '../conditions/flips.ts';
import { type Among, judgeAll } from './judgeAll.ts';
import type { KeptPolicies } from './policies.ts';

type Db = Pick<Prisma.TransactionClient, '$executeRaw'>;

/** Seconds between two looks at what depends on the time. */
export const sweepSeconds = 30;

/** Milliseconds after which everybody is judged: what a calendar does in a longer time is not followed. */
const longestGap = 3_600_000;

/** Judges those who may have come into policies, or left them, because time has passed. */
export async function sweep(db: Db, { timed }: KeptPolicies, since: Date, now: Date): Promise<void> {
  const isLong = now.getTime() - since.getTime() > longestGap;
  for (const policy of timed) {
    const among: Among = isLong ? 'everybody' : { User: flips(policy.User, since, now), Device: flips(policy.Device, since, now) };
    await judgeAll(db, policy, null, now, among);
  }
}
