import { arranged } from '#directory/policies/arranged.ts';
import { builder } from '../builder.ts';
import { Policy } from './Policy.ts';
import { PolicyCondition } from './PolicyCondition.ts';

builder.prismaObjectField(Policy, 'deviceCondition', (t) =>
  t.field({
    type: PolicyCondition,
    nullable: true,
    description: 'The condition on devices; null when there is none.',
    resolve: ({ devices }) => (devices === null ? null : { subject: 'Device' as const, where: arranged(devices) }),
  }),
);
