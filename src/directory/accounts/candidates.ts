import { Prisma } from '#generated/prisma/client.ts';
import { peopleNamed } from './peopleNamed.ts';

/** So many are kept of those who are found: enough to choose from, and few enough for an account that thousands share. */
const mostCandidates = 100;

const found = peopleNamed({
  by: Prisma.sql`asked.rule`,
  name: Prisma.sql`accounts.account`,
  connectionId: Prisma.sql`accounts."connectionId"`,
});

/**
 * Of each of `accounts` (connectionId, account, rules): the first rule by which anybody is found, and who is. People who are not active count only
 * where no others are found by the same rule: whoever is named exactly is never passed over for somebody who is named less exactly.
 */
export const candidates = Prisma.sql`
  SELECT accounts."connectionId", accounts.account, first.rule::"AccountMatch", coalesce(first.active, FALSE) AS active, coalesce(first.ids, '{}') AS ids
  FROM accounts LEFT JOIN LATERAL (
    SELECT asked.rule, few.active, few.ids
    FROM unnest(accounts.rules) WITH ORDINALITY AS asked(rule, place)
      CROSS JOIN LATERAL (
        SELECT bool_or(active) AS active, coalesce(array_agg(id ORDER BY id) FILTER (WHERE active), array_agg(id ORDER BY id)) AS ids
        FROM (SELECT id, active FROM (${found}) AS found ORDER BY active DESC, id LIMIT ${mostCandidates}::int) AS first_of_them) AS few
    WHERE few.ids IS NOT NULL ORDER BY asked.place LIMIT 1) AS first ON TRUE`;
