import { Prisma } from '#generated/prisma/client.ts';
import type { Link } from './links.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw'>;

/**
 * What was taken out of groups by all changes that are not followed yet, those of later turns too: the ways up from a group, and down to its people, may
 * have gone with any of them. People go no way up from groups.
 */
const removed = Prisma.sql`
  "removed"("groupId", "memberId") AS MATERIALIZED (
    SELECT DISTINCT "changes"."resourceId", "gone"."id"::uuid
    FROM "pending_changes" JOIN "changes" ON "changes"."id" = "pending_changes"."changeId"
      CROSS JOIN LATERAL jsonb_array_elements_text("changes"."members" -> 'removed') AS "gone"("id")
    WHERE "changes"."resourceType" = 'Group'),
  "nested"("groupId", "memberId") AS MATERIALIZED (
    SELECT "groupId", "memberId" FROM "removed" WHERE NOT EXISTS (SELECT FROM "users" WHERE "users"."id" = "removed"."memberId"))`;

/** Each of the groups with those of the named ones that it is or was in, itself included. */
export const readGroupsAbove = (db: Db, groups: readonly string[], named: readonly string[]) =>
  db.$queryRaw<Link[]>`
    WITH RECURSIVE /* planned anew */ ${removed},
      "above"("from", "to") AS (
        SELECT "id", "id" FROM unnest(${groups}::uuid[]) AS "changed"("id")
        UNION
        SELECT "above"."from", "holding"."id" FROM "above" CROSS JOIN LATERAL (
          SELECT "groupId" FROM "memberships" WHERE "memberGroupId" = "above"."to"
          UNION ALL
          SELECT "groupId" FROM "nested" WHERE "memberId" = "above"."to") AS "holding"("id"))
    SELECT "from", "to" FROM "above" WHERE "to" = ANY(${named}::uuid[])`;

/** Each of the groups with those that are or were in it, itself included. */
export const readGroupsBelow = (db: Db, groups: readonly string[]) =>
  db.$queryRaw<Link[]>`
    WITH RECURSIVE /* planned anew */ ${removed},
      "below"("from", "to") AS (
        SELECT "id", "id" FROM unnest(${groups}::uuid[]) AS "changed"("id")
        UNION
        SELECT "below"."from", "held"."id" FROM "below" CROSS JOIN LATERAL (
          SELECT "memberGroupId" FROM "memberships" WHERE "groupId" = "below"."to" AND "memberGroupId" IS NOT NULL
          UNION ALL
          SELECT "memberId" FROM "nested" WHERE "groupId" = "below"."to") AS "held"("id"))
    SELECT "from", "to" FROM "below"`;

/** Each of the groups with the people who are or were directly in it. */
export const readPeopleIn = (db: Db, groups: readonly string[]) =>
  db.$queryRaw<Link[]>`
    WITH /* planned anew */ ${removed}
    SELECT "groupId" AS "from", "userId" AS "to" FROM "memberships" WHERE "groupId" = ANY(${groups}::uuid[]) AND "userId" IS NOT NULL
    UNION
    SELECT "groupId", "memberId" FROM "removed" WHERE "groupId" = ANY(${groups}::uuid[]) AND EXISTS (SELECT FROM "users" WHERE "users"."id" = "memberId")`;

export const readUsers = (db: Db, ids: readonly string[]) =>
  db.$queryRaw<{ id: string }[]>`SELECT /* planned anew */ "id" FROM "users" WHERE "id" = ANY(${ids}::uuid[])`;

/** Those of the ids that were groups: who was in a group that is gone, nobody can tell. */
export const readGroupsGone = (db: Db, ids: readonly string[]) =>
  db.$queryRaw<{ id: string }[]>`
    SELECT /* planned anew */ "id" FROM unnest(${ids}::uuid[]) AS "named"("id")
    WHERE NOT EXISTS (SELECT FROM "groups" WHERE "groups"."id" = "named"."id")
      AND EXISTS (SELECT FROM "changes" WHERE "changes"."resourceId" = "named"."id" AND "resourceType" = 'Group')`;
