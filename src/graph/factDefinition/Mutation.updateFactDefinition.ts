import { updateFactDefinition } from '#directory/factDefinitions.ts';
import type { FactDefinition as FactDefinitionRow } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { FactDefinition } from './FactDefinition.ts';

const UpdateFactDefinitionInput = builder.inputType('UpdateFactDefinitionInput', {
  description: 'What changes of a fact definition: absent keeps, null or an empty string clears.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The definition.' }),
    expectedVersion: expectedVersion(t),
    description: t.string({ description: documentation('FactDefinition', 'description') }),
  }),
});

const UpdateFactDefinitionPayload = builder.objectRef<{ factDefinition: FactDefinitionRow }>('UpdateFactDefinitionPayload').implement({
  description: 'What updateFactDefinition has changed.',
  fields: (t) => ({
    factDefinition: t.field({
      type: FactDefinition,
      description: 'The definition after the change.',
      resolve: ({ factDefinition }) => factDefinition,
    }),
  }),
});

builder.mutationField('updateFactDefinition', (t) =>
  t.field({
    type: UpdateFactDefinitionPayload,
    nullable: true,
    description:
      'Changes what a fact definition says to people; nothing else of it ever changes. For administrators and operators of all connections.',
    args: { input: t.arg({ type: UpdateFactDefinitionInput, required: true, description: 'The change.' }) },
    resolve: async (_, { input: { id, expectedVersion, ...change } }, { session }) => ({
      factDefinition: await updateFactDefinition(session, id, change, expectedVersion),
    }),
  }),
);
