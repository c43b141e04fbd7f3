import type { Prisma, PrismaClient } from '#generated/prisma/client.ts';
import { settleAccounts } from '../accounts/settleAccounts.ts';
import { isLostRace } from '../refusals.ts';
import { follow } from './follow.ts';
import { forgetPending, readPending } from './pending.ts';
import { type KeptPolicies, knowPolicies } from './policies.ts';
import { sweep, sweepSeconds } from './sweep.ts';

/** What a process remembers from turn to turn. */
export type Memory = { policies?: KeptPolicies };

/** What came of a turn; `elsewhere` is where another process has it. */
export type Turn = 'followed' | 'nothing' | 'elsewhere';

/** How many changes are followed at once. */
const mostChanges = 500;

/** Milliseconds: a policy is judged of however many people and devices there are. */
const patience = { statement: 300_000, turn: 900_000, beginning: 15_000 };

type Begun = { now: Date; sweptAt: Date; isDue: boolean };

/**
 * Takes the row that whoever keeps the membership holds meanwhile. In a transaction that reads what was there when it began, it cannot be taken by who has
 * not seen all that the turn before has written.
 */
async function begin(db: Prisma.TransactionClient): Promise<Begun | undefined> {
  const [row] = await db.$queryRaw<Begun[]>`
    SELECT clock_timestamp() AS "now", "sweptAt", "sweptAt" <= clock_timestamp() - make_interval(secs => ${sweepSeconds}) AS "isDue",
      set_config('statement_timeout', ${String(patience.statement)}, true)
    FROM "keeper" FOR UPDATE SKIP LOCKED`;
  return row;
}

const end = (db: Prisma.TransactionClient, sweptAt: Date) =>
  db.$executeRaw`UPDATE "keeper" SET "turn" = "turn" + 1, "sweptAt" = ${sweptAt}::timestamptz`;

async function keep(db: Prisma.TransactionClient, memory: Memory, most: number): Promise<Turn> {
  const begun = await begin(db);
  if (begun === undefined) return 'elsewhere';
  const { now, sweptAt, isDue } = begun;
  const changes = await readPending(db, most);
  if (changes.length === 0 && !isDue) return 'nothing';
  const policies = await knowPolicies(db, memory.policies);
  memory.policies = policies;
  const sweeps = isDue && policies.timed.length > 0;
  if (changes.length === 0 && !sweeps) return 'nothing';
  await follow(db, changes, policies, now);
  if (sweeps) await sweep(db, policies, sweptAt, now);
  await forgetPending(db, changes);
  await end(db, sweeps ? now : sweptAt);
  return 'followed';
}

/**
 * Follows the first changes that are pending, at most so many, and the time where it is due; or nothing of it. The assignment rules come first: whose a
 * device is decides who is in policies.
 */
export async function takeTurn(db: PrismaClient, memory: Memory, most = mostChanges): Promise<Turn> {
  const settled = await settleAccounts(db);
  const turn = await keepInTurn(db, memory, most);
  return settled === 'followed' ? settled : turn;
}

async function keepInTurn(db: PrismaClient, memory: Memory, most: number): Promise<Turn> {
  try {
    return await db.$transaction((transaction) => keep(transaction, memory, most), {
      isolationLevel: 'RepeatableRead',
      timeout: patience.turn,
      maxWait: patience.beginning,
    });
  } catch (error) {
    // Another process has had its turn between the beginning of this one and its taking the row.
    if (isLostRace(error)) return 'elsewhere';
    throw error;
  }
}
