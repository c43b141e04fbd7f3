import { builder, documentation } from '../builder.ts';
import { Connection } from '../connection/Connection.ts';
import { connectionById } from '../connection/connectionById.ts';
import { Node } from '../node/Node.ts';

/** An OAuth client of a connection. Its secret is told once, by the mutation that makes it. */
export const OAuthClient = builder.prismaObject('OAuthClient', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    connection: t.field({
      type: Connection,
      description: documentation('OAuthClient', 'connection'),
      resolve: ({ connectionId }, _, context) => connectionById(context, connectionId),
    }),
    tokenUrl: t.string({
      description: 'The token endpoint to enter at the identity provider (RFC 6749 §3.2).',
      resolve: (_, __, { publicUrl }) => `${publicUrl}/oauth/token`,
    }),
    jwksUrl: t.exposeString('jwksUrl', { nullable: true }),
    issuer: t.exposeString('issuer', { nullable: true }),
    subject: t.exposeString('subject', { nullable: true }),
    audience: t.exposeString('audience', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    createdBy: t.exposeString('createdBy'),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
  }),
});
