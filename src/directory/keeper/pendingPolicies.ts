import type { Prisma } from '#generated/prisma/client.ts';
import type { Causes } from './causes.ts';
import { bigints } from './pending.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** A policy of which it is to be found out anew who is in it: because of a change, or because time has passed since then. */
export type PendingPolicy = {
  policyId: string;
  changeId: bigint | null;
  since: Date | null;
  /** The version that the change has left it at, if it is a change of the policy. */
  version: number | null;
};

/** Of a policy that waits already, the later change counts, and more than the time. */
export async function awaitChanges(db: Db, causes: Causes): Promise<void> {
  if (causes.size === 0) return;
  await db.$executeRaw`
    INSERT INTO "pending_policies" ("policyId", "changeId")
    SELECT * FROM unnest(${[...causes.keys()]}::uuid[], ${bigints([...causes.values()])})
    ON CONFLICT ("policyId") DO UPDATE
    SET "changeId" = greatest("pending_policies"."changeId", excluded."changeId"), "since" = NULL`;
}

/** A policy that waits already is looked at since an earlier moment, or as a whole. */
export async function awaitTime(db: Db, policyIds: readonly string[], since: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "pending_policies" ("policyId", "since") SELECT "id", ${since}::timestamptz FROM unnest(${policyIds}::uuid[]) AS "timed"("id")
    ON CONFLICT DO NOTHING`;
}

/** The one whose turn it is. */
export async function firstPendingPolicy(db: Db): Promise<PendingPolicy | undefined> {
  const [row] = await db.$queryRaw<PendingPolicy[]>`
    SELECT "first".*, "changes"."version"
    FROM (SELECT * FROM "pending_policies" ORDER BY "changeId" NULLS LAST, "policyId" LIMIT 1) AS "first"
      LEFT JOIN "changes" ON "changes"."id" = "first"."changeId" AND "changes"."resourceId" = "first"."policyId"`;
  return row;
}

export const forgetPendingPolicy = (db: Db, { policyId }: PendingPolicy) =>
  db.$executeRaw`DELETE FROM "pending_policies" WHERE "policyId" = ${policyId}::uuid`;
