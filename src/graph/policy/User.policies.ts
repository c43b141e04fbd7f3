import { builder } from '../builder.ts';
import { costOfPolicies } from '../costs.ts';
import { pageArguments } from '../paging.ts';
import { User } from '../user/User.ts';
import { appliedPage } from './appliedPage.ts';
import { PolicyConnection } from './PolicyConnection.ts';

builder.prismaObjectField(User, 'policies', (t) =>
  t.field({
    type: PolicyConnection,
    description:
      'The enabled policies that are for the person, by what their conditions say at this moment: by priority, the lowest number first, then by name.',
    args: pageArguments(),
    complexity: costOfPolicies,
    resolve: ({ id }, page, context, info) => appliedPage(context, info, 'User', id, page),
  }),
);
