import { createConnectionToken, type IssuedToken } from '#directory/connectionTokens.ts';
import { builder, documentation } from '../builder.ts';
import { ConnectionToken } from './ConnectionToken.ts';

const CreateConnectionTokenInput = builder.inputType('CreateConnectionTokenInput', {
  description: 'A new SCIM token.',
  fields: (t) => ({
    connectionId: t.id({ required: true, description: 'The connection that it reaches.' }),
    name: t.string({ required: true, description: documentation('Credential', 'name') }),
    expiresAt: t.field({ type: 'DateTime', description: documentation('Credential', 'expiresAt') }),
  }),
});

const CreateConnectionTokenPayload = builder.objectRef<IssuedToken>('CreateConnectionTokenPayload').implement({
  description: 'What createConnectionToken has made.',
  fields: (t) => ({
    connectionToken: t.field({ type: ConnectionToken, description: 'The new token.', resolve: ({ connectionToken }) => connectionToken }),
    token: t.exposeString('token', {
      description: 'The bearer token to enter at the identity provider. It is shown here and never again.',
    }),
  }),
});

builder.mutationField('createConnectionToken', (t) =>
  t.field({
    type: CreateConnectionTokenPayload,
    nullable: true,
    description: 'Makes one more SCIM token of a connection; those that there are work on. For administrators.',
    args: { input: t.arg({ type: CreateConnectionTokenInput, required: true, description: 'The token.' }) },
    resolve: (_, { input }, { session }) => createConnectionToken(session, input),
  }),
);
