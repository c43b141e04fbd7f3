import { builder } from '../builder.ts';
import { User } from '../user/User.ts';
import { userById } from '../user/userById.ts';
import { DeviceAssignment } from './DeviceAssignment.ts';

builder.prismaObjectField(DeviceAssignment, 'user', (t) =>
  t.field({
    type: User,
    nullable: true,
    description: 'The user; null when they have been deleted.',
    resolve: ({ userId }, _, context) => userById(context, userId),
  }),
);
