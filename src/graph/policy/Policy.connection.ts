import { builder, documentation } from '../builder.ts';
import { Connection } from '../connection/Connection.ts';
import { connectionById } from '../connection/connectionById.ts';
import { Policy } from './Policy.ts';

builder.prismaObjectField(Policy, 'connection', (t) =>
  t.field({
    type: Connection,
    nullable: true,
    description: documentation('Policy', 'connection'),
    resolve: ({ connectionId }, _, context) => (connectionId === null ? null : connectionById(context, connectionId)),
  }),
);
