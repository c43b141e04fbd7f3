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

/**
 * The texts that name a user as the manager: the id, and the externalId, unless it is the id of another, or another with a lower id has it too. It says
 * what managerId says, from the other end: once for a boss rather than for each report.
 */
const namesOf = (boss: Sql): Sql => Prisma.sql`
  SELECT ${boss}."id"::text AS "name"
  UNION ALL
  SELECT ${boss}."externalId"
  WHERE ${boss}."externalId" <> ''
    AND NOT EXISTS (SELECT FROM "users" AS "named" WHERE "named"."connectionId" = ${boss}."connectionId" AND "named"."id" =
      CASE WHEN ${boss}."externalId" ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN ${boss}."externalId"::uuid END)
    AND NOT EXISTS (SELECT FROM "users" AS "known" WHERE "known"."connectionId" = ${boss}."connectionId"
      AND "known"."externalId" = ${boss}."externalId" AND "known"."id" < ${boss}."id")`;

const boss = Prisma.sql`"boss"`;
const report = Prisma.sql`"report"`;

/** Users as "boss", each with all who report directly as "report". */
const bossesAndReports: Sql = Prisma.sql`"users" AS "boss" CROSS JOIN LATERAL (${namesOf(boss)}) AS "called"
  JOIN "users" AS "report" ON "report"."connectionId" = "boss"."connectionId" AND "report"."managerReference" = "called"."name"`;

/** The ids of all whose manager is the user with this id. */
export const directReportIds = (id: Sql): Sql => Prisma.sql`SELECT "report"."id" FROM ${bossesAndReports} WHERE "boss"."id" = ${id}`;

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

/**
 * The ids of all who have the person up their chain of managers, at most so many steps away; in a circle of managers, the person too. Each level of
 * reports is one row with those of the levels before it, and nobody is in two of them. OFFSET 0 keeps the planner from finding each level twice.
 */
export const reportIds = (id: string, maxDepth: number): Sql => Prisma.sql`
  WITH RECURSIVE "level"("depth", "ids", "met") AS (
    SELECT 0, ARRAY[${id}::uuid], '{}'::uuid[]
    UNION ALL
    SELECT "level"."depth" + 1, "below"."ids", "level"."met" || "below"."ids"
    FROM "level" CROSS JOIN LATERAL (
      SELECT ARRAY(
        SELECT "report"."id" FROM ${bossesAndReports} WHERE "boss"."id" IN (SELECT unnest("level"."ids"))
        EXCEPT SELECT unnest("level"."met")) AS "ids" OFFSET 0) AS "below"
    WHERE "level"."depth" < ${maxDepth}::int AND "below"."ids" <> '{}'
  )
  SELECT unnest("met") AS "id" FROM (SELECT "met" FROM "level" ORDER BY "depth" DESC LIMIT 1) AS "last"`;
