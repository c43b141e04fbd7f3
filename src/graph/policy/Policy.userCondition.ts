import { arranged } from '#directory/policies/arranged.ts';
import { builder } from '../builder.ts';
import { Policy } from './Policy.ts';
import { PolicyCondition } from './PolicyCondition.ts';

builder.prismaObjectField(Policy, 'userCondition', (t) =>
  t.field({
    type: PolicyCondition,
    nullable: true,
    description: 'The condition on people; null when there is none.',
    resolve: ({ users }) => (users === null ? null : { subject: 'User' as const, where: arranged(users) }),
  }),
);
