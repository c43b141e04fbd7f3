import { Prisma } from '#generated/prisma/client.ts';

type Sql = Prisma.Sql;

/** How many steps up a chain of managers are followed, unless told otherwise, and at most. */
export const chainLengths = { usual: 20, longest: 100 };

/** The id of a user's manager, NULL if there is none: the reference is an id of the same connection, or else an externalId; of several the lowest id. */
export const managerId = (user: Sql): Sql => Prisma.sql`coalesce(
  (SELECT "named"."id" FROM "users" AS "named" WHERE "named"."connectionId" = ${user}."connectionId" AND "named"."id" =
    CASE WHEN ${user}."managerReference" ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN ${user}."managerReference"::uuid END),
  (SELECT "known"."id" FROM "users" AS "known" WHERE "known"."connectionId" = ${user}."connectionId"
    AND "known"."externalId" = nullif(${user}."managerReference", '') ORDER BY "known"."id" LIMIT 1))`;

/** Whether the one may name the other as the manager; the index finds who may, and managerId decides. */
const mayName = (report: Sql, boss: Sql): Sql => Prisma.sql`${report}."connectionId" = ${boss}."connectionId"
  AND ${report}."managerReference" = ANY(ARRAY[${boss}."id"::text, ${boss}."externalId"])`;

const boss = Prisma.sql`"boss"`;
const report = Prisma.sql`"report"`;

/** The ids of all whose manager is the user with this id. */
export const directReportIds = (id: Sql): Sql => Prisma.sql`
  SELECT "report"."id" FROM "users" AS "boss" JOIN "users" AS "report" ON ${mayName(report, boss)}
  WHERE "boss"."id" = ${id} AND ${managerId(report)} = "boss"."id"`;

/** For each of the ids, the chain of managers: "reportId", "managerId" and "depth", which is 1 for the direct one. A circle ends before it repeats. */
export const managerChains = (ids: readonly string[], maxDepth: number): Sql => Prisma.sql`
  WITH RECURSIVE "chain"("reportId", "managerId", "depth", "seen") AS (
    SELECT "report"."id", ${managerId(report)}, 1, ARRAY["report"."id"] FROM "users" AS "report" WHERE "report"."id" = ANY(${ids}::uuid[])
    UNION ALL
    SELECT "chain"."reportId", ${managerId(report)}, "chain"."depth" + 1, "chain"."seen" || "report"."id"
    FROM "chain" JOIN "users" AS "report" ON "report"."id" = "chain"."managerId"
    WHERE "chain"."depth" < ${maxDepth}::int AND NOT "chain"."managerId" = ANY("chain"."seen")
  )
  SELECT "reportId", "managerId", "depth" FROM "chain" WHERE NOT "managerId" = ANY("seen")`;

/** The ids of all who have the person up their chain of managers, at most so many steps away; a circle of managers ends there too. */
export const reportIds = (id: string, maxDepth: number): Sql => Prisma.sql`
  WITH RECURSIVE "chain"("id", "depth") AS (
    SELECT ${id}::uuid, 0
    UNION
    SELECT "report"."id", "chain"."depth" + 1
    FROM "chain"
    JOIN "users" AS "boss" ON "boss"."id" = "chain"."id"
    JOIN "users" AS "report" ON ${mayName(report, boss)}
    WHERE "chain"."depth" < ${maxDepth}::int AND ${managerId(report)} = "boss"."id"
  )
  SELECT "id" FROM "chain" WHERE "depth" > 0`;
