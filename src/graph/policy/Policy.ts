import { builder } from '../builder.ts';
import { Node } from '../node/Node.ts';
import { OnDisable } from './OnDisable.ts';

/** A Flex policy. What crosses to other nouns stands in files of its own: Policy.devices.ts, Policy.users.ts … */
export const Policy = builder.prismaObject('Policy', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    description: t.exposeString('description', { nullable: true }),
    priority: t.exposeInt('priority'),
    enabled: t.exposeBoolean('enabled'),
    onDisable: t.expose('onDisable', { type: OnDisable }),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    updatedBy: t.exposeString('updatedBy'),
  }),
});
