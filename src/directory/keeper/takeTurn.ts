import type { Prisma, PrismaClient } from '#generated/prisma/client.ts';
import { settleAccounts } from '../accounts/settleAccounts.ts';
import { followProfiles, type ProfileMemory } from '../profiles/followProfiles.ts';
import { isLostRace } from '../refusals.ts';
import { follow } from './follow.ts';
import { judgeNext } from './judgeNext.ts';
import { forgetPending, type PendingChange, readPending } from './pending.ts';
import { awaitChanges, awaitTime } from './pendingPolicies.ts';
import { type KeptPolicies, knowPolicies } from './policies.ts';

/** What a process remembers from turn to turn. */
export type Memory = { policies?: KeptPolicies; next?: number } & ProfileMemory;

/** What came of a turn; `elsewhere` is where another process has it. */
export type Turn = 'followed' | 'nothing' | 'elsewhere';

/** How many changes are followed at once. */
const mostChanges = 500;

/** Seconds between two looks at what depends on the time. */
export const sweepSeconds = 30;

/**
 * Milliseconds: a policy is judged of however many people and devices there are. A process that says nothing for so long in its turn has stopped, and the
 * others go on without it.
 */
const patience = { statement: 300_000, idle: 30_000, turn: 900_000, beginning: 15_000 };

type Begun = { now: Date; sweptAt: Date; isDue: boolean; hasSuspects: boolean };

/**
 * Takes the row that whoever keeps the membership holds meanwhile. In a transaction that reads what was there when it began, it cannot be taken by who has
 * not seen all that the turn before has written.
 */
async function begin(db: Prisma.TransactionClient): Promise<Begun | undefined> {
  const [row] = await db.$queryRaw<Begun[]>`
    SELECT clock_timestamp() AS "now", "sweptAt", "sweptAt" <= clock_timestamp() - make_interval(secs => ${sweepSeconds}) AS "isDue",
      EXISTS (SELECT FROM "installed_profiles" WHERE "suspect") AS "hasSuspects", set_config('statement_timeout', ${String(patience.statement)}, true),
      set_config('idle_in_transaction_session_timeout', ${String(patience.idle)}, true)
    FROM "keeper" FOR UPDATE SKIP LOCKED`;
  return row;
}

type Work = { db: Prisma.TransactionClient; policies: KeptPolicies; most: number } & Begun;

/** The changes that a piece of work has followed; nothing where there was nothing to do. */
type Followed = readonly PendingChange[] | undefined;

async function followChanges({ db, policies, most, now }: Work): Promise<Followed> {
  const changes = await readPending(db, most);
  if (changes.length === 0) return undefined;
  await awaitChanges(db, await follow(db, changes, policies, now));
  await forgetPending(db, changes);
  return changes;
}

const judgePolicies = async ({ db, policies, now }: Work): Promise<Followed> => ((await judgeNext(db, policies, now)) ? [] : undefined);

async function followTime({ db, policies: { timed }, now, sweptAt, isDue }: Work): Promise<Followed> {
  if (!isDue || timed.length === 0) return undefined;
  const ids = timed.map(({ id }) => id);
  await awaitTime(db, ids, sweptAt);
  await db.$executeRaw`UPDATE "keeper" SET "sweptAt" = ${now}::timestamptz`;
  return [];
}

/** What there may be to do. Each comes first in its turn, so that none waits for all of another. */
const works = [followChanges, judgePolicies, followTime];

async function workInTurn(work: Work, memory: Memory): Promise<Followed> {
  const first = memory.next ?? 0;
  for (let place = 0; place < works.length; place += 1) {
    const at = (first + place) % works.length;
    const followed = await works[at]?.(work);
    if (followed === undefined) continue;
    memory.next = at + 1;
    return followed;
  }
  return undefined;
}

async function keep(db: Prisma.TransactionClient, memory: Memory, most: number): Promise<Turn> {
  const begun = await begin(db);
  if (begun === undefined) return 'elsewhere';
  const policies = await knowPolicies(db, memory.policies);
  memory.policies = policies;
  const followed = await workInTurn({ db, policies, most, ...begun }, memory);
  if (followed === undefined && !begun.hasSuspects) return 'nothing';
  await followProfiles(db, followed ?? [], memory, begun.now);
  await db.$executeRaw`UPDATE "keeper" SET "turn" = "turn" + 1`;
  return 'followed';
}

/**
 * Follows the first changes that are pending, at most so many, or the first policies that wait to be judged, or the time where it is due; or nothing of it.
 * The assignment rules come first: whose a device is decides who is in policies.
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
