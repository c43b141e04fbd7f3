import type { Order } from '#directory/orders.ts';
import { type DeviceAccountMatch as MatchRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Connection } from '../connection/Connection.ts';
import { accountMatches, ofConnection } from '../lists.ts';
import { connectionOf, pageArguments, pageOf } from '../paging.ts';
import { AccountMatchState, DeviceAccountMatch } from './DeviceAccountMatch.ts';

const DeviceAccountMatchConnection = connectionOf('DeviceAccountMatch', 'account matches', DeviceAccountMatch);

const byDevice: Order = { column: 'deviceId', kind: 'id', descending: false, missingFirst: false };

builder.prismaObjectField(Connection, 'accountMatches', (t) =>
  t.field({
    type: DeviceAccountMatchConnection,
    description:
      'What the assignmentRules make of the accounts that devices report, in the order in which the devices were made: AMBIGUOUS and NO_MATCH are those to be looked into.',
    args: {
      ...builder.args((args) => ({ state: args.field({ type: AccountMatchState, description: 'Only those in this state.' }) })),
      ...pageArguments(),
    },
    resolve: ({ id }, { state, ...page }, context, info) =>
      pageOf<MatchRow>(context, info, id, accountMatches, {
        ...page,
        where: ofConnection(state ? Prisma.sql`"row".state = ${state}::"AccountMatchState"` : Prisma.sql`TRUE`),
        orders: [byDevice],
      }),
  }),
);
