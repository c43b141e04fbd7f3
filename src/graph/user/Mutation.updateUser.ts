import { updateUser } from '#directory/users.ts';
import type { User as UserRow } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { personFields, toChange } from './personInput.ts';
import { User } from './User.ts';

const UpdateUserInput = builder.inputType('UpdateUserInput', {
  description: 'What changes of a person: absent keeps, null or an empty string clears.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The person.' }),
    expectedVersion: expectedVersion(t),
    userName: t.string({ description: documentation('User', 'userName') }),
    ...personFields(t),
  }),
});

const UpdateUserPayload = builder.objectRef<{ user: UserRow }>('UpdateUserPayload').implement({
  description: 'What updateUser has changed.',
  fields: (t) => ({ user: t.field({ type: User, description: 'The person after the change.', resolve: ({ user }) => user }) }),
});

builder.mutationField('updateUser', (t) =>
  t.field({
    type: UpdateUserPayload,
    nullable: true,
    description: 'Changes a person. A change that changes nothing leaves the version.',
    args: { input: t.arg({ type: UpdateUserInput, required: true, description: 'The change.' }) },
    resolve: async (_, { input: { id, expectedVersion, ...change } }, { session }) => ({
      user: await updateUser(session, id, toChange(change), expectedVersion),
    }),
  }),
);
