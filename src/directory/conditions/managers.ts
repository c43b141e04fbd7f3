import { Prisma } from '#generated/prisma/client.ts';

type Sql = Prisma.Sql;

/** The id of a user's manager, NULL if there is none: the reference is an id of the same connection, or else an externalId; of several the lowest id. */
export const managerId = (user: Sql): Sql => Prisma.sql`coalesce(
  (SELECT "named"."id" FROM "users" AS "named" WHERE "named"."connectionId" = ${user}."connectionId" AND "named"."id" =
    CASE WHEN ${user}."managerReference" ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN ${user}."managerReference"::uuid END),
  (SELECT "known"."id" FROM "users" AS "known" WHERE "known"."connectionId" = ${user}."connectionId"
    AND "known"."externalId" = nullif(${user}."managerReference", '') ORDER BY "known"."id" LIMIT 1))`;

/** The ids of all who have the person up their chain of managers, at most so many steps away; a circle of managers ends there too. */
export const reportIds = (id: string, maxDepth: number): Sql => Prisma.sql`
  WITH RECURSIVE "chain"("id", "depth") AS (
    SELECT ${id}::uuid, 0
    UNION
    SELECT "report"."id", "chain"."depth" + 1
    FROM "chain"
    JOIN "users" AS "boss" ON "boss"."id" = "chain"."id"
    JOIN "users" AS "report" ON "report"."connectionId" = "boss"."connectionId"
      AND "report"."managerReference" = ANY(ARRAY["boss"."id"::text, "boss"."externalId"])
    WHERE "chain"."depth" < ${maxDepth}::int AND ${managerId(Prisma.sql`"report"`)} = "boss"."id"
  )
  SELECT "id" FROM "chain" WHERE "depth" > 0`;
