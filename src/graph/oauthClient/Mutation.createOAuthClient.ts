import { createOAuthClient, type IssuedClient } from '#directory/oauthClients.ts';
import { builder, documentation } from '../builder.ts';
import { issuedClientFields } from './issuedClientFields.ts';

const CreateOAuthClientInput = builder.inputType('CreateOAuthClientInput', {
  description: 'A new OAuth client: with jwksUrl it signs assertions (private_key_jwt), without it gets a secret.',
  fields: (t) => ({
    connectionId: t.id({ required: true, description: 'The connection that its access tokens reach.' }),
    name: t.string({ required: true, description: documentation('OAuthClient', 'name') }),
    jwksUrl: t.string({
      description:
        'Where the keys are that its assertions are signed with (RFC 7517). The server asks there itself, by HTTPS and without following redirects.',
    }),
    issuer: t.string({ description: documentation('OAuthClient', 'issuer') }),
    subject: t.string({ description: documentation('OAuthClient', 'subject') }),
    audience: t.string({ description: documentation('OAuthClient', 'audience') }),
  }),
});

const CreateOAuthClientPayload = builder.objectRef<IssuedClient>('CreateOAuthClientPayload').implement({
  description: 'What createOAuthClient has made.',
  fields: issuedClientFields,
});

builder.mutationField('createOAuthClient', (t) =>
  t.field({
    type: CreateOAuthClientPayload,
    nullable: true,
    description:
      'Makes an OAuth client of a connection, which gets its access tokens by client credentials (RFC 6749 §4.4). For administrators.',
    args: { input: t.arg({ type: CreateOAuthClientInput, required: true, description: 'The client.' }) },
    resolve: (_, { input }, { session }) => createOAuthClient(session, input),
  }),
);
