import { rotateConnectionToken } from '#directory/connections.ts';
import type { Connection as ConnectionRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Connection } from './Connection.ts';

const RotateConnectionTokenInput = builder.inputType('RotateConnectionTokenInput', {
  description: 'The connection whose token is replaced.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The connection.' }),
    overlap: t.field({ type: 'Duration', description: 'How long the earlier tokens still work, up to P30D; without it they end at once.' }),
  }),
});

const RotateConnectionTokenPayload = builder
  .objectRef<{ connection: ConnectionRow; token: string }>('RotateConnectionTokenPayload')
  .implement({
    description: 'What rotateConnectionToken has made.',
    fields: (t) => ({
      connection: t.field({ type: Connection, description: 'The connection.', resolve: ({ connection }) => connection }),
      token: t.exposeString('token', { description: 'The new bearer token. It is shown here and never again.' }),
    }),
  });

builder.mutationField('rotateConnectionToken', (t) =>
  t.field({
    type: RotateConnectionTokenPayload,
    nullable: true,
    description: 'Gives a connection a new SCIM token and ends the earlier ones. For administrators.',
    args: { input: t.arg({ type: RotateConnectionTokenInput, required: true, description: 'Which connection.' }) },
    resolve: (_, { input: { id, overlap } }, { session }) => rotateConnectionToken(session, id, overlap),
  }),
);
