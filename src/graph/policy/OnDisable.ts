import { OnDisable as choices } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';

export const OnDisable = builder.enumType('OnDisable', {
  description: 'What an MDM does with what a policy has put on devices once the policy is disabled.',
  values: {
    [choices.KEEP]: { description: 'It stays on the devices.' },
    [choices.REMOVE]: { description: 'It is taken off the devices.' },
  } as const,
});
