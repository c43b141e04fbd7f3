import { builder } from '../builder.ts';
import { loadReferences, memberReferences } from '../references.ts';
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
    // A list or a single group that was asked for them has brought them along.
    resolve: (group, _, context) =>
      'memberReferences' in group
        ? (group.memberReferences as Reference[])
        : loadReferences<Reference>(context, group.id, memberReferences),
  }),
);
