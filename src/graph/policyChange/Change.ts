import { type Change as ChangeRow, ChangeOperation as operations } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';

const ChangeOperation = builder.enumType('ChangeOperation', {
  description: 'What befell a resource.',
  values: {
    [operations.CREATED]: { description: 'It was made.' },
    [operations.UPDATED]: { description: 'It was changed.' },
    [operations.DELETED]: { description: 'It was deleted.' },
  } as const,
});

export const Change = builder.objectRef<ChangeRow>('Change').implement({
  description: 'A line of the change log: what befell a resource, when, and by whom.',
  fields: (t) => ({
    id: t.id({ description: 'The number of the line in the log; it grows with time.', resolve: ({ id }) => String(id) }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was.' }),
    actor: t.exposeString('actor', { description: 'The credential that made the change, or what else did.' }),
    operation: t.expose('operation', { type: ChangeOperation, description: 'What befell the resource.' }),
    resourceType: t.exposeString('resourceType', { description: 'The type of the resource, such as "User".' }),
    resourceId: t.exposeID('resourceId', { description: 'The id of the resource, which may be gone.' }),
    version: t.exposeInt('version', { description: 'The version of the resource after the change.' }),
    attributes: t.exposeStringList('attributes', {
      description: 'What of it changed; "members" for the members of a group, "includes" and "excludes" for who is listed in a policy.',
    }),
  }),
});
