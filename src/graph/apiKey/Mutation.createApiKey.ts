import { createApiKey, type IssuedKey } from '#directory/apiKeys.ts';
import { builder, documentation } from '../builder.ts';
import { issuedFields } from './issuedFields.ts';
import { KeyRole } from './KeyRole.ts';

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'A new API key.',
  fields: (t) => ({
    name: t.string({ required: true, description: documentation('Credential', 'name') }),
    role: t.field({ type: KeyRole, required: true, description: documentation('Credential', 'role') }),
    connectionIds: t.idList({ description: 'The connections that it is limited to, at least one; without the list it reaches all.' }),
    expiresAt: t.field({ type: 'DateTime', description: documentation('Credential', 'expiresAt') }),
  }),
});

const CreateApiKeyPayload = builder.objectRef<IssuedKey>('CreateApiKeyPayload').implement({
  description: 'What createApiKey has made.',
  fields: issuedFields,
});

builder.mutationField('createApiKey', (t) =>
  t.field({
    type: CreateApiKeyPayload,
    nullable: true,
    description: 'Makes an API key. For administrators.',
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'The key.' }) },
    resolve: (_, { input }, { session }) => createApiKey(session, input),
  }),
);
