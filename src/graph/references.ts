import { Prisma } from '#generated/prisma/client.ts';
import { type Context, load } from './context.ts';

/** A JSON array of the groups that the user with this id is directly in. */
export const groupReferences = (userId: Prisma.Sql) => Prisma.sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'displayName', g."displayName") ORDER BY g.id), '[]')
  FROM memberships m JOIN groups g ON g.id = m."groupId" WHERE m."userId" = ${userId})`;

/** How much is asked of the members of a group: how many of them, and whether by name. */
export interface MembersAsked {
  readonly most?: number | undefined;
  readonly named: boolean;
}

/** What stands for members of each kind. */
const kinds = [
  {
    kind: Prisma.sql`'USER'`,
    id: Prisma.sql`m."userId"`,
    of: Prisma.sql`users`,
    name: Prisma.sql`coalesce(one."displayName", one."userName")`,
  },
  { kind: Prisma.sql`'GROUP'`, id: Prisma.sql`m."memberGroupId"`, of: Prisma.sql`groups`, name: Prisma.sql`one."displayName"` },
];

/** The direct members of the group with this id as a JSON object of columns, by id; where names are not asked for, memberships are all that is read. */
export const memberColumns = (groupId: Prisma.Sql, { most, named }: MembersAsked) => {
  const few = most === undefined ? Prisma.empty : Prisma.sql`LIMIT ${most}`;
  const members = kinds.map(
    ({ kind, id, of, name }) => Prisma.sql`(
      SELECT ${id} AS id, ${kind} AS kind, ${named ? name : Prisma.sql`NULL`} AS name
      FROM memberships m ${named ? Prisma.sql`JOIN ${of} AS one ON one.id = ${id}` : Prisma.empty}
      WHERE m."groupId" = ${groupId} AND ${id} IS NOT NULL ORDER BY ${id} ${few})`,
  );
  return Prisma.sql`(
    SELECT json_build_object(
      'ids', coalesce(json_agg(id), '[]'), 'kinds', coalesce(json_agg(kind), '[]'),
      'displayNames', ${named ? Prisma.sql`coalesce(json_agg(name), '[]')` : Prisma.sql`'[]'::json`})
    FROM (${Prisma.join(members, ' UNION ALL ')} ORDER BY id ${few}) AS member)`;
};

/** What a row has not brought along, such as its references; that of all rows of a list comes in one statement. `name` tells apart what differs. */
export const loadBeside = <Value>(context: Context, name: unknown, id: string, select: (id: Prisma.Sql) => Prisma.Sql): Promise<Value> =>
  load(context, name, id, async (ids, { session }) => {
    const rows = await session.db.$queryRaw<{ value: Value }[]>`
      SELECT ${select(Prisma.sql`parent.id`)} AS value
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS parent(id, place) ORDER BY parent.place`;
    return rows.map(({ value }) => value);
  });
