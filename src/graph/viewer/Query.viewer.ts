import type { Session } from '#directory/session.ts';
import { builder } from '../builder.ts';
import { Role } from './Role.ts';

const Viewer = builder.objectRef<Session>('Viewer').implement({
  description: 'Who asks: the credential that was sent.',
  fields: (t) => ({
    id: t.exposeID('credentialId', {
      description:
        'The id of the API key or SCIM token, or of the OAuth client that an access token was issued to; for a token of an OpenID provider, "oidc:" and its subject, as the change log names it.',
    }),
    name: t.exposeString('name', {
      description: 'What administrators call the credential; for a token of an OpenID provider, its subject.',
    }),
    role: t.field({ type: Role, description: 'What the credential may do.', resolve: ({ role }) => role }),
    connectionIds: t.idList({
      nullable: true,
      description: 'The connections that the credential is limited to; null when it reaches all.',
      resolve: ({ connections }) => (connections === 'all' ? null : [...connections]),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({ type: Viewer, nullable: true, description: 'Who asks.', resolve: (_, __, { session }) => session }),
);
