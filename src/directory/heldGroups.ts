import { Prisma } from '#generated/prisma/client.ts';

/**
 * Locks the groups of these memberships, in the order of their ids. Whoever changes a group locks it before its memberships; a deletion
 * whose memberships go by themselves would do it the other way round, and two such writes could wait for each other for ever.
 */
export const heldGroups = (memberships: Prisma.Sql) => Prisma.sql`
  held AS (
    SELECT id FROM groups WHERE id IN (SELECT "groupId" FROM memberships WHERE ${memberships}) ORDER BY id FOR NO KEY UPDATE)`;

/** True, once the groups are locked: it depends on no row, so it is settled before any row is looked at. */
export const groupsAreHeld = Prisma.sql`(SELECT count(*) FROM held) >= 0`;
