import { isRule } from '#directory/connections.ts';
import { Provider as providers } from '#generated/prisma/client.ts';
import { AccountMatch } from '../account/AccountMatch.ts';
import { builder, documentation } from '../builder.ts';
import { Node } from '../node/Node.ts';

export const Provider = builder.enumType('Provider', {
  description:
    'The identity provider on the other side of a connection. It decides nothing but the wording of help: every habit is served on every connection.',
  values: {
    [providers.OKTA]: { description: 'Okta.' },
    [providers.ENTRA_ID]: { description: 'Microsoft Entra ID.' },
    [providers.GOOGLE]: { description: 'Google Workspace.' },
    [providers.JUMPCLOUD]: { description: 'JumpCloud.' },
    [providers.ONELOGIN]: { description: 'OneLogin.' },
    [providers.PING]: { description: 'PingOne or PingFederate.' },
    [providers.GENERIC]: { description: 'Any other SCIM 2.0 client.' },
    [providers.MANUAL]: { description: 'The built-in connection of people and groups made by hand.' },
  } as const,
});

/** A connection. What crosses to other nouns stands in files of its own: Connection.users.ts, Connection.groups.ts. */
export const Connection = builder.prismaObject('Connection', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    provider: t.expose('provider', { type: Provider }),
    scimUrl: t.string({
      description: 'The SCIM 2.0 base URL to enter at the identity provider.',
      resolve: ({ id }, _, { publicUrl }) => `${publicUrl}/scim/v2/${id}`,
    }),
    assignmentRules: t.field({
      type: [AccountMatch],
      description: documentation('Connection', 'assignmentRules'),
      resolve: ({ assignmentRules }) => assignmentRules.filter(isRule),
    }),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});
