import { byId } from '#directory/orders.ts';
import { type FactDefinition as FactDefinitionRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { factDefinitions } from '../lists.ts';
import { connectionOf, pageArguments, rootPage } from '../paging.ts';
import { FactDefinition } from './FactDefinition.ts';

const FactDefinitionConnection = connectionOf('FactDefinition', 'fact definitions', FactDefinition);

builder.queryField('factDefinitions', (t) =>
  t.field({
    type: FactDefinitionConnection,
    nullable: true,
    description: 'The declared facts of devices, in the order in which they were declared.',
    args: pageArguments(),
    resolve: (_, page, context, info) =>
      rootPage<FactDefinitionRow>(context, info, factDefinitions, { ...page, where: Prisma.sql`TRUE`, orders: [byId] }),
  }),
);
