import type { IssuedKey } from '#directory/apiKeys.ts';
import type { builder } from '../builder.ts';
import { ApiKey } from './ApiKey.ts';

type Fields = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, IssuedKey>;

/** What is told of a key that has just been made. */
export const issuedFields = (t: Fields) => ({
  apiKey: t.field({ type: ApiKey, description: 'The new key.', resolve: ({ apiKey }) => apiKey }),
  token: t.exposeString('token', { description: 'The secret to send as a bearer token. It is shown here and never again.' }),
});
