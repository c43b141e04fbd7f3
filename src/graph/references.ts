import { Prisma } from '#generated/prisma/client.ts';
import { type Context, load } from './context.ts';

/** A JSON array of the groups that the user with this id is directly in. */
export const groupReferences = (userId: Prisma.Sql) => Prisma.sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'displayName', g."displayName") ORDER BY g.id), '[]')
  FROM memberships m JOIN groups g ON g.id = m."groupId" WHERE m."userId" = ${userId})`;

/** A JSON array of the direct members of the group with this id. */
export const memberReferences = (groupId: Prisma.Sql) => Prisma.sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', member.id, 'displayName', member.name, 'kind', member.kind) ORDER BY member.id), '[]')
  FROM (
    SELECT u.id, coalesce(u."displayName", u."userName") AS name, 'USER' AS kind
    FROM memberships m JOIN users u ON u.id = m."userId" WHERE m."groupId" = ${groupId}
    UNION ALL
    SELECT g.id, g."displayName", 'GROUP'
    FROM memberships m JOIN groups g ON g.id = m."memberGroupId" WHERE m."groupId" = ${groupId}) member)`;

type References = typeof groupReferences;

/** The references of a row that has not brought them along; those of all rows of a list come in one statement. */
export const loadReferences = <Reference>(context: Context, id: string, references: References): Promise<Reference[]> =>
  load(context, references, id, async (ids, { session }) => {
    const rows = await session.db.$queryRaw<{ list: Reference[] }[]>`
      SELECT ${references(Prisma.sql`parent.id`)} AS list
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS parent(id, place) ORDER BY parent.place`;
    return rows.map(({ list }) => list);
  });
