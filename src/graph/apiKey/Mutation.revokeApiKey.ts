import { revokeApiKey } from '#directory/apiKeys.ts';
import type { Credential } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { ApiKey } from './ApiKey.ts';

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'The API key to end.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The key.' }) }),
});

const RevokeApiKeyPayload = builder.objectRef<{ apiKey: Credential }>('RevokeApiKeyPayload').implement({
  description: 'What revokeApiKey has ended.',
  fields: (t) => ({ apiKey: t.field({ type: ApiKey, description: 'The key, which works no more.', resolve: ({ apiKey }) => apiKey }) }),
});

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    type: RevokeApiKeyPayload,
    nullable: true,
    description:
      'Ends an API key at once; other server processes follow within a second. Refuses the last key that can administer everything (IN_USE). For administrators.',
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'Which key.' }) },
    resolve: async (_, { input: { id } }, { session }) => ({ apiKey: await revokeApiKey(session, id) }),
  }),
);
