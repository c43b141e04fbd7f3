import { type PolicyOperation, Prisma } from '#generated/prisma/client.ts';
import { bigints } from './pending.ts';
import type { JudgedType } from './places.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** What is kept of someone. */
export type Kept = { type: JudgedType; policyIds: ReadonlySet<string> };

/** Someone who comes into a policy, or leaves it; whoever leaves may be no more, and is in no connection any more. */
export type Difference = {
  policyId: string;
  policyVersion: number;
  type: JudgedType;
  id: string;
  connectionId: string | null;
  enters: boolean;
  changeId: bigint | null;
};

/** What is kept of people and devices; nothing of those who are in no policy. */
export async function readKept(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Kept>> {
  const rows = await db.$queryRaw<(Omit<Kept, 'policyIds'> & { id: string; policyIds: string[] })[]>`
    SELECT /* planned anew */ "resourceId" AS "id", "resourceType" AS "type", array_agg("policyId"::text) AS "policyIds"
    FROM "policy_members" WHERE "resourceId" = ANY(${ids}::uuid[]) GROUP BY "resourceId", "resourceType"`;
  return new Map(rows.map(({ id, policyIds, ...kept }) => [id, { ...kept, policyIds: new Set(policyIds) }]));
}

const told = (operation: PolicyOperation, now: Date, those: Prisma.Sql) => Prisma.sql`
  SELECT ${now}::timestamptz, "policyId", "policyVersion", "resourceType", "resourceId", "connectionId", ${operation}::"PolicyOperation", "changeId" FROM ${those}`;

/** Tells of those who came and of those who went, which the same statement has kept: nobody comes twice, or goes without having come. */
export const tellHistory = (now: Date) => Prisma.sql`
  INSERT INTO "policy_changes" ("at", "policyId", "policyVersion", "resourceType", "resourceId", "connectionId", "operation", "changeId")
  ${told('ENTERED', now, Prisma.sql`"came"`)} UNION ALL ${told('LEFT', now, Prisma.sql`"went"`)}`;

/** Keeps what has changed, and tells of it. */
export async function writeDifferences(db: Db, found: readonly Difference[], now: Date): Promise<void> {
  if (found.length === 0) return;
  const each = <Value>(value: (difference: Difference) => Value) => found.map(value);
  await db.$executeRaw`
    WITH /* planned anew */ "found" AS (
        SELECT * FROM unnest(
          ${each(({ policyId }) => policyId)}::uuid[], ${each(({ policyVersion }) => policyVersion)}::integer[], ${each(({ type }) => type)}::text[],
          ${each(({ id }) => id)}::uuid[], ${each(({ connectionId }) => connectionId)}::uuid[], ${each(({ enters }) => enters)}::boolean[],
          ${bigints(each(({ changeId }) => changeId))}
        ) AS "found"("policyId", "policyVersion", "resourceType", "resourceId", "connectionId", "enters", "changeId")),
      "entered" AS (
        INSERT INTO "policy_members" ("policyId", "resourceType", "resourceId", "connectionId", "since")
        SELECT "policyId", "resourceType", "resourceId", "connectionId", ${now}::timestamptz FROM "found" WHERE "enters"
        ON CONFLICT DO NOTHING
        RETURNING "policyId", "resourceId"),
      "went" AS (
        DELETE FROM "policy_members" AS "kept" USING "found"
        WHERE NOT "enters" AND "kept"."policyId" = "found"."policyId" AND "kept"."resourceId" = "found"."resourceId"
        RETURNING "kept".*, "policyVersion", "changeId"),
      "came" AS (SELECT "found".* FROM "found" JOIN "entered" USING ("policyId", "resourceId"))
    ${tellHistory(now)}`;
}
