import { setTimeout } from 'node:timers/promises';
import type { PrismaClient } from '#generated/prisma/client.ts';
import { type Memory, sweepSeconds, takeTurn } from './takeTurn.ts';

/** Milliseconds until another process is looked after again. */
const courtesy = 20;

type Look = { isPending: boolean; isDue: boolean };

/** Whether there is anything to follow: one statement, which writes nothing. */
export async function look(db: PrismaClient): Promise<Look> {
  const [row] = await db.$queryRaw<Look[]>`
    SELECT EXISTS (SELECT FROM "pending_changes") OR EXISTS (SELECT FROM "pending_policies") OR EXISTS (SELECT FROM "pending_accounts")
        OR EXISTS (SELECT FROM "installed_profiles" WHERE "suspect") AS "isPending",
      "sweptAt" <= clock_timestamp() - make_interval(secs => ${sweepSeconds}) AS "isDue"
    FROM "keeper"`;
  return row ?? { isPending: false, isDue: false };
}

/** Takes turns until nothing is pending, be it this process or another that follows it; each follows at most so many changes. */
export async function catchUp(db: PrismaClient, memory: Memory = {}, most?: number): Promise<void> {
  while ((await look(db)).isPending) if ((await takeTurn(db, memory, most)) !== 'followed') await setTimeout(courtesy);
}
