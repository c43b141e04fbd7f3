import { settings } from '#directory/profiles/templateInput.ts';
import { builder, documentation } from '../builder.ts';
import { Node } from '../node/Node.ts';
import { OnAbsent } from './OnAbsent.ts';
import { ProfileFormat } from './ProfileFormat.ts';
import { ProfileVariable } from './ProfileVariable.ts';

/** A profile template. What crosses to other nouns stands in files of its own: ProfileTemplate.policy.ts. */
export const ProfileTemplate = builder.prismaObject('ProfileTemplate', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    format: t.expose('format', { type: ProfileFormat }),
    body: t.exposeString('body'),
    onAbsent: t.expose('onAbsent', { type: OnAbsent }),
    variables: t.field({
      type: [ProfileVariable],
      description: documentation('ProfileTemplate', 'variables'),
      resolve: ({ variables }) => settings.parse(variables),
    }),
    variableNames: t.exposeStringList('variableNames'),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    updatedBy: t.exposeString('updatedBy'),
  }),
});
