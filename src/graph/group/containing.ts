import { Prisma } from '#generated/prisma/client.ts';

const direct = (member: Prisma.Sql) => Prisma.sql`SELECT m."groupId" FROM memberships m WHERE ${member} = parent.id`;

/** The groups that the parent is in; with `transitive`, the groups that those are in, and so on. */
export const groupsOf = (kind: 'user' | 'group', transitive: boolean) => {
  const first = direct(kind === 'user' ? Prisma.sql`m."userId"` : Prisma.sql`m."memberGroupId"`);
  if (!transitive) return Prisma.sql`"row".id IN (${first})`;
  return Prisma.sql`"row".id IN (
    WITH RECURSIVE above(id) AS (
      ${first} UNION SELECT m."groupId" FROM memberships m JOIN above ON m."memberGroupId" = above.id)
    SELECT id FROM above)`;
};
