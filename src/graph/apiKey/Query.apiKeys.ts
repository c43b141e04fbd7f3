import { byId } from '#directory/orders.ts';
import { mayAdminister } from '#directory/session.ts';
import { type Credential, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { apiKeys } from '../lists.ts';
import { connectionOf, pageArguments, rootPage } from '../paging.ts';
import { ApiKey } from './ApiKey.ts';

const ApiKeyConnection = connectionOf('ApiKey', 'API keys', ApiKey);

builder.queryField('apiKeys', (t) =>
  t.field({
    type: ApiKeyConnection,
    nullable: true,
    description: 'The API keys, ended ones included, in the order in which they were made. For administrators.',
    args: pageArguments(),
    resolve: (_, page, context, info) => {
      mayAdminister(context.session);
      return rootPage<Credential>(context, info, apiKeys, { ...page, where: Prisma.sql`TRUE`, orders: [byId] });
    },
  }),
);
