import { z } from 'zod';
import { Prisma } from '#generated/prisma/client.ts';
import { invalidInput, notFound, refuse, unknownMembers } from './errors.ts';
import { groupsAreHeld, heldGroups } from './heldGroups.ts';
import { homeOf, inReach, isUuid, mayWrite, type Session } from './session.ts';
import { extensions, indexedText, read, requiredName, type Unread } from './values.ts';
import { atVersion, type Version, whyNot } from './versions.ts';

const groupChange = z.strictObject({ displayName: requiredName, externalId: indexedText, extensions }).partial();
const newGroup = groupChange.required({ displayName: true });

export type GroupChange = Unread<z.input<typeof groupChange>>;
export type NewGroup = GroupChange & { displayName: string; connectionId?: string | null | undefined };

/** How a membership changes, by row: `set` replaces everyone, then `remove` and `add` apply. Repeating a change changes nothing. */
export interface MembersChange {
  set?: readonly string[] | null | undefined;
  add?: readonly string[] | null | undefined;
  remove?: readonly string[] | null | undefined;
}

interface Outcome {
  id: string | null;
  unknown: string[];
}

/** A group that was made or changed, at the version that this has left it at: others may have changed it since. */
export interface ChangedGroup {
  id: string;
  version: number;
}

// The statements over ids say "planned anew": a plan that was kept from a few ids, or from small tables, is a bad one for many.

/** Makes a group with its members, or nothing: in one statement. */
export async function createGroup(
  session: Session,
  { connectionId, ...input }: NewGroup,
  memberIds: readonly string[] = [],
): Promise<ChangedGroup> {
  mayWrite(session);
  const group = read(newGroup, input);
  const home = homeOf(session, connectionId);
  const [outcome] = await session.db.$queryRaw<(Outcome & { version: number })[]>`
    WITH /* planned anew */ named AS (${named(uuids(memberIds), Prisma.sql`${home}::uuid`)}),
      created AS (
        INSERT INTO groups ("connectionId", "displayName", "externalId", extensions, "updatedBy")
        SELECT ${home}::uuid, ${group.displayName}, ${group.externalId ?? null}, ${json(group.extensions ?? {})}, ${session.actor}
        WHERE NOT EXISTS (${unknown}) AND acting_as(${session.actor})
        RETURNING id, version),
      joined AS (${join(Prisma.sql`created`)} RETURNING 1),
      counted AS (SELECT version + EXISTS (SELECT FROM joined)::integer AS version FROM created)
    SELECT (SELECT id FROM created) AS id, (SELECT version FROM counted) AS version, ARRAY(${unknown}) AS unknown`;
  return outcome?.id ? { id: outcome.id, version: outcome.version } : refuse(unknownMembers(outcome?.unknown ?? []));
}

/**
 * Changes a group and its membership together, or not at all: one statement, whose cost is the change's and not the group's.
 * Those who join are counted when the statement ends, which is too late for it to see.
 */
export async function updateGroup(
  session: Session,
  id: string,
  input: GroupChange,
  members: MembersChange = {},
  expectedVersion?: Version,
): Promise<ChangedGroup> {
  mayWrite(session);
  const change = read(groupChange, input);
  if (!isUuid(id)) throw notFound('Group', id);
  const net = netChange(members);
  const [outcome] = await session.db.$queryRaw<(Outcome & { version: number })[]>`
    WITH /* planned anew */ asked AS (SELECT id, "connectionId" FROM groups WHERE id = ${id}::uuid AND ${inReach(session)}),
      named AS (${named(net.present, Prisma.sql`(SELECT "connectionId" FROM asked)`)}),
      target AS (
        UPDATE groups SET ${assignments(change, session.actor)}
        WHERE id = ${id}::uuid AND ${inReach(session)} AND ${atVersion(expectedVersion)}
          AND NOT EXISTS (${unknown}) AND acting_as(${session.actor})
        RETURNING id),
      settled AS MATERIALIZED (SELECT target.id, ${leave(net)} FROM target),
      joined AS (${join(Prisma.sql`settled`)} RETURNING 1),
      counted AS (SELECT version_of_group(id) + EXISTS (SELECT FROM joined)::integer AS version FROM settled)
    SELECT (SELECT id FROM settled) AS id, (SELECT version FROM counted) AS version, ARRAY(${unknown}) AS unknown`;
  if (outcome?.id) return { id: outcome.id, version: outcome.version };
  throw await refusal(session, id, outcome);
}

