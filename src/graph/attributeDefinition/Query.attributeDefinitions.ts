import { byId } from '#directory/orders.ts';
import { type AttributeDefinition as AttributeDefinitionRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { attributeDefinitions } from '../lists.ts';
import { connectionOf, pageArguments, rootPage } from '../paging.ts';
import { AttributeDefinition } from './AttributeDefinition.ts';

const AttributeDefinitionConnection = connectionOf('AttributeDefinition', 'attribute definitions', AttributeDefinition);

builder.queryField('attributeDefinitions', (t) =>
  t.field({
    type: AttributeDefinitionConnection,
    nullable: true,
    description: 'The declared custom attributes of people, in the order in which they were declared.',
    args: pageArguments(),
    resolve: (_, page, context, info) =>
      rootPage<AttributeDefinitionRow>(context, info, attributeDefinitions, { ...page, where: Prisma.sql`TRUE`, orders: [byId] }),
  }),
);
