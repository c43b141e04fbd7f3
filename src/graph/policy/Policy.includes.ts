import { byId } from '#directory/orders.ts';
import { type PolicyListing as ListingRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { policyListings } from '../lists.ts';
import { pageArguments, pageOf } from '../paging.ts';
import { Policy } from './Policy.ts';
import { PolicyListingConnection } from './PolicyListing.ts';

builder.prismaObjectField(Policy, 'includes', (t) =>
  t.field({
    type: PolicyListingConnection,
    description:
      'The people and devices in reach that are in the policy, whatever its rules say; a device that is listed here with its person excluded is out.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) =>
      pageOf<ListingRow>(context, info, id, policyListings, {
        ...page,
        where: Prisma.sql`"row"."policyId" = parent.id AND "row".mode = 'INCLUDE'`,
        orders: [byId],
      }),
  }),
);
