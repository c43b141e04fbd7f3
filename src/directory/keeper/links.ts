import type { Prisma } from '#generated/prisma/client.ts';
import type { Step } from '../conditions/reads.ts';
import type { PendingChange } from './pending.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw'>;

export type Link = { from: string; to: string };

/** Leads back along a step: from managers to those whom they manage, from users to their devices, from devices to their users. */
export type Links = (step: Step, ids: readonly string[]) => Promise<(id: string) => readonly string[]>;

/** How the changed people were named as managers, and whose the changed devices were: some may be so no more. */
function formerLinks(changes: readonly PendingChange[]) {
  const names = changes
    .filter(({ resourceType }) => resourceType === 'User')
    .flatMap(({ resourceId: id, connectionId, previous }) => [
      { id, connectionId, name: id },
      ...(previous.externalId ? [{ id, connectionId, name: previous.externalId }] : []),
    ]);
  const users = changes.flatMap(({ resourceType, resourceId: from, previous }): Link[] =>
    resourceType === 'Device' && previous.assignedUserId ? [{ from, to: previous.assignedUserId }] : [],
  );
  return { names, users };
}

/**
 * Whoever refers to a manager by any of the manager's names: whether the reference leads to this manager or to another of the same name is not asked.
 * Too many are judged then, and never too few.
 */
async function toReports(db: Db, ids: readonly string[], { names }: ReturnType<typeof formerLinks>): Promise<Link[]> {
  const asked = new Set(ids);
  const former = names.filter(({ id }) => asked.has(id));
  return db.$queryRaw<Link[]>`
    WITH /* planned anew */ "named"("id", "connectionId", "name") AS (
      SELECT "id", "connectionId", "id"::text FROM "users" WHERE "id" = ANY(${ids}::uuid[])
      UNION ALL
      SELECT "id", "connectionId", "externalId" FROM "users" WHERE "id" = ANY(${ids}::uuid[]) AND "externalId" <> ''
      UNION ALL
      SELECT * FROM unnest(
        ${former.map(({ id }) => id)}::uuid[], ${former.map(({ connectionId }) => connectionId)}::uuid[], ${former.map(({ name }) => name)}::text[])
    )
    SELECT DISTINCT "named"."id" AS "from", "report"."id" AS "to"
    FROM "named" JOIN "users" AS "report" ON "report"."connectionId" = "named"."connectionId" AND "report"."managerReference" = "named"."name"`;
}

async function toUsers(db: Db, ids: readonly string[], { users }: ReturnType<typeof formerLinks>): Promise<Link[]> {
  const present = await db.$queryRaw<Link[]>`
    SELECT /* planned anew */ "id" AS "from", "assignedUserId" AS "to" FROM "devices" WHERE "id" = ANY(${ids}::uuid[]) AND "assignedUserId" IS NOT NULL`;
  const asked = new Set(ids);
  return [...present, ...users.filter(({ from }) => asked.has(from))];
}

const toDevices = (db: Db, ids: readonly string[]): Promise<Link[]> =>
  db.$queryRaw<Link[]>`
    SELECT /* planned anew */ "assignedUserId" AS "from", "id" AS "to" FROM "devices" WHERE "assignedUserId" = ANY(${ids}::uuid[])`;

const back = { manager: toReports, devices: toUsers, assignedUser: toDevices } satisfies Record<Step, unknown>;

/** The links as they are, with those that the changes tell of as they were; nobody is asked for twice. */
export function linksOf(db: Db, changes: readonly PendingChange[]): Links {
  const former = formerLinks(changes);
  const known = new Map<Step, Map<string, string[]>>();
  return async (step, ids) => {
    const ends = known.get(step) ?? new Map<string, string[]>();
    known.set(step, ends);
    const unknown = ids.filter((id) => !ends.has(id));
    for (const id of unknown) ends.set(id, []);
    if (unknown.length > 0) for (const { from, to } of await back[step](db, unknown, former)) ends.get(from)?.push(to);
    return (id) => ends.get(id) ?? [];
  };
}

/** The ends of links, by their starts. */
export function endsOf(links: readonly Link[]): (start: string) => readonly string[] {
  const ends = new Map<string, string[]>();
  for (const { from, to } of links) {
    const known = ends.get(from) ?? [];
    known.push(to);
    ends.set(from, known);
  }
  return (start) => ends.get(start) ?? [];
}
