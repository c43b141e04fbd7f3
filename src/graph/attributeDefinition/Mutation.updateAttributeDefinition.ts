import { updateAttributeDefinition } from '#directory/attributeDefinitions.ts';
import type { AttributeDefinition as AttributeDefinitionRow } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { AttributeDefinition } from './AttributeDefinition.ts';

const UpdateAttributeDefinitionInput = builder.inputType('UpdateAttributeDefinitionInput', {
  description: 'What changes of an attribute definition: absent keeps, null or an empty string clears.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The definition.' }),
    expectedVersion: expectedVersion(t),
    description: t.string({ description: documentation('AttributeDefinition', 'description') }),
  }),
});

const UpdateAttributeDefinitionPayload = builder
  .objectRef<{ attributeDefinition: AttributeDefinitionRow }>('UpdateAttributeDefinitionPayload')
  .implement({
    description: 'What updateAttributeDefinition has changed.',
    fields: (t) => ({
      attributeDefinition: t.field({
        type: AttributeDefinition,
        description: 'The definition after the change.',
        resolve: ({ attributeDefinition }) => attributeDefinition,
      }),
    }),
  });

builder.mutationField('updateAttributeDefinition', (t) =>
  t.field({
    type: UpdateAttributeDefinitionPayload,
    nullable: true,
    description:
      'Changes what an attribute definition says to people; nothing else of it ever changes. For administrators and operators of all connections.',
    args: { input: t.arg({ type: UpdateAttributeDefinitionInput, required: true, description: 'The change.' }) },
    resolve: async (_, { input: { id, expectedVersion, ...change } }, { session }) => ({
      attributeDefinition: await updateAttributeDefinition(session, id, change, expectedVersion),
    }),
  }),
);
