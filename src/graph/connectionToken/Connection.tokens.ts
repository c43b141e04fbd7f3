import { byId } from '#directory/orders.ts';
import { mayAdminister } from '#directory/session.ts';
import { type Credential, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Connection } from '../connection/Connection.ts';
import { connectionTokens, ofConnection } from '../lists.ts';
import { connectionOf, pageArguments, pageOf } from '../paging.ts';
import { ConnectionToken } from './ConnectionToken.ts';

const ConnectionTokenConnection = connectionOf('ConnectionToken', 'SCIM tokens', ConnectionToken);

builder.prismaObjectField(Connection, 'tokens', (t) =>
  t.field({
    type: ConnectionTokenConnection,
    description:
      'The SCIM tokens of the connection, ended ones included, in the order in which they were made. Access tokens of OAuth clients are not among them. For administrators.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) => {
      mayAdminister(context.session);
      return pageOf<Credential>(context, info, id, connectionTokens, { ...page, where: ofConnection(Prisma.sql`TRUE`), orders: [byId] });
    },
  }),
);
