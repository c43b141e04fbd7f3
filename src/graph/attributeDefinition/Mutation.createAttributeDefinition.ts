import { createAttributeDefinition } from '#directory/attributeDefinitions.ts';
import type { AttributeDefinition as AttributeDefinitionRow } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';
import { AttributeDefinition } from './AttributeDefinition.ts';
import { AttributeType } from './AttributeType.ts';

const CreateAttributeDefinitionInput = builder.inputType('CreateAttributeDefinitionInput', {
  description: 'A new attribute definition.',
  fields: (t) => ({
    key: t.string({ required: true, description: documentation('AttributeDefinition', 'key') }),
    schema: t.string({ required: true, description: documentation('AttributeDefinition', 'schema') }),
    name: t.string({ required: true, description: documentation('AttributeDefinition', 'name') }),
    type: t.field({ type: AttributeType, required: true, description: documentation('AttributeDefinition', 'type') }),
    multiValued: t.boolean({
      required: true,
      defaultValue: false,
      description: documentation('AttributeDefinition', 'multiValued'),
    }),
    description: t.string({ description: documentation('AttributeDefinition', 'description') }),
  }),
});

const CreateAttributeDefinitionPayload = builder
  .objectRef<{ attributeDefinition: AttributeDefinitionRow }>('CreateAttributeDefinitionPayload')
  .implement({
    description: 'What createAttributeDefinition has made.',
    fields: (t) => ({
      attributeDefinition: t.field({
        type: AttributeDefinition,
        description: 'The new definition.',
        resolve: ({ attributeDefinition }) => attributeDefinition,
      }),
    }),
  });

builder.mutationField('createAttributeDefinition', (t) =>
  t.field({
    type: CreateAttributeDefinitionPayload,
    nullable: true,
    description:
      'Declares a custom attribute of people, for all connections. From then on, values that are written are held to its type; those that are there already stay. For administrators and operators of all connections.',
    args: { input: t.arg({ type: CreateAttributeDefinitionInput, required: true, description: 'The definition.' }) },
    resolve: async (_, { input }, { session }) => ({ attributeDefinition: await createAttributeDefinition(session, input) }),
  }),
);
