import { createConnection } from '#directory/connections.ts';
import type { Connection as ConnectionRow } from '#generated/prisma/client.ts';
import { AccountMatch } from '../account/AccountMatch.ts';
import { builder, documentation } from '../builder.ts';
import { Connection, Provider } from './Connection.ts';

const CreateConnectionInput = builder.inputType('CreateConnectionInput', {
  description: 'A new connection.',
  fields: (t) => ({
    name: t.string({ required: true, description: documentation('Connection', 'name') }),
    provider: t.field({ type: Provider, required: true, description: documentation('Connection', 'provider') }),
    assignmentRules: t.field({ type: [AccountMatch], description: documentation('Connection', 'assignmentRules') }),
  }),
});

const CreateConnectionPayload = builder.objectRef<{ connection: ConnectionRow; token: string }>('CreateConnectionPayload').implement({
  description: 'What createConnection has made.',
  fields: (t) => ({
    connection: t.field({ type: Connection, description: 'The new connection.', resolve: ({ connection }) => connection }),
    token: t.exposeString('token', {
      description: 'The bearer token to enter at the identity provider. It is shown here and never again.',
    }),
  }),
});

builder.mutationField('createConnection', (t) =>
  t.field({
    type: CreateConnectionPayload,
    nullable: true,
    description: 'Makes a connection and its SCIM token. For administrators.',
    args: { input: t.arg({ type: CreateConnectionInput, required: true, description: 'The connection.' }) },
    resolve: (_, { input }, { session }) => createConnection(session, input),
  }),
);
