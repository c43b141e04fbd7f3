import type { Prisma } from '#generated/prisma/client.ts';
import { type Causes, mostTouched, wholly } from './causes.ts';
import { readGroupsAbove, readGroupsBelow, readGroupsGone, readPeopleIn, readUsers } from './groupLinks.ts';
import { endsOf } from './links.ts';
import type { PendingChange } from './pending.ts';
import type { Places } from './places.ts';
import { policiesThatName, type Touch } from './touches.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** A change of the members of a group, with the groups that policies name among the group and those above it. */
type NamedChange = PendingChange & { groups: readonly string[] };

const idsOf = ({ members }: PendingChange) => [...members.added, ...members.removed];

const changesMembers = (change: PendingChange): boolean =>
  change.resourceType === 'Group' && (change.operation === 'DELETED' || idsOf(change).length > 0);

/** Those that concern a group that any policy names: of all others nobody knows. */
async function readNamed(db: Db, changes: readonly PendingChange[], places: Places): Promise<NamedChange[]> {
  const named = [...new Set(places.flatMap(({ groups }) => [...groups.keys()]))];
  const ofMembers = changes.filter(changesMembers);
  if (named.length === 0 || ofMembers.length === 0) return [];
  const above = endsOf(await readGroupsAbove(db, [...new Set(ofMembers.map(({ resourceId }) => resourceId))], named));
  return ofMembers.map((change) => ({ ...change, groups: above(change.resourceId) })).filter(({ groups }) => groups.length > 0);
}

/** Who is, by each of the ids: the person, or the people of the group; undefined where nobody can tell any more, or there are too many. */
async function readWho(db: Db, ids: readonly string[]): Promise<(id: string) => readonly string[] | undefined> {
  const users = new Set((await readUsers(db, ids)).map(({ id }) => id));
  const others = ids.filter((id) => !users.has(id));
  if (others.length === 0) return (id) => [id];
  const links = await readGroupsBelow(db, others);
  const below = endsOf(links);
  const reached = [...new Set(links.map(({ to }) => to))];
  const gone = new Set((await readGroupsGone(db, reached)).map(({ id }) => id));
  const people = endsOf(await readPeopleIn(db, reached));
  return (id) => {
    if (users.has(id)) return [id];
    return below(id).some((group) => gone.has(group)) ? undefined : below(id).flatMap((group) => people(group));
  };
}

/** Whom changes of groups touch; where that cannot be told, the policies that name the groups are to be judged as a whole. */
export async function touchesOfGroups(db: Db, changes: readonly PendingChange[], places: Places, whole: Causes): Promise<Touch[]> {
  const named = await readNamed(db, changes, places);
  const few = named.filter((change) => change.operation !== 'DELETED' && idsOf(change).length <= mostTouched);
  const who = few.length === 0 ? () => undefined : await readWho(db, [...new Set(few.flatMap(idsOf))]);
  return named.flatMap((change): Touch[] => {
    const people = few.includes(change) ? idsOf(change).map(who) : [undefined];
    const known = people.flatMap((some) => some ?? []);
    if (people.every((some) => some !== undefined))
      return [{ ids: [...new Set(known)], changeId: change.id, policiesAt: (place) => policiesThatName(place, change.groups) }];
    for (const place of places) wholly(whole, policiesThatName(place, change.groups), change.id);
    return [];
  });
}
