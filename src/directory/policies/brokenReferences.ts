import { type Policy, Prisma } from '#generated/prisma/client.ts';
import { idOf } from '../conditions/kinds.ts';
import { namesIn } from '../conditions/namesIn.ts';
import type { Order } from '../orders.ts';
import { byId } from '../orders.ts';
import type { ListOf } from '../pages.ts';
import type { Session } from '../session.ts';
import { listedInReach, listedWithConnections } from './listingsInReach.ts';

/** What may be deleted although a policy names it. */
export type BrokenType = 'User' | 'Group' | 'Device' | 'Connection';

/** What a policy names, and where, though it is there no more. */
export interface BrokenReference {
  readonly id: string;
  readonly type: BrokenType;
  readonly path: string;
}

const tables: Record<BrokenType, Prisma.Sql> = {
  User: Prisma.sql`users`,
  Group: Prisma.sql`groups`,
  Device: Prisma.sql`devices`,
  Connection: Prisma.sql`connections`,
};

const isThere = Object.entries(tables).map(
  ([type, table]) => Prisma.sql`("row".type = ${type} AND EXISTS (SELECT FROM ${table} AS there WHERE there.id = "row".id))`,
);

/** Of the rows, those of the parent policy that name what is not there. */
export const brokenOfPolicy = Prisma.sql`"row"."policyId" = parent.id AND NOT (${Prisma.join(isThere, ' OR ')})`;

/** By the place where they are named. */
export const byPath: readonly Order[] = [{ column: 'path', kind: 'exact', descending: false, missingFirst: false }, byId];

type Rules = Pick<Policy, 'id' | 'users' | 'devices'>;

const namesOf = ({ id: policyId, users, devices }: Rules) =>
  [...namesIn('User', users, 'users'), ...namesIn('Device', devices, 'devices')].flatMap(({ type, name, path }) => {
    const id = type in tables ? idOf(name) : undefined;
    return id === undefined ? [] : [{ policyId, type, id, path }];
  });

/** What the policies name by ids, in their conditions and by hand. */
export const namedByIds = (session: Session, policies: readonly Rules[]): ListOf => ({
  from: Prisma.sql`(
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(policies.flatMap(namesOf))}::jsonb) AS named("policyId" uuid, type text, id uuid, path text)
    UNION ALL
    SELECT listed."policyId", listed."resourceType", listed.id,
      lower(listed.mode::text) || CASE listed."resourceType" WHEN 'User' THEN '.users' ELSE '.devices' END
    FROM ${listedWithConnections} AS listed WHERE listed."ofWhom" IS NULL AND ${listedInReach(session, Prisma.sql`listed`)}) AS "row"`,
  select: Prisma.sql`"row".*`,
  reach: () => Prisma.sql`TRUE`,
});
