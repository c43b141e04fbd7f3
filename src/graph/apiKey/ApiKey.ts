import { builder } from '../builder.ts';
import { Node } from '../node/Node.ts';
import { Role } from '../viewer/Role.ts';

/** An API key. Its secret is told once, by the mutation that makes it. */
export const ApiKey = builder.prismaObject('Credential', {
  name: 'ApiKey',
  interfaces: [Node],
  description: 'A key for services, frontends and scripts; the secret itself is kept nowhere.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    role: t.expose('role', { type: Role }),
    connectionIds: t.idList({
      nullable: true,
      description: 'The connections that the key is limited to; null when it reaches all.',
      resolve: ({ connectionIds }) => (connectionIds.length ? connectionIds : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    createdBy: t.exposeString('createdBy'),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    replacedAt: t.expose('replacedAt', { type: 'DateTime', nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
  }),
});
