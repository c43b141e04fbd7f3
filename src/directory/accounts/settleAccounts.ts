import type { Prisma, PrismaClient } from '#generated/prisma/client.ts';
import { isLostRace } from '../refusals.ts';
import { settlement } from './settlement.ts';
import { spreading } from './spreading.ts';

/** Milliseconds. */
const patience = { statement: 60_000, turn: 120_000, beginning: 15_000 };

/** What came of it; `elsewhere` is where another process is at it. */
export type Settled = 'followed' | 'nothing' | 'elsewhere';

/**
 * Asks the assignment rules about the first of what has changed, and assigns by them. Whoever has come, gone or changed meanwhile is told of by a line of
 * their own. Only one at a time may do it: what an earlier look has found would be written over what a later one has.
 */
export async function settleAccounts(db: PrismaClient): Promise<Settled> {
  if ((await db.pendingAccount.findFirst()) === null) return 'nothing';
  try {
    return await db.$transaction(settle, { isolationLevel: 'ReadCommitted', timeout: patience.turn, maxWait: patience.beginning });
  } catch (error) {
    if (isLostRace(error)) return 'elsewhere';
    throw error;
  }
}

async function settle(db: Prisma.TransactionClient): Promise<Settled> {
  const [lock] = await db.$queryRaw<{ isOurs: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext('settle_accounts')) AS "isOurs", set_config('statement_timeout', ${String(patience.statement)}, true),
      -- The planner expects far more than there is, and would compile for seconds what takes milliseconds.
      set_config('jit', 'off', true)`;
  if (!lock?.isOurs) return 'elsewhere';
  await db.$executeRaw(spreading);
  await db.$executeRaw(settlement);
  return 'followed';
}
