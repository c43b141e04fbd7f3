import type { IssuedClient } from '#directory/oauthClients.ts';
import type { builder } from '../builder.ts';
import { OAuthClient } from './OAuthClient.ts';

type Fields = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, IssuedClient>;

/** What is told of a client whose secret has just been made. */
export const issuedClientFields = (t: Fields) => ({
  oauthClient: t.field({
    type: OAuthClient,
    description: 'The client; its id is the client_id.',
    resolve: ({ oauthClient }) => oauthClient,
  }),
  clientSecret: t.exposeString('clientSecret', {
    nullable: true,
    description: 'The client_secret. It is shown here and never again; null for a client that signs assertions.',
  }),
});
