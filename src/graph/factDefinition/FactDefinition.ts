import { builder } from '../builder.ts';
import { Node } from '../node/Node.ts';
import { FactType } from './FactType.ts';

/** A fact of devices that is declared. */
export const FactDefinition = builder.prismaObject('FactDefinition', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    key: t.exposeString('key'),
    type: t.expose('type', { type: FactType }),
    description: t.exposeString('description', { nullable: true }),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});
