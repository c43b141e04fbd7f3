import type { GraphQLResolveInfo } from 'graphql';
import { toSql } from '#directory/conditions/toSql.ts';
import { readOwnPages } from '#directory/ownPages.ts';
import type { ListOf, Page } from '#directory/pages.ts';
import { livePolicies } from '#directory/policies/livePolicies.ts';
import { Prisma } from '#generated/prisma/client.ts';
import type { Context } from '../context.ts';
import { pageBy, type Question } from '../paging.ts';

/** A page of the people or devices of a policy, by what its conditions say at this moment; those of a list of policies are found together. */
export const memberPage = <Row extends object>(
  context: Context,
  info: GraphQLResolveInfo,
  policyId: string,
  subject: 'User' | 'Device',
  list: ListOf,
  question: Question,
): Promise<Page<Row>> =>
  pageBy(context, info, policyId, async (ids, count) => {
    const { all } = await livePolicies(context.session);
    const parents = ids.map((id) => {
      const condition = all.get(id)?.[subject];
      return { id, where: condition ? toSql(condition, Prisma.sql`"row"`) : Prisma.sql`FALSE` };
    });
    return readOwnPages<Row>(context.session, list, { ...question, count }, parents);
  });
