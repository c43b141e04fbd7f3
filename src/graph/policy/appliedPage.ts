import type { GraphQLResolveInfo } from 'graphql';
import { byPriority } from '#directory/orders.ts';
import { readOwnPages } from '#directory/ownPages.ts';
import type { Page, PageRequest } from '#directory/pages.ts';
import { appliedPolicies } from '#directory/policies/appliedPolicies.ts';
import { type Policy as PolicyRow, Prisma } from '#generated/prisma/client.ts';
import type { Context } from '../context.ts';
import { policies } from '../lists.ts';
import { pageBy } from '../paging.ts';

/** A page of the policies that a person or device is in; those of a list of people or devices are found together. */
export const appliedPage = (
  context: Context,
  info: GraphQLResolveInfo,
  subject: 'User' | 'Device',
  id: string,
  page: PageRequest,
): Promise<Page<PolicyRow>> =>
  pageBy(context, info, id, async (ids, count) => {
    const applied = await appliedPolicies(context.session, subject, ids);
    const parents = ids.map((one) => ({ id: one, where: Prisma.sql`"row".id = ANY(${applied.get(one) ?? []}::uuid[])` }));
    // What has been disabled a moment ago, by another process, is for nobody.
    const ask = { ...page, where: Prisma.sql`"row".enabled`, orders: byPriority, count };
    return readOwnPages<PolicyRow>(context.session, policies, ask, parents);
  });
