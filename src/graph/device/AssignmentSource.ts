import { AssignmentSource as sources } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';

export const AssignmentSource = builder.enumType('AssignmentSource', {
  description: 'How a device came to its assigned user.',
  values: {
    [sources.AUTO_LOGIN]: { description: 'The account that signs in by itself at the start of the device.' },
    [sources.ENROLLMENT_SSO]: { description: 'The account that enrolled the device by single sign-on.' },
    [sources.IDENTITY]: { description: 'The account of the identity provider that signed in on the device.' },
    [sources.MANUAL]: { description: 'An administrator, by hand.' },
    [sources.CSV]: { description: 'A row of an imported file.' },
    [sources.API]: { description: 'A program.' },
    [sources.RULE]: { description: 'A rule of the connection; nothing else assigns by it.' },
  } as const,
});
