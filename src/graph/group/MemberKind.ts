import { builder } from '../builder.ts';

export const MemberKind = builder.enumType('MemberKind', {
  description: 'What a member of a group is.',
  values: { USER: { description: 'A person.' }, GROUP: { description: 'A nested group.' } } as const,
});
