import { updateConnection } from '#directory/connections.ts';
import type { Connection as ConnectionRow } from '#generated/prisma/client.ts';
import { AccountMatch } from '../account/AccountMatch.ts';
import { builder, documentation } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { Connection, Provider } from './Connection.ts';

const UpdateConnectionInput = builder.inputType('UpdateConnectionInput', {
  description: 'What changes of a connection: absent keeps.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The connection.' }),
    expectedVersion: expectedVersion(t),
    name: t.string({ description: documentation('Connection', 'name') }),
    provider: t.field({ type: Provider, description: documentation('Connection', 'provider') }),
    assignmentRules: t.field({
      type: [AccountMatch],
      description: `${documentation('Connection', 'assignmentRules')} Null or an empty list takes back what rules have assigned.`,
    }),
  }),
});

const UpdateConnectionPayload = builder.objectRef<{ connection: ConnectionRow }>('UpdateConnectionPayload').implement({
  description: 'What updateConnection has changed.',
  fields: (t) => ({
    connection: t.field({ type: Connection, description: 'The connection after the change.', resolve: ({ connection }) => connection }),
  }),
});

builder.mutationField('updateConnection', (t) =>
  t.field({
    type: UpdateConnectionPayload,
    nullable: true,
    description: 'Changes a connection. For administrators.',
    args: { input: t.arg({ type: UpdateConnectionInput, required: true, description: 'The change.' }) },
    resolve: async (_, { input: { id, expectedVersion, ...change } }, { session }) => ({
      connection: await updateConnection(session, id, change, expectedVersion),
    }),
  }),
);
