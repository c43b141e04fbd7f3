import { builder } from '../builder.ts';

export const PolicySubject = builder.enumType('PolicySubject', {
  description: 'Whom a policy may be for.',
  values: { USER: { description: 'A person.' }, DEVICE: { description: 'A device.' } } as const,
});
