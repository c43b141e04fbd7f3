import { revokeOAuthClient } from '#directory/oauthClients.ts';
import type { OAuthClient as OAuthClientRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { OAuthClient } from './OAuthClient.ts';

const RevokeOAuthClientInput = builder.inputType('RevokeOAuthClientInput', {
  description: 'The OAuth client to end.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The client.' }) }),
});

const RevokeOAuthClientPayload = builder.objectRef<{ oauthClient: OAuthClientRow }>('RevokeOAuthClientPayload').implement({
  description: 'What revokeOAuthClient has ended.',
  fields: (t) => ({
    oauthClient: t.field({
      type: OAuthClient,
      description: 'The client, which gets no more tokens.',
      resolve: ({ oauthClient }) => oauthClient,
    }),
  }),
});

builder.mutationField('revokeOAuthClient', (t) =>
  t.field({
    type: RevokeOAuthClientPayload,
    nullable: true,
    description: 'Ends an OAuth client and its access tokens at once; other server processes follow within a second. For administrators.',
    args: { input: t.arg({ type: RevokeOAuthClientInput, required: true, description: 'Which client.' }) },
    resolve: async (_, { input: { id } }, { session }) => ({ oauthClient: await revokeOAuthClient(session, id) }),
  }),
);
