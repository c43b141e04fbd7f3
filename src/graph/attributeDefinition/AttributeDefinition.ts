import { builder } from '../builder.ts';
import { Node } from '../node/Node.ts';
import { AttributeType } from './AttributeType.ts';

/** A custom attribute of people that is declared. */
export const AttributeDefinition = builder.prismaObject('AttributeDefinition', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    key: t.exposeString('key'),
    schema: t.exposeString('schema'),
    name: t.exposeString('name'),
    type: t.expose('type', { type: AttributeType }),
    multiValued: t.exposeBoolean('multiValued'),
    description: t.exposeString('description', { nullable: true }),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});
