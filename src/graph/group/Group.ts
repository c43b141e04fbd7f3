import { builder, documentation } from '../builder.ts';
import { Node } from '../node/Node.ts';

/** A group. What crosses to other nouns stands in files of its own: Group.members.ts, Group.connection.ts … */
export const Group = builder.prismaObject('Group', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    externalId: t.exposeString('externalId', { nullable: true }),
    displayName: t.exposeString('displayName'),
    extensions: t.field({ type: 'JSONObject', description: documentation('Group', 'extensions'), resolve: (group) => group.extensions }),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});
