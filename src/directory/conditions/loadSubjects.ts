import { type Device, Prisma, type User } from '#generated/prisma/client.ts';
import { managerId } from './managers.ts';
import type { Needs, SubjectNeeds } from './needs.ts';
import type { Listing, ManagedDevice, Person } from './subjects.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** Those who are read together; a person or device that is reached in several ways is one and the same. */
type Found = {
  people: Map<string, Person>;
  devices: Map<string, ManagedDevice>;
  /** The id of each person's manager. */
  managers: Map<string, string | null>;
  /** The people whose devices have been read, and those whose groups or listings are to be. */
  ofDevices: Set<string>;
  ofGroups: Set<string>;
  ofListings: Set<string>;
};

/** Ids, with what is needed of each. */
type Ids = Map<Needs, Set<string>>;

type Wanted = { User: Ids; Device: Ids };

// The statements over ids say "planned anew": a plan that was kept for a few ids is a bad one for many.

type UserRow = User & { managerId: string | null };

async function readPeople(db: Db, ids: string[], { people, managers }: Found): Promise<void> {
  if (ids.length === 0) return;
  const rows = await db.$queryRaw<UserRow[]>`
    SELECT /* planned anew */ "row".*, ${managerId(Prisma.sql`"row"`)} AS "managerId" FROM "users" AS "row" WHERE "row"."id" = ANY(${ids}::uuid[])`;
  for (const { managerId: manager, ...user } of rows) {
    managers.set(user.id, manager);
    people.set(user.id, { ...user, groups: { direct: [], all: [] }, devices: [], manager: null, listings: [] });
  }
}

const toManaged = (device: Device): ManagedDevice => ({ ...device, assignedUser: null, listings: [] });

async function readDevices(db: Db, ids: string[], { devices }: Found): Promise<void> {
  if (ids.length === 0) return;
  const rows = await db.$queryRaw<Device[]>`SELECT /* planned anew */ * FROM "devices" WHERE "id" = ANY(${ids}::uuid[])`;
  for (const device of rows) devices.set(device.id, toManaged(device));
}

/** Gives people all of their devices, once. */
async function readDevicesOf(db: Db, wanted: Ids, { people, devices, ofDevices }: Found): Promise<void> {
  const ids = [...wanted].flatMap(([needs, some]) => (needs.devices ? [...some].filter((id) => !ofDevices.has(id)) : []));
  if (ids.length === 0) return;
  for (const id of ids) ofDevices.add(id);
  const rows = await db.$queryRaw<Device[]>`SELECT /* planned anew */ * FROM "devices" WHERE "assignedUserId" = ANY(${ids}::uuid[])`;
  for (const device of rows) {
    const person = people.get(device.assignedUserId ?? '');
    if (person?.connectionId !== device.connectionId) continue;
    const known = devices.get(device.id) ?? toManaged(device);
    devices.set(device.id, known);
    person.devices.push(known);
  }
}

/** All groups that people are in, by however many steps; a circle of groups ends. */
async function readGroups(db: Db, { people, ofGroups }: Found): Promise<void> {
  if (ofGroups.size === 0) return;
  const rows = await db.$queryRaw<{ userId: string; groupId: string; direct: boolean }[]>`
    WITH RECURSIVE /* planned anew */ "above"("userId", "groupId") AS (
      SELECT "userId", "groupId" FROM "memberships" WHERE "userId" = ANY(${[...ofGroups]}::uuid[])
      UNION
      SELECT "above"."userId", "holding"."groupId"
      FROM "above" JOIN "memberships" AS "holding" ON "holding"."memberGroupId" = "above"."groupId"
    )
    SELECT "above".*, EXISTS (
      SELECT FROM "memberships" AS "joined" WHERE "joined"."groupId" = "above"."groupId" AND "joined"."userId" = "above"."userId") AS "direct"
    FROM "above"`;
  for (const { userId, groupId, direct } of rows) {
    const groups = people.get(userId)?.groups;
    groups?.all.push(groupId);
    if (direct) groups?.direct.push(groupId);
  }
}

async function readListings(db: Db, { people, devices, ofListings }: Found): Promise<void> {
  if (ofListings.size === 0) return;
  const rows = await db.$queryRaw<(Listing & { resourceId: string })[]>`
    SELECT /* planned anew */ "policyId", "mode", "resourceId" FROM "policy_listings" WHERE "resourceId" = ANY(${[...ofListings]}::uuid[])`;
  for (const { resourceId, ...listing } of rows) (people.get(resourceId) ?? devices.get(resourceId))?.listings.push(listing);
}

const unknown = (wanted: Ids, known: ReadonlyMap<string, unknown>): string[] =>
  [...new Set([...wanted.values()].flatMap((ids) => [...ids]))].filter((id) => !known.has(id));

function want(ids: Ids, needs: Needs, id: string | null | undefined): void {
  if (id == null) return;
  const wanted = ids.get(needs) ?? new Set();
  ids.set(needs, wanted.add(id));
}

/** Whom those who have been read lead to. */
function nextOf(wanted: Wanted, { people, devices, managers, ofGroups, ofListings }: Found): Wanted {
  const next: Wanted = { User: new Map(), Device: new Map() };
  for (const [needs, ids] of wanted.User)
    for (const id of ids) {
      if (needs.groups) ofGroups.add(id);
      if (needs.listings) ofListings.add(id);
      if (needs.manager) want(next.User, needs.manager, managers.get(id));
      if (needs.devices) for (const device of people.get(id)?.devices ?? []) want(next.Device, needs.devices, device.id);
    }
  for (const [needs, ids] of wanted.Device)
    for (const id of ids) {
      if (needs.listings) ofListings.add(id);
      if (needs.assignedUser) want(next.User, needs.assignedUser, devices.get(id)?.assignedUserId);
    }
  return next;
}

/** Gives people their managers, and devices their users, as far as they have been read. */
function link({ people, devices, managers }: Found): void {
  for (const [id, person] of people) person.manager = people.get(managers.get(id) ?? '') ?? null;
  for (const device of devices.values()) {
    const user = people.get(device.assignedUserId ?? '');
    device.assignedUser = user?.connectionId === device.connectionId ? user : null;
  }
}

/**
 * The people and devices with these ids as conditions ask about them in memory, each relation as far as it is needed; who is not there is left out. It takes
 * a few statements, however many they are.
 */
export async function loadSubjects(
  db: Db,
  { users = [], devices = [] }: { users?: readonly string[]; devices?: readonly string[] },
  needs: SubjectNeeds,
): Promise<{ users: Person[]; devices: ManagedDevice[] }> {
  const found: Found = {
    people: new Map(),
    devices: new Map(),
    managers: new Map(),
    ofDevices: new Set(),
    ofGroups: new Set(),
    ofListings: new Set(),
  };
  let wanted: Wanted = { User: new Map([[needs.User, new Set(users)]]), Device: new Map([[needs.Device, new Set(devices)]]) };
  while (wanted.User.size + wanted.Device.size > 0) {
    await readPeople(db, unknown(wanted.User, found.people), found);
    await readDevices(db, unknown(wanted.Device, found.devices), found);
    await readDevicesOf(db, wanted.User, found);
    wanted = nextOf(wanted, found);
  }
  await readGroups(db, found);
  await readListings(db, found);
  link(found);
  return { users: users.flatMap((id) => found.people.get(id) ?? []), devices: devices.flatMap((id) => found.devices.get(id) ?? []) };
}
