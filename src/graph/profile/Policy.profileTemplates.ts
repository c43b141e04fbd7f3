import { byName } from '#directory/orders.ts';
import { Prisma, type ProfileTemplate as TemplateRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { profileTemplates } from '../lists.ts';
import { pageArguments, pageOf } from '../paging.ts';
import { Policy } from '../policy/Policy.ts';
import { ProfileTemplateConnection } from './ProfileTemplateConnection.ts';

builder.prismaObjectField(Policy, 'profileTemplates', (t) =>
  t.field({
    type: ProfileTemplateConnection,
    description: 'The profiles that the policy has for its devices, by name without regard to case.',
    args: pageArguments(),
    resolve: ({ id }, page, context, info) =>
      pageOf<TemplateRow>(context, info, id, profileTemplates, {
        ...page,
        where: Prisma.sql`"row"."policyId" = parent.id`,
        orders: byName,
      }),
  }),
);
