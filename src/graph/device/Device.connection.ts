import { builder, documentation } from '../builder.ts';
import { Connection } from '../connection/Connection.ts';
import { connectionById } from '../connection/connectionById.ts';
import { Device } from './Device.ts';

builder.prismaObjectField(Device, 'connection', (t) =>
  t.field({
    type: Connection,
    description: documentation('Device', 'connection'),
    resolve: ({ connectionId }, _, context) => connectionById(context, connectionId),
  }),
);
