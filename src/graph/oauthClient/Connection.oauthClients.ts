import { byId } from '#directory/orders.ts';
import { mayAdminister } from '#directory/session.ts';
import { type OAuthClient as OAuthClientRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Connection } from '../connection/Connection.ts';
import { oauthClients, ofConnection } from '../lists.ts';
import { connectionOf, pageArguments, pageOf } from '../paging.ts';
import { OAuthClient } from './OAuthClient.ts';

const OAuthClientConnection = connectionOf('OAuthClient', 'OAuth clients', OAuthClient);

builder.prismaObjectField(Connection, 'oauthClients', (t) =>
  t.field({
    type: OAuthClientConnection,
    description: 'The OAuth clients of the connection, ended ones included, in the order in which they were made. For administrators.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) => {
      mayAdminister(context.session);
      return pageOf<OAuthClientRow>(context, info, id, oauthClients, { ...page, where: ofConnection(Prisma.sql`TRUE`), orders: [byId] });
    },
  }),
);
