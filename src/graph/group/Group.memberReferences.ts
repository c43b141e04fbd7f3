import { builder } from '../builder.ts';
import { loadBeside, memberColumns } from '../references.ts';
import type { Columns } from './Group.memberColumns.ts';
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
    description:
      'Every direct member, by id, unpaged: what provisioning needs. Consoles page through members; for a very large group memberColumns is quicker.',
    // A list or a single group that was asked for them has brought them along.
    resolve: async (group, _, context) =>
      referencesOf(
        'memberColumns' in group
          ? (group.memberColumns as Columns)
          : await loadBeside<Columns>(context, memberColumns, group.id, (id) => memberColumns(id, { named: true })),
      ),
  }),
);

const referencesOf = ({ ids, displayNames, kinds }: Columns): Reference[] =>
  ids.map((id, place) => ({ id, displayName: displayNames[place] as string, kind: kinds[place] as Reference['kind'] }));
