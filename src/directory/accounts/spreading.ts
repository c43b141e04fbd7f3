import { Prisma } from '#generated/prisma/client.ts';

/** So many people and connections are taken at once. */
const mostAtOnce = 500;

/** The people with the rules of their connections; where there are none, nobody is looked for. */
const ruled = Prisma.sql`
  users AS person JOIN connections AS connection
    ON connection.id = person."connectionId" AND cardinality(connection."assignmentRules") > 0 AND person.id = ANY(${people()})`;

/** An array, so that what is looked up by it is looked up by an index, however many the planner expects. */
function people() {
  return Prisma.sql`ARRAY(SELECT "resourceId" FROM taken WHERE "resourceType" = 'User')`;
}

/** The devices of the person's connection that report an account. With an OFFSET each is looked up by what is said of the person, and never the other way round. */
const devicesThat = (report: Prisma.Sql) => Prisma.sql`
  LATERAL (
    SELECT id FROM devices WHERE ${report} AND devices."connectionId" = person."connectionId" AND devices."reportedAccount" IS NOT NULL OFFSET 0) AS device`;

/**
 * Puts in the place of people and connections that have changed the devices whose match may change with them: those that report what is now said of the
 * people, those of which they were candidates, those that a rule has given them, and all of a connection whose rules are others.
 */
export const spreading = Prisma.sql`
  WITH /* planned anew */ taken AS MATERIALIZED (
    DELETE FROM pending_accounts
    WHERE id = ANY(ARRAY(SELECT id FROM pending_accounts WHERE "resourceType" <> 'Device' ORDER BY id LIMIT ${mostAtOnce}::int))
    RETURNING "resourceType", "resourceId")
  INSERT INTO pending_accounts ("resourceType", "resourceId")
  SELECT 'Device', device.id
    FROM taken, LATERAL (
      SELECT id FROM devices
      WHERE "connectionId" = taken."resourceId" AND ("reportedAccount" IS NOT NULL OR "assignmentSource" = 'RULE') OFFSET 0) AS device
    WHERE taken."resourceType" = 'Connection'
  UNION SELECT 'Device', "deviceId" FROM account_matches WHERE "candidateIds" && ${people()}
  UNION SELECT 'Device', id FROM devices WHERE "assignedUserId" = ANY(${people()}) AND "assignmentSource" = 'RULE'
  UNION SELECT 'Device', device.id
    FROM ${ruled},
      unnest(folded_values(person.emails) || fold(person."userName") || fold(person."externalId")) AS named(account),
      ${devicesThat(Prisma.sql`fold(devices."reportedAccount") COLLATE "C" = named.account COLLATE "C"`)}
  UNION SELECT 'Device', device.id
    FROM ${ruled} AND 'LOCAL_PART' = ANY(connection."assignmentRules"),
      unnest(local_parts(person."userName", person.emails)) AS named(part),
      ${devicesThat(Prisma.sql`local_part(devices."reportedAccount") COLLATE "C" = named.part COLLATE "C"`)}`;
