import { Prisma } from '#generated/prisma/client.ts';
import { candidates } from './candidates.ts';

/** So many devices are settled at once, and locked for no longer than that takes. */
const mostAtOnce = 500;

/** An array, so that devices are looked up by an index, however many the planner expects. */
const ids = (of: Prisma.Sql) => Prisma.sql`ANY(ARRAY(SELECT id FROM ${of}))`;

const state = Prisma.sql`
  CASE WHEN NOT found.active THEN 'NO_MATCH' WHEN cardinality(found.ids) = 1 THEN 'MATCHED' ELSE 'AMBIGUOUS' END::"AccountMatchState"`;

/** Whether the rules decide otherwise than is kept; where there is neither account nor rule, nothing is decided. */
const decidedAnew = Prisma.sql`
  (kept.account, kept.state, kept.rule, kept."candidateIds") IS DISTINCT FROM (decided.account, decided.state, decided.rule, decided.ids)`;

const userId = Prisma.sql`CASE WHEN decided.state = 'MATCHED' THEN decided.ids[1] END`;

/** Whether a rule gives the device to somebody, or takes it from whom a rule gave it. Without rules, now and before, RULE is the word of others. */
const assignedAnew = Prisma.sql`
  CASE WHEN device."assignmentSource" IS NULL THEN decided.state = 'MATCHED'
    WHEN device."assignmentSource" = 'RULE' THEN
      device."assignedUserId" IS DISTINCT FROM ${userId} AND (cardinality(device.rules) > 0 OR kept."deviceId" IS NOT NULL)
    END IS TRUE`;

/**
 * Takes the latest of the devices that wait for it, so that nobody waits for all those of a connection with new rules; locks them in one order, and writes what the rules decide otherwise than before. What is written depends
 * on the people, the rules and the accounts alone, in whatever order they came; whoever assigns a device meanwhile waits, and is not overruled.
 */
export const settlement = Prisma.sql`
  WITH /* planned anew */ taken AS MATERIALIZED (
      DELETE FROM pending_accounts
      WHERE id = ANY(ARRAY(SELECT id FROM pending_accounts WHERE "resourceType" = 'Device' ORDER BY id DESC LIMIT ${mostAtOnce}::int))
      RETURNING "resourceId" AS id),
    device AS MATERIALIZED (
      SELECT devices.id, "connectionId", "reportedAccount" AS account, "assignmentSource", "assignedUserId", "assignmentRules" AS rules
      FROM devices JOIN connections ON connections.id = "connectionId"
      WHERE devices.id = ${ids(Prisma.sql`taken`)}
      ORDER BY devices.id FOR NO KEY UPDATE OF devices),
    accounts AS MATERIALIZED (SELECT DISTINCT "connectionId", account, rules FROM device WHERE account IS NOT NULL AND cardinality(rules) > 0),
    decided AS MATERIALIZED (SELECT found.*, ${state} AS state FROM (${candidates}) AS found),
    kept AS MATERIALIZED (SELECT * FROM account_matches WHERE "deviceId" = ${ids(Prisma.sql`device`)}),
    settled AS MATERIALIZED (
      SELECT device.id, device."connectionId", decided.account, decided.state, decided.rule, decided.ids, ${userId} AS "userId",
        ${decidedAnew} AS "decidedAnew", ${assignedAnew} AS "assignedAnew"
      FROM device LEFT JOIN decided ON decided."connectionId" = device."connectionId" AND decided.account = device.account
        LEFT JOIN kept ON kept."deviceId" = device.id),
    dropped AS (DELETE FROM account_matches WHERE "deviceId" = ${ids(Prisma.sql`settled WHERE state IS NULL AND "decidedAnew"`)}),
    written AS (
      INSERT INTO account_matches ("deviceId", "connectionId", account, state, rule, "candidateIds", "decidedAt")
      SELECT id, "connectionId", account, state, rule, ids, clock_timestamp() FROM settled WHERE state IS NOT NULL AND "decidedAnew"
      ON CONFLICT ("deviceId") DO UPDATE SET (account, state, rule, "candidateIds", "decidedAt")
        = ROW (excluded.account, excluded.state, excluded.rule, excluded."candidateIds", excluded."decidedAt"))
  UPDATE devices SET "assignedUserId" = settled."userId",
    "assignmentSource" = CASE WHEN settled."userId" IS NOT NULL THEN 'RULE'::"AssignmentSource" END,
    "assignedAt" = CASE WHEN settled."userId" IS NOT NULL THEN clock_timestamp() END,
    -- By which the trigger of changes knows what is settled.
    "updatedBy" = 'rule'
  FROM settled WHERE devices.id = settled.id AND devices.id = ${ids(Prisma.sql`settled WHERE "assignedAnew"`)}`;
