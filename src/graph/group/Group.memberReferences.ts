import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { Group } from './Group.ts';
import { MemberKind } from './MemberKind.ts';

interface Reference {
  id: string;
  displayName: string;
  kind: 'USER' | 'GROUP';
}

const MemberReference = builder.objectRef<Reference>('MemberReference').implement({
  description: 'A member by id and name.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the user or group.' }),
    displayName: t.exposeString('displayName', { description: 'The displayName; a user without one is shown by userName.' }),
    kind: t.field({ type: MemberKind, description: 'What the member is.', resolve: ({ kind }) => kind }),
  }),
});

builder.prismaObjectField(Group, 'memberReferences', (t) =>
  t.field({
    type: [MemberReference],
    description: 'Every direct member, by id, unpaged: what provisioning needs. Consoles page through members.',
    resolve: ({ id }, _, context) => load(context, readMembers, id, readMembers),
  }),
);

async function readMembers(ids: readonly string[], { session }: Context): Promise<Reference[][]> {
  const rows = await session.db.$queryRaw<(Reference & { groupId: string })[]>`
    SELECT m."groupId", u.id, coalesce(u."displayName", u."userName") AS "displayName", 'USER' AS kind
    FROM memberships m JOIN users u ON u.id = m."userId" WHERE m."groupId" = ANY(${ids}::uuid[])
    UNION ALL
    SELECT m."groupId", g.id, g."displayName", 'GROUP'
    FROM memberships m JOIN groups g ON g.id = m."memberGroupId" WHERE m."groupId" = ANY(${ids}::uuid[])
    ORDER BY id`;
  const members = new Map(ids.map((id): [string, Reference[]] => [id, []]));
  for (const row of rows) members.get(row.groupId)?.push(row);
  return ids.map((id) => members.get(id) ?? []);
}
