import { keyRoles } from '#directory/apiKeys.ts';
import { builder } from '../builder.ts';
import { roleDescriptions } from '../viewer/Role.ts';

export const KeyRole = builder.enumType('KeyRole', {
  description: 'What an API key may do.',
  values: Object.fromEntries(keyRoles.map((role) => [role, { description: roleDescriptions[role] }])) as Record<
    (typeof keyRoles)[number],
    { description: string }
  >,
});
