import { InvalidCondition } from '#directory/conditions/invalidCondition.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { arranged } from '#directory/policies/arranged.ts';
import { type ListedCounts, nobodyListed, policySentence } from '#directory/policies/policySentence.ts';
import { shownDefinitions } from '#directory/policies/shownDefinitions.ts';
import type { Policy as PolicyRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { connectionById } from '../connection/connectionById.ts';
import { type Context, load } from '../context.ts';
import { policyListings } from '../lists.ts';
import { Policy } from './Policy.ts';
import { withNames } from './withNames.ts';

builder.prismaObjectField(Policy, 'conditionText', (t) =>
  t.string({
    description: 'Whom the policy is for, as a sentence for people, with those who are listed by hand.',
    resolve: async (policy, _, context) => {
      const [listed, connection] = await Promise.all([
        load(context, readCounts, policy.id, readCounts),
        policy.connectionId === null ? null : connectionById(context, policy.connectionId),
      ]);
      return withNames(context, await told(context, policy, listed, connection?.name ?? null));
    },
  }),
);

async function told({ session }: Context, policy: PolicyRow, listed: ListedCounts, connection: string | null): Promise<string> {
  const { enabled, users, devices } = policy;
  const definitions = await shownDefinitions(session, [users, devices]);
  try {
    return policySentence({
      enabled,
      users: users === null ? null : readCondition('User', arranged(users), definitions, 'users'),
      devices: devices === null ? null : readCondition('Device', arranged(devices), definitions, 'devices'),
      listed,
      connection,
    });
  } catch (error) {
    if (error instanceof InvalidCondition) return `For nobody, because its conditions cannot be read any more: ${error.message}`;
    throw error;
  }
}

interface Counted {
  policyId: string;
  mode: 'INCLUDE' | 'EXCLUDE';
  people: number;
  devices: number;
}

async function readCounts(ids: readonly string[], { session }: Context): Promise<ListedCounts[]> {
  const rows = await session.db.$queryRaw<Counted[]>`
    SELECT "row"."policyId", "row".mode, count(*) FILTER (WHERE "row"."resourceType" = 'User')::int AS people,
      count(*) FILTER (WHERE "row"."resourceType" = 'Device')::int AS devices
    FROM ${policyListings.from} WHERE "row"."policyId" = ANY(${ids}::uuid[]) AND ${policyListings.reach(session)}
    GROUP BY "row"."policyId", "row".mode`;
  const found = new Map(rows.map((row) => [`${row.policyId} ${row.mode}`, row]));
  return ids.map((id) => ({
    included: found.get(`${id} INCLUDE`) ?? nobodyListed,
    excluded: found.get(`${id} EXCLUDE`) ?? nobodyListed,
  }));
}
