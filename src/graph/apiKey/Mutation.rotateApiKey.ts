import { type IssuedKey, rotateApiKey } from '#directory/apiKeys.ts';
import { builder } from '../builder.ts';
import { issuedFields } from './issuedFields.ts';

const RotateApiKeyInput = builder.inputType('RotateApiKeyInput', {
  description: 'The API key that is replaced.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The key.' }),
    overlap: t.field({
      type: 'Duration',
      description: 'How long the key still works beside its successor, up to P30D; without it it ends at once.',
    }),
  }),
});

const RotateApiKeyPayload = builder.objectRef<IssuedKey>('RotateApiKeyPayload').implement({
  description: 'What rotateApiKey has made.',
  fields: issuedFields,
});

builder.mutationField('rotateApiKey', (t) =>
  t.field({
    type: RotateApiKeyPayload,
    nullable: true,
    description:
      'Gives an API key its one successor, with the same name, role and limits and without an end of its own. To rotate again, rotate the successor. For administrators.',
    args: { input: t.arg({ type: RotateApiKeyInput, required: true, description: 'Which key.' }) },
    resolve: (_, { input }, { session }) => rotateApiKey(session, input.id, input.overlap),
  }),
);
