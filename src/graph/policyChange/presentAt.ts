import { Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { pageArguments } from '../paging.ts';

export const momentArguments = () => ({
  ...builder.args((t) => ({ time: t.field({ type: 'DateTime', required: true, description: 'The moment.' }) })),
  ...pageArguments(),
});

/** Whether the row is how the parent last came into a policy by that moment, without having left it by then. */
export const isPresentAt = (time: Date) => Prisma.sql`
  "row"."resourceId" = parent.id AND "row".operation = 'ENTERED' AND "row".at <= ${time}::timestamptz
  AND NOT EXISTS (
    SELECT FROM policy_changes AS later
    WHERE later."resourceId" = "row"."resourceId" AND later."policyId" = "row"."policyId" AND later.id > "row".id AND later.at <= ${time}::timestamptz)`;