/** Deletes a group; its members stay. */
export async function deleteGroup(session: Session, id: string, expectedVersion?: Version): Promise<string> {
  mayWrite(session);
  if (!isUuid(id)) throw notFound('Group', id);
  const deleted = await session.db.$executeRaw`
    WITH ${heldGroups(Prisma.sql`"memberGroupId" = (SELECT id FROM groups WHERE id = ${id}::uuid AND ${inReach(session)})`)}
    DELETE FROM groups
    WHERE ${groupsAreHeld} AND id = ${id}::uuid AND ${inReach(session)} AND ${atVersion(expectedVersion)} AND acting_as(${session.actor})`;
  return deleted ? id : refuse(await whyNot(session, 'Group', id));
}

async function refusal(session: Session, id: string, outcome: Outcome | undefined) {
  const reason = await whyNot(session, 'Group', id);
  return reason.code !== 'NOT_FOUND' && outcome?.unknown.length ? unknownMembers(outcome.unknown) : reason;
}

/** One change per id: what is set is what was asked to be there less what was asked to go. */
function netChange({ set, add, remove }: MembersChange) {
  const added = new Set(uuids(add ?? []));
  const removed = new Set((remove ?? []).map((id) => id.toLowerCase()));
  const both = [...added].find((id) => removed.has(id));
  if (both !== undefined) throw invalidInput(`members: ${both} is both added and removed. Send one of the two.`);
  if (!set) return { all: false, present: [...added], remove: [...removed].filter(isUuid) };
  return { all: true, present: [...new Set([...uuids(set), ...added])].filter((id) => !removed.has(id)), remove: [] };
}

/** The ids in one spelling; what is no id names no member. */
function uuids(ids: readonly string[]) {
  const strangers = ids.filter((id) => !isUuid(id));
  if (strangers.length) throw unknownMembers(strangers);
  return ids.map((id) => id.toLowerCase());
}

/** Each id with the user or the group of the connection that it names. */
const named = (ids: readonly string[], connectionId: Prisma.Sql) => Prisma.sql`
  SELECT m.id, u.id AS "userId", g.id AS "memberGroupId"
  FROM (SELECT DISTINCT id FROM unnest(${ids}::uuid[]) AS t(id)) m
    LEFT JOIN users u ON u.id = m.id AND u."connectionId" = ${connectionId}
    LEFT JOIN groups g ON g.id = m.id AND g."connectionId" = ${connectionId}`;

const unknown = Prisma.sql`SELECT id FROM named WHERE "userId" IS NULL AND "memberGroupId" IS NULL`;

const join = (group: Prisma.Sql) => Prisma.sql`
  INSERT INTO memberships ("groupId", "userId", "memberGroupId")
  SELECT ${group}.id, named."userId", named."memberGroupId" FROM ${group}, named
  ON CONFLICT DO NOTHING`;

/** Who leaves, as it is decided once the group is locked. */
const leave = ({ all, present, remove }: ReturnType<typeof netChange>) =>
  all ? Prisma.sql`leave_group_except(target.id, ${present}::uuid[])` : Prisma.sql`leave_group(target.id, ${remove}::uuid[])`;

const json = (value: unknown) => Prisma.sql`${JSON.stringify(value)}::jsonb`;

const assignments = ({ displayName, externalId, extensions: attributes }: z.output<typeof groupChange>, actor: string) =>
  Prisma.join(
    [
      displayName !== undefined && Prisma.sql`"displayName" = ${displayName}`,
      externalId !== undefined && Prisma.sql`"externalId" = ${externalId}`,
      attributes !== undefined && Prisma.sql`extensions = ${json(attributes)}`,
      Prisma.sql`"updatedBy" = ${actor}`,
    ].filter((assignment) => assignment !== false),
  );
