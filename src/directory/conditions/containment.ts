import { Prisma } from '#generated/prisma/client.ts';
import { truth } from './comparisonSql.ts';
import type { Containment } from './condition.ts';
import { idOf } from './kinds.ts';

type Sql = Prisma.Sql;

/** Pairs of a group that is asked for and a group in it or itself; a circle of groups ends. */
const groupsBelow = (ids: string[], transitive: boolean): Sql => Prisma.sql`
  WITH RECURSIVE "below"("asked", "id") AS (
    SELECT "id", "id" FROM unnest(${ids}::uuid[]) AS "wanted"("id")
    UNION
    SELECT "below"."asked", "nested"."memberGroupId"
    FROM "below" JOIN "memberships" AS "nested" ON "nested"."groupId" = "below"."id"
    WHERE ${transitive}::boolean AND "nested"."memberGroupId" IS NOT NULL
  )
  SELECT "asked", "id" FROM "below"`;

/** Pairs of a member that is asked for and a group that it is in. */
const groupsAbove = (ids: string[], transitive: boolean): Sql => Prisma.sql`
  WITH RECURSIVE "above"("asked", "id") AS (
    SELECT coalesce("held"."userId", "held"."memberGroupId"), "held"."groupId" FROM "memberships" AS "held"
    WHERE "held"."userId" = ANY(${ids}::uuid[]) OR "held"."memberGroupId" = ANY(${ids}::uuid[])
    UNION
    SELECT "above"."asked", "holding"."groupId"
    FROM "above" JOIN "memberships" AS "holding" ON "holding"."memberGroupId" = "above"."id"
    WHERE ${transitive}::boolean
  )
  SELECT "asked", "id" FROM "above"`;

/** Whether the row with this id is a member, in the column of its kind, of any of the groups. */
const inAny = (member: 'userId' | 'memberGroupId', id: Sql, groups: string[], transitive: boolean): Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM "memberships" AS "joined" WHERE "joined".${Prisma.raw(`"${member}"`)} = ${id}
    AND "joined"."groupId" IN (SELECT "reached"."id" FROM (${groupsBelow(groups, transitive)}) AS "reached"))`;

/** Whether the row with this id is a member of each of the groups, which are distinct. */
const inEach = (member: 'userId' | 'memberGroupId', id: Sql, groups: string[], transitive: boolean): Sql => {
  const joined = Prisma.sql`"joined".${Prisma.raw(`"${member}"`)}`;
  return Prisma.sql`${id} IN (
    SELECT ${joined} FROM (${groupsBelow(groups, transitive)}) AS "reached" JOIN "memberships" AS "joined" ON "joined"."groupId" = "reached"."id"
    WHERE ${joined} IS NOT NULL GROUP BY ${joined} HAVING count(DISTINCT "reached"."asked") = ${groups.length}::int)`;
};

/** Whether the group with this id has any of the users and groups among its members. */
const hasAny = (id: Sql, members: string[], transitive: boolean): Sql =>
  Prisma.sql`${id} IN (SELECT "reached"."id" FROM (${groupsAbove(members, transitive)}) AS "reached")`;

/** Whether the group with this id has each of the users and groups, which are distinct, among its members. */
const hasEach = (id: Sql, members: string[], transitive: boolean): Sql => Prisma.sql`${id} IN (
  SELECT "reached"."id" FROM (${groupsAbove(members, transitive)}) AS "reached"
  GROUP BY "reached"."id" HAVING count(DISTINCT "reached"."asked") = ${members.length}::int)`;

/** An id that is no UUID is nobody's, so that nothing is in each of a list that names it. */
function contained({ ids, match }: Containment, ofAny: (ids: string[]) => Sql, ofEach: (ids: string[]) => Sql): Sql {
  const known = [...new Set(ids.flatMap((id) => idOf(id) ?? []))];
  if (match === 'ANY' || (known.length === 1 && ids.every(idOf))) return ofAny(known);
  return ids.every(idOf) ? ofEach(known) : truth(false);
}

/** Whether the row is in the groups that the node names. */
export function memberOf(node: Containment, row: Sql): Sql {
  const member = node.subject === 'User' ? 'userId' : 'memberGroupId';
  const id = Prisma.sql`${row}."id"`;
  return contained(
    node,
    (ids) => inAny(member, id, ids, node.transitive),
    (ids) => inEach(member, id, ids, node.transitive),
  );
}

/** Whether the row has the users and groups that the node names among its members. */
export function members(node: Containment, row: Sql): Sql {
  const id = Prisma.sql`${row}."id"`;
  return contained(
    node,
    (ids) => hasAny(id, ids, node.transitive),
    (ids) => hasEach(id, ids, node.transitive),
  );
}
