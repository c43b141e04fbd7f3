import { Prisma } from '#generated/prisma/client.ts';
import { candidates } from './candidates.ts';
import { type ChangeLine, rulesActor, type Touched, touchedBy, touchedDevices } from './touchedDevices.ts';

type Db = Pick<Prisma.TransactionClient, '$executeRaw'>;

/**
 * Has the assignment rules decide again about all that these changes touch, and assigns by them: one statement, and none where nothing is touched.
 * What is written depends on the people, rules and accounts alone, in whatever order they came; two of these must not run at once. A device that
 * was assigned in another way than by a rule keeps its user, also when that happens meanwhile.
 */
export async function settleAccounts(db: Db, lines: readonly ChangeLine[]): Promise<void> {
  const touched = touchedBy(lines);
  if (touched) await db.$executeRaw(settlement(touched));
}

const settlement = (touched: Touched) => Prisma.sql`
  WITH /* planned anew */ touched AS MATERIALIZED (${touchedDevices(touched)}),
    asked AS MATERIALIZED (
      SELECT device.id, device."connectionId", device."reportedAccount" AS account, connection."assignmentRules" AS rules
      FROM touched JOIN devices AS device ON device.id = touched.id JOIN connections AS connection ON connection.id = device."connectionId"),
    accounts AS MATERIALIZED (
      SELECT DISTINCT "connectionId", account, rules FROM asked WHERE account IS NOT NULL AND cardinality(rules) > 0),
    decided AS MATERIALIZED (SELECT found.*, ${state} AS state FROM (${candidates}) AS found),
    held AS MATERIALIZED (${held}),
    dropped AS (DELETE FROM account_matches USING held WHERE "deviceId" = held.id AND held.state IS NULL),
    kept AS (
      INSERT INTO account_matches ("deviceId", "connectionId", account, state, rule, "candidateIds", "decidedAt")
      SELECT id, "connectionId", account, state, rule, ids, clock_timestamp() FROM held WHERE state IS NOT NULL AND "decidedAnew"
      ON CONFLICT ("deviceId") DO UPDATE SET (account, state, rule, "candidateIds", "decidedAt")
        = ROW (excluded.account, excluded.state, excluded.rule, excluded."candidateIds", excluded."decidedAt"))
  UPDATE devices SET "assignedUserId" = held."userId",
    "assignmentSource" = CASE WHEN held."userId" IS NOT NULL THEN 'RULE'::"AssignmentSource" END,
    "assignedAt" = CASE WHEN held."userId" IS NOT NULL THEN clock_timestamp() END,
    "updatedBy" = ${rulesActor}
  FROM held WHERE devices.id = held.id AND held."assignedAnew"`;

const state = Prisma.sql`
  CASE WHEN NOT found.active THEN 'NO_MATCH' WHEN cardinality(found.ids) = 1 THEN 'MATCHED' ELSE 'AMBIGUOUS' END::"AccountMatchState"`;

/** Whether the rules decide otherwise than is kept; where there is neither account nor rule, nothing is decided. */
const decidedAnew = Prisma.sql`
  ((kept.account, kept.state, kept.rule, kept."candidateIds") IS DISTINCT FROM (decided.account, decided.state, decided.rule, decided.ids))`;

const userId = Prisma.sql`CASE WHEN decided.state = 'MATCHED' THEN decided.ids[1] END`;

/** Whether a rule gives the device to somebody, or takes it from whom a rule gave it. Without rules, now and before, RULE is the word of others. */
const assignedAnew = Prisma.sql`
  CASE WHEN device."assignmentSource" IS NULL THEN decided.state = 'MATCHED'
    WHEN device."assignmentSource" = 'RULE' THEN
      device."assignedUserId" IS DISTINCT FROM ${userId} AND (cardinality(asked.rules) > 0 OR kept."deviceId" IS NOT NULL)
    ELSE FALSE END IS TRUE`;

/**
 * The devices of which something is to be written, locked in one order, as they are by then. Whoever has changed a device meanwhile has left a line in
 * the log, by which it is decided again.
 */
const held = Prisma.sql`
  SELECT device.id, device."connectionId", decided.account, decided.state, decided.rule, decided.ids, ${userId} AS "userId",
    ${decidedAnew} AS "decidedAnew", ${assignedAnew} AS "assignedAnew"
  FROM asked JOIN devices AS device ON device.id = asked.id
    LEFT JOIN decided ON decided."connectionId" = asked."connectionId" AND decided.account = asked.account
    LEFT JOIN account_matches AS kept ON kept."deviceId" = asked.id
  WHERE device."reportedAccount" IS NOT DISTINCT FROM asked.account AND (${decidedAnew} OR ${assignedAnew})
  ORDER BY device.id FOR NO KEY UPDATE OF device`;
