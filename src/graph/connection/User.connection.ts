import { builder, documentation } from '../builder.ts';
import { User } from '../user/User.ts';
import { Connection } from './Connection.ts';
import { connectionById } from './connectionById.ts';

builder.prismaObjectField(User, 'connection', (t) =>
  t.field({
    type: Connection,
    description: documentation('User', 'connection'),
    resolve: ({ connectionId }, _, context) => connectionById(context, connectionId),
  }),
);
