import { OnAbsent as choices } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';

export const OnAbsent = builder.enumType('OnAbsent', {
  description:
    'What becomes of a profile where a variable has no value: because the device, the person or the manager has none, or because there is no such person.',
  values: {
    [choices.EMPTY]: { description: 'Nothing stands in its place.' },
    [choices.FAIL]: { description: 'The profile is not rendered, and failure tells why.' },
    [choices.DEFAULT]: { description: 'The default of the variable stands in its place.' },
  } as const,
});
