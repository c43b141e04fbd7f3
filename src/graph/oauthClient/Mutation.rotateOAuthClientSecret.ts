import { type IssuedClient, rotateOAuthClientSecret } from '#directory/oauthClients.ts';
import { builder } from '../builder.ts';
import { issuedClientFields } from './issuedClientFields.ts';

const RotateOAuthClientSecretInput = builder.inputType('RotateOAuthClientSecretInput', {
  description: 'The OAuth client whose secret is replaced.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The client.' }),
    overlap: t.field({
      type: 'Duration',
      description: 'How long the secret before and its access tokens still work, up to P30D; without it they end at once.',
    }),
  }),
});

const RotateOAuthClientSecretPayload = builder.objectRef<IssuedClient>('RotateOAuthClientSecretPayload').implement({
  description: 'What rotateOAuthClientSecret has made.',
  fields: issuedClientFields,
});

builder.mutationField('rotateOAuthClientSecret', (t) =>
  t.field({
    type: RotateOAuthClientSecretPayload,
    nullable: true,
    description: 'Gives an OAuth client a new secret. Of the earlier ones, only the latest lives on for the overlap. For administrators.',
    args: { input: t.arg({ type: RotateOAuthClientSecretInput, required: true, description: 'Which client.' }) },
    resolve: (_, { input }, { session }) => rotateOAuthClientSecret(session, input.id, input.overlap),
  }),
);
