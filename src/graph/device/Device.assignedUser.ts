import { builder } from '../builder.ts';
import { User } from '../user/User.ts';
import { userById } from '../user/userById.ts';
import { Device } from './Device.ts';

builder.prismaObjectField(Device, 'assignedUser', (t) =>
  t.field({
    type: User,
    nullable: true,
    description: 'The user whose device it is; null when nobody is assigned, or when they have been deleted.',
    resolve: ({ assignedUserId }, _, context) => (assignedUserId === null ? null : userById(context, assignedUserId)),
  }),
);
