import { Role as roles } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';

export const roleDescriptions = {
  [roles.ADMIN]: 'Everything.',
  [roles.OPERATOR]: 'Everything but credentials and connections.',
  [roles.READER]: 'Reads only.',
  [roles.PROVISIONER]: 'People and groups of one connection: the role of a SCIM token.',
} as const;

export const Role = builder.enumType('Role', {
  description: 'What a credential may do.',
  values: {
    [roles.ADMIN]: { description: roleDescriptions.ADMIN },
    [roles.OPERATOR]: { description: roleDescriptions.OPERATOR },
    [roles.READER]: { description: roleDescriptions.READER },
    [roles.PROVISIONER]: { description: roleDescriptions.PROVISIONER },
  } as const,
});
