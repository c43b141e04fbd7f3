import { createFactDefinition } from '#directory/factDefinitions.ts';
import type { FactDefinition as FactDefinitionRow } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';
import { FactDefinition } from './FactDefinition.ts';
import { FactType } from './FactType.ts';

const CreateFactDefinitionInput = builder.inputType('CreateFactDefinitionInput', {
  description: 'A new fact definition.',
  fields: (t) => ({
    key: t.string({ required: true, description: documentation('FactDefinition', 'key') }),
    type: t.field({ type: FactType, required: true, description: documentation('FactDefinition', 'type') }),
    description: t.string({ description: documentation('FactDefinition', 'description') }),
  }),
});

const CreateFactDefinitionPayload = builder.objectRef<{ factDefinition: FactDefinitionRow }>('CreateFactDefinitionPayload').implement({
  description: 'What createFactDefinition has made.',
  fields: (t) => ({
    factDefinition: t.field({
      type: FactDefinition,
      description: 'The new definition.',
      resolve: ({ factDefinition }) => factDefinition,
    }),
  }),
});

builder.mutationField('createFactDefinition', (t) =>
  t.field({
    type: CreateFactDefinitionPayload,
    nullable: true,
    description:
      'Declares a fact of devices, for all connections: only declared facts can be reported. For administrators and operators of all connections.',
    args: { input: t.arg({ type: CreateFactDefinitionInput, required: true, description: 'The definition.' }) },
    resolve: async (_, { input }, { session }) => ({ factDefinition: await createFactDefinition(session, input) }),
  }),
);
