import type { Connection as ConnectionRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { isId, single } from '../keys.ts';
import { connections } from '../lists.ts';
import { Connection } from './Connection.ts';

builder.queryField('connection', (t) =>
  t.field({
    type: Connection,
    nullable: true,
    description: 'One connection; null when there is none in reach.',
    args: { id: t.arg.id({ required: true, description: 'The connection’s id.' }) },
    resolve: (_, { id }, { session }) => single<ConnectionRow>(session, connections, isId(id), 'connections'),
  }),
);
