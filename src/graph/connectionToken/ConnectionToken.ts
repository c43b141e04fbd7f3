import { builder, documentation } from '../builder.ts';
import { Connection } from '../connection/Connection.ts';
import { connectionById } from '../connection/connectionById.ts';
import { Node } from '../node/Node.ts';

/** A SCIM token of a connection. The token itself is told once, by the mutation that makes it. */
export const ConnectionToken = builder.prismaObject('Credential', {
  variant: 'ConnectionToken',
  interfaces: [Node],
  description: 'A bearer token that an identity provider sends to the SCIM URL of its connection; the token itself is kept nowhere.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    connection: t.field({
      type: Connection,
      description: 'The connection that the token reaches.',
      resolve: ({ connectionId }, _, context) => connectionById(context, connectionId ?? ''),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    createdBy: t.exposeString('createdBy'),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: documentation('Credential', 'expiresAt') }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
  }),
});
