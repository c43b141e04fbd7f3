import { revokeConnectionToken } from '#directory/connectionTokens.ts';
import type { Credential } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { ConnectionToken } from './ConnectionToken.ts';

const RevokeConnectionTokenInput = builder.inputType('RevokeConnectionTokenInput', {
  description: 'The SCIM token to end.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The token, by its id.' }) }),
});

const RevokeConnectionTokenPayload = builder.objectRef<{ connectionToken: Credential }>('RevokeConnectionTokenPayload').implement({
  description: 'What revokeConnectionToken has ended.',
  fields: (t) => ({
    connectionToken: t.field({
      type: ConnectionToken,
      description: 'The token, which works no more.',
      resolve: ({ connectionToken }) => connectionToken,
    }),
  }),
});

builder.mutationField('revokeConnectionToken', (t) =>
  t.field({
    type: RevokeConnectionTokenPayload,
    nullable: true,
    description: 'Ends a SCIM token at once; other server processes follow within a second. For administrators.',
    args: { input: t.arg({ type: RevokeConnectionTokenInput, required: true, description: 'Which token.' }) },
    resolve: async (_, { input: { id } }, { session }) => ({ connectionToken: await revokeConnectionToken(session, id) }),
  }),
);
