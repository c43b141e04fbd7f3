import { builder } from '../builder.ts';
import { userById } from '../user/userById.ts';
import { DeviceAssignment } from './DeviceAssignment.ts';

const UserState = builder.enumType('UserState', {
  description: 'What has become of a user.',
  values: {
    ACTIVE: { description: 'They are active.' },
    INACTIVE: { description: 'They have left or are suspended, and stay readable.' },
    DELETED: { description: 'They have been deleted.' },
  } as const,
});

builder.prismaObjectField(DeviceAssignment, 'userState', (t) =>
  t.field({
    type: UserState,
    description: 'What has become of the user.',
    resolve: async ({ userId }, _, context) => {
      const user = await userById(context, userId);
      return user === null ? 'DELETED' : user.active ? 'ACTIVE' : 'INACTIVE';
    },
  }),
);
