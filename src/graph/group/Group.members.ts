import { byId } from '#directory/orders.ts';
import type { ListOf, Page } from '#directory/pages.ts';
import { type Group as GroupRow, Prisma, type User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { connectionOf, pageArguments, pageOf } from '../paging.ts';
import { User } from '../user/User.ts';
import { Group } from './Group.ts';
import { MemberKind } from './MemberKind.ts';

interface MemberRow {
  id: string;
  kind: 'USER' | 'GROUP';
}

const Member = builder.unionType('Member', {
  types: [User, Group],
  description: 'A member of a group: a person or a nested group.',
  resolveType: (member) => ('userName' in member ? User : Group),
});

const MemberConnection = connectionOf<UserRow | GroupRow>('Member', 'members', Member);

builder.prismaObjectField(Group, 'members', (t) =>
  t.field({
    type: MemberConnection,
    description: 'The members, by id.',
    args: {
      kind: t.arg({ type: MemberKind, description: 'Only people, or only groups.' }),
      transitive: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Also the members of nested groups, and so on, each once.',
      }),
      ...pageArguments(),
    },
    resolve: async ({ id }, { kind, transitive, ...page }, context, info) => {
      const where = kind ? Prisma.sql`"row".kind = ${kind}` : Prisma.sql`TRUE`;
      const members = await pageOf<MemberRow>(context, info, id, transitive ? allMembers : directMembers, {
        ...page,
        where,
        orders: [byId],
      });
      return withNodes(members, context);
    },
  }),
);

const membersIn = (groups: Prisma.Sql, all: Prisma.Sql): ListOf => ({
  from: Prisma.sql`(
    SELECT m."userId" AS id, 'USER' AS kind FROM memberships m WHERE m."groupId" ${groups} AND m."userId" IS NOT NULL
    UNION ${all}
    SELECT m."memberGroupId", 'GROUP' FROM memberships m WHERE m."groupId" ${groups} AND m."memberGroupId" IS NOT NULL) AS "row"`,
  select: Prisma.sql`"row".*`,
  // They are in reach because the group is.
  reach: () => Prisma.sql`TRUE`,
});

const directMembers = membersIn(Prisma.sql`= parent.id`, Prisma.sql`ALL`);

const allMembers = membersIn(
  Prisma.sql`IN (
    WITH RECURSIVE below(id) AS (
      SELECT parent.id UNION SELECT m."memberGroupId" FROM memberships m JOIN below ON m."groupId" = below.id WHERE m."memberGroupId" IS NOT NULL)
    SELECT id FROM below)`,
  Prisma.sql`DISTINCT`,
);

/** Reads the people and groups of the pages of one operation, in one statement for each kind. */
async function withNodes(page: Page<MemberRow>, context: Context): Promise<Page<UserRow | GroupRow>> {
  const nodes = await Promise.all(
    page.nodes.map(({ id, kind }) => load<string, UserRow | GroupRow | undefined>(context, readers[kind], id, readers[kind])),
  );
  const present = nodes.flatMap((node, place) => (node ? [{ node, cursor: page.cursors[place] ?? '' }] : []));
  return { ...page, nodes: present.map(({ node }) => node), cursors: present.map(({ cursor }) => cursor) };
}

const inOrder = <Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]) => {
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id));
};

const readers = {
  USER: async (ids: readonly string[], { session: { db } }: Context) =>
    inOrder<UserRow>(ids, await db.$queryRaw`SELECT * FROM users WHERE id = ANY(${ids}::uuid[])`),
  GROUP: async (ids: readonly string[], { session: { db } }: Context) =>
    inOrder<GroupRow>(ids, await db.$queryRaw`SELECT * FROM groups WHERE id = ANY(${ids}::uuid[])`),
};
