import { builder, documentation } from '../builder.ts';
import { Group } from '../group/Group.ts';
import { Connection } from './Connection.ts';
import { connectionById } from './connectionById.ts';

builder.prismaObjectField(Group, 'connection', (t) =>
  t.field({
    type: Connection,
    description: documentation('Group', 'connection'),
    resolve: ({ connectionId }, _, context) => connectionById(context, connectionId),
  }),
);
