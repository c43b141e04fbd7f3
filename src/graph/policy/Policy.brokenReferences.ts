import { readPages } from '#directory/pages.ts';
import { type BrokenReference as BrokenRow, brokenOfPolicy, byPath, namedByIds } from '#directory/policies/brokenReferences.ts';
import { builder } from '../builder.ts';
import { connectionOf, pageArguments, pageBy } from '../paging.ts';
import { Policy } from './Policy.ts';

const types = { User: 'USER', Group: 'GROUP', Device: 'DEVICE', Connection: 'CONNECTION' } as const;

const ReferenceType = builder.enumType('ReferenceType', {
  description: 'What may be deleted although a policy names it.',
  values: {
    USER: { description: 'A person.' },
    GROUP: { description: 'A group.' },
    DEVICE: { description: 'A device.' },
    CONNECTION: { description: 'A connection.' },
  } as const,
});

const BrokenReference = builder.objectRef<BrokenRow>('BrokenReference').implement({
  description: 'What a policy names though it has been deleted. A condition that names it holds as if it had no members, or were nobody.',
  fields: (t) => ({
    type: t.field({ type: ReferenceType, description: 'What it was.', resolve: ({ type }) => types[type] }),
    resourceId: t.exposeID('id', { description: 'The id that is named.' }),
    path: t.exposeString('path', {
      description: 'Where it is named: a path in the conditions, as in users.memberOf.ids[0]; or include.users, exclude.devices and so on.',
    }),
  }),
});

const BrokenReferenceConnection = connectionOf('BrokenReference', 'broken references', BrokenReference);

builder.prismaObjectField(Policy, 'brokenReferences', (t) =>
  t.field({
    type: BrokenReferenceConnection,
    description: 'What the policy names though it has been deleted, by its path.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) =>
      pageBy<BrokenRow>(context, info, id, async (ids, count) => {
        const { session } = context;
        const policies = await session.db.policy.findMany({ where: { id: { in: [...ids] } } });
        return readPages(session, namedByIds(session, policies), { ...page, where: brokenOfPolicy, orders: byPath, count }, ids);
      }),
  }),
);
