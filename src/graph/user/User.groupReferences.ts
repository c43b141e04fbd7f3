import { builder } from '../builder.ts';
import { groupReferences, loadBeside } from '../references.ts';
import { User } from './User.ts';

interface Reference {
  id: string;
  displayName: string;
}

const GroupReference = builder.objectRef<Reference>('GroupReference').implement({
  description: 'A group by id and name.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The group’s id.' }),
    displayName: t.exposeString('displayName', { description: 'The group’s name.' }),
  }),
});

builder.prismaObjectField(User, 'groupReferences', (t) =>
  t.field({
    type: [GroupReference],
    description: 'Every group that the person is directly in, by id, unpaged: what provisioning needs. Consoles page through groups.',
    // A list or a single person that was asked for them has brought them along.
    resolve: (user, _, context) =>
      'groupReferences' in user
        ? (user.groupReferences as Reference[])
        : loadBeside<Reference[]>(context, groupReferences, user.id, groupReferences),
  }),
);
