import { Role as roles } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';

export const Role = builder.enumType('Role', {
  description: 'What a credential may do.',
  values: {
    [roles.ADMIN]: { description: 'Everything.' },
    [roles.OPERATOR]: { description: 'Everything but credentials and connections.' },
    [roles.READER]: { description: 'Reads only.' },
    [roles.PROVISIONER]: { description: 'People and groups of one connection: the role of a SCIM token.' },
  } as const,
});
