import { builder } from '../builder.ts';
import { User } from '../user/User.ts';
import { userById } from '../user/userById.ts';
import { DeviceAccountMatch } from './DeviceAccountMatch.ts';

const mostShown = 10;

builder.prismaObjectField(DeviceAccountMatch, 'candidates', (t) =>
  t.field({
    type: [User],
    description: `The people who were found: the active ones, or where there are none, those who are not. The first ${mostShown} by id.`,
    resolve: async ({ candidateIds }, _, context) => {
      const people = await Promise.all(candidateIds.slice(0, mostShown).map((id) => userById(context, id)));
      return people.filter((person) => person !== null);
    },
  }),
);
