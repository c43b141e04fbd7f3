import { builder } from '../builder.ts';
import { User } from '../user/User.ts';
import { userById } from '../user/userById.ts';
import { PolicyChange } from './PolicyChange.ts';

builder.objectField(PolicyChange, 'user', (t) =>
  t.field({
    type: User,
    nullable: true,
    description: 'The person; null when it is a device, or when they have been deleted.',
    resolve: ({ resourceType, resourceId }, _, context) => (resourceType === 'User' ? userById(context, resourceId) : null),
  }),
);
