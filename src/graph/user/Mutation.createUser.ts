import { createUser } from '#directory/users.ts';
import type { User as UserRow } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';
import { connectionId } from '../mutation.ts';
import { personFields, toChange } from './personInput.ts';
import { User } from './User.ts';

const CreateUserInput = builder.inputType('CreateUserInput', {
  description: 'A new person. An empty string counts as no value.',
  fields: (t) => ({
    connectionId: connectionId(t),
    userName: t.string({ required: true, description: documentation('User', 'userName') }),
    ...personFields(t),
  }),
});

const CreateUserPayload = builder.objectRef<{ user: UserRow }>('CreateUserPayload').implement({
  description: 'What createUser has made.',
  fields: (t) => ({ user: t.field({ type: User, description: 'The new person.', resolve: ({ user }) => user }) }),
});

builder.mutationField('createUser', (t) =>
  t.field({
    type: CreateUserPayload,
    nullable: true,
    description: 'Makes a person. Refuses a userName that the connection already has (ALREADY_EXISTS).',
    args: { input: t.arg({ type: CreateUserInput, required: true, description: 'The person.' }) },
    resolve: async (_, { input }, { session }) => ({ user: await createUser(session, toChange(input)) }),
  }),
);
