import type { User } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';

export const Name = builder.objectRef<User>('Name').implement({
  description: 'The parts of a person’s name (RFC 7643 §4.1.1).',
  fields: (t) => ({
    formatted: t.exposeString('formattedName', { nullable: true, description: documentation('User', 'formattedName') }),
    familyName: t.exposeString('familyName', { nullable: true, description: documentation('User', 'familyName') }),
    givenName: t.exposeString('givenName', { nullable: true, description: documentation('User', 'givenName') }),
    middleName: t.exposeString('middleName', { nullable: true, description: documentation('User', 'middleName') }),
    honorificPrefix: t.exposeString('honorificPrefix', { nullable: true, description: documentation('User', 'honorificPrefix') }),
    honorificSuffix: t.exposeString('honorificSuffix', { nullable: true, description: documentation('User', 'honorificSuffix') }),
  }),
});
