import fc from 'fast-check';
import type pg from 'pg';
import type { ManagedDevice, PeopleGroup, Person, Reach } from '#directory/conditions/subjects.ts';
import type { Device, Group, Membership, PolicyListing, Prisma, User } from '#generated/prisma/client.ts';
import { AssignmentSource } from '#generated/prisma/client.ts';
import type { Database } from '#prisma/openDatabase.ts';
import { declaredAttributes, declaredUrn, policies, reportedFacts } from './declared.ts';
import { longVersions, optional, scalar, text, versions, word } from './values.ts';

export const now = new Date('2026-03-31T12:00:00.000Z');
const day = 24 * 60 * 60 * 1000;

export const manual = '00000000-0000-7000-8000-000000000000';
export const acme = '00000000-0000-7000-8000-00000000ac3e';

const numbered = (kind: string) => (at: number) => `0190b2c4-0000-7000-8000-${kind}${String(at).padStart(8, '0')}`;
export const userId = numbered('aaaa');
export const groupId = numbered('bbbb');
export const deviceId = numbered('cccc');

const extensionValue = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 3, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom({ value: 'Sales' }, [['Sales']], [{}]) },
);
export const urn = 'urn:acme:2.0:User';
export const extensionNames = ['badge', 'Badge', '__proto__', 'toString'];
const extensions = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.dictionary(fc.constantFrom(...extensionNames), extensionValue, { noNullPrototype: true }), declaredAttributes)
      .map(([own, declared]) => ({ [urn]: own, [declaredUrn]: declared })),
  },
);

const property = fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: fc.constantFrom(7, true, [], {}) });
const types = fc.constantFrom('work', 'WORK', 'home', null, '');
const primary = fc.constantFrom(true, false, null, 'true');
const multiValue = fc.oneof(
  { weight: 8, arbitrary: fc.record({ value: property, display: property, type: types, primary }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown[]>('Sales', null, [], 7) },
);
const multiValues = fc.array(multiValue, { maxLength: 3 });
const address = fc.record(
  { formatted: text, streetAddress: text, locality: text, region: text, postalCode: text, country: text, type: types, primary },
  { requiredKeys: [] },
);

export const externalIds = ['x1', 'X1', 'x2', 'x3', 'Straße'];
const instant = fc.oneof(
  fc.constantFrom(...[-30, -31, 0, 1, 30, 31].map((days) => new Date(now.getTime() + days * day)), new Date('2026-02-28T12:00:00Z')),
  fc.date({ min: new Date(now.getTime() - 60 * day), max: new Date(now.getTime() + 60 * day), noInvalidDate: true }),
);

export const userRow = (count: number) => {
  const someone = fc.nat(count - 1).map(userId);
  return fc.record({
    connectionId: fc.constantFrom(manual, manual, acme),
    externalId: optional(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...externalIds, '') }, { weight: 1, arbitrary: someone })),
    userName: word,
    displayName: text,
    formattedName: text,
    familyName: text,
    givenName: text,
    middleName: text,
    honorificPrefix: text,
    honorificSuffix: text,
    nickName: text,
    profileUrl: text,
    title: text,
    userType: text,
    preferredLanguage: text,
    locale: text,
    timezone: text,
    active: fc.boolean(),
    emails: multiValues,
    phoneNumbers: multiValues,
    ims: multiValues,
    photos: multiValues,
    addresses: fc.array(address, { maxLength: 2 }),
    entitlements: multiValues,
    roles: multiValues,
    x509Certificates: multiValues,
    employeeNumber: text,
    costCenter: text,
    organization: text,
    division: text,
    department: text,
    managerReference: optional(
      fc.oneof(
        { weight: 4, arbitrary: someone },
        { weight: 3, arbitrary: fc.constantFrom(...externalIds) },
        { weight: 1, arbitrary: someone.map((id) => id.toUpperCase()) },
        { weight: 1, arbitrary: fc.constantFrom('', 'nobody', manual) },
      ),
    ),
    extensions,
    createdAt: instant,
    updatedAt: instant,
    updatedBy: fc.constant('test'),
  });
};

const groupRow = fc.record({
  connectionId: fc.constantFrom(manual, acme),
  externalId: optional(fc.constantFrom(...externalIds, '')),
  displayName: word,
  createdAt: instant,
  updatedBy: fc.constant('test'),
});

/** Devices of people, of people who are gone, of people of another connection, and of nobody. */
export const deviceRow = (people: number) =>
  fc
    .record({
      connectionId: fc.constantFrom(manual, acme),
      udid: optional(word),
      name: text,
      platform: text,
      osVersion: optional(fc.oneof(fc.constantFrom(...versions, ...longVersions), word)),
      osBuild: text,
      model: text,
      manufacturer: text,
      chip: text,
      supervised: optional(fc.boolean()),
      enrollmentType: text,
      enrolledAt: optional(instant),
      lastCheckInAt: optional(instant),
      ownership: text,
      encrypted: optional(fc.boolean()),
      assetTag: text,
      tags: fc.array(fc.oneof({ weight: 6, arbitrary: word }, { weight: 1, arbitrary: fc.constant('') }), { maxLength: 3 }),
      facts: reportedFacts,
      reportedAccount: text,
      createdAt: instant,
      updatedAt: instant,
      updatedBy: fc.constant('test'),
    })
    .chain((row) =>
      optional(fc.record({ user: fc.nat(people + 2), source: fc.constantFrom(...Object.values(AssignmentSource)), at: instant })).map(
        (assigned) => ({
          ...row,
          assignedUserId: assigned ? userId(assigned.user) : null,
          assignmentSource: assigned?.source ?? null,
          assignedAt: assigned?.at ?? null,
        }),
      ),
    );

const listing = (people: number) =>
  fc
    .record({
      policyId: fc.constantFrom(...policies.map(({ id }) => id)),
      mode: fc.constantFrom<'INCLUDE' | 'EXCLUDE'>('INCLUDE', 'EXCLUDE'),
      resourceType: fc.constantFrom('User', 'Device'),
      at: fc.nat(people - 1),
    })
    .map(({ at, ...row }) => ({ ...row, resourceId: (row.resourceType === 'User' ? userId : deviceId)(at) }));

export type Directory = {
  users: Prisma.UserCreateManyInput[];
  groups: Prisma.GroupCreateManyInput[];
  devices: Prisma.DeviceCreateManyInput[];
  memberships: Prisma.MembershipCreateManyInput[];
  listings: Prisma.PolicyListingCreateManyInput[];
};

/** People, groups and devices in two connections: managers by id, by externalId and by neither; groups in groups, also in circles. */
export const directory = (people: number, groups: number): fc.Arbitrary<Directory> =>
  fc.record({
    // The number keeps the names unique whatever the words.
    users: fc
      .array(userRow(people), { minLength: people, maxLength: people })
      .map((rows) => rows.map((row, at) => ({ ...row, id: userId(at), userName: `${row.userName}#${at}` }) as Prisma.UserCreateManyInput)),
    groups: fc
      .array(groupRow, { minLength: groups, maxLength: groups })
      .map((rows) => rows.map((row, at) => ({ ...row, id: groupId(at), displayName: `${row.displayName}#${at}` }))),
    devices: fc.array(deviceRow(people), { minLength: people, maxLength: people }).map((rows) =>
      rows.map(
        (row, at) =>
          ({
            ...row,
            id: deviceId(at),
            serialNumber: `S#${at}`,
            udid: row.udid === null ? null : `${row.udid}#${at}`,
          }) as Prisma.DeviceCreateManyInput,
      ),
    ),
    memberships: fc
      .tuple(
        fc.uniqueArray(fc.tuple(fc.nat(groups - 1), fc.nat(people - 1)), { minLength: people, maxLength: people, selector: String }),
        fc.uniqueArray(fc.tuple(fc.nat(groups - 1), fc.nat(groups - 1)), { maxLength: groups + 2, selector: String }),
      )
      .map(([users, nested]) => [
        ...users.map(([group, user]) => ({ groupId: groupId(group), userId: userId(user), memberGroupId: null })),
        ...nested
          .filter(([group, member]) => group !== member)
          .map(([group, member]) => ({ groupId: groupId(group), userId: null, memberGroupId: groupId(member) })),
      ]),
    listings: fc.uniqueArray(listing(people), {
      minLength: people,
      maxLength: people,
      selector: ({ policyId, resourceId, mode }) => [policyId, resourceId, mode].join(),
    }),
  });

/** All of what is reached by one step or more. */
function reachOf(id: string, step: (id: string) => string[]): Reach {
  const direct = step(id);
  const all = new Set(direct);
  for (const reached of all) for (const next of step(reached)) all.add(next);
  return { direct, all: [...all] };
}

function managerOf(user: User, users: User[]): User | undefined {
  const colleagues = users
    .filter(({ connectionId }) => connectionId === user.connectionId)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const reference = user.managerReference;
  if (!reference) return undefined;
  return colleagues.find(({ id }) => id === reference) ?? colleagues.find(({ externalId }) => externalId === reference);
}

const listingsOf = (id: string, listings: PolicyListing[]) => listings.filter(({ resourceId }) => resourceId === id);

function peopleOf(users: User[], groupsOf: (id: string) => string[], listings: PolicyListing[]): Person[] {
  const people = new Map<string, Person>(
    users.map((user) => [
      user.id,
      { ...user, groups: reachOf(user.id, groupsOf), devices: [], manager: null, listings: listingsOf(user.id, listings) },
    ]),
  );
  for (const person of people.values()) person.manager = people.get(managerOf(person, users)?.id ?? '') ?? null;
  return [...people.values()];
}

/** Gives each device its user, and each user their devices. */
function devicesOf(people: Person[], devices: Device[], listings: PolicyListing[]): ManagedDevice[] {
  return devices.map((device) => {
    const assignedUser =
      people.find(({ id, connectionId }) => id === device.assignedUserId && connectionId === device.connectionId) ?? null;
    const managed = { ...device, assignedUser, listings: listingsOf(device.id, listings) };
    assignedUser?.devices.push(managed);
    return managed;
  });
}

function groupsOfPeople(groups: Group[], memberships: Membership[], groupsOf: (id: string) => string[]): PeopleGroup[] {
  const membersOf = (id: string) =>
    memberships.filter((membership) => membership.groupId === id).map((membership) => membership.userId ?? membership.memberGroupId ?? '');
  return groups.map((group) => ({ ...group, groups: reachOf(group.id, groupsOf), members: reachOf(group.id, membersOf) }));
}

/** By SQL, because the Prisma client loses or chokes on a JSON key "__proto__". */
export async function insert(pool: pg.Pool, table: string, rows: object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
    .map((name) => `"${name}"`)
    .join(', ');
  const sql = `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`;
  await pool.query(sql, [JSON.stringify(rows)]);
}

export type Settled = { User: Person[]; Group: PeopleGroup[]; Device: ManagedDevice[] };

/** Puts the directory in place of whatever was there, and reads it back. */
export async function settle({ db, pool }: Database, { users, groups, devices, memberships, listings }: Directory): Promise<Settled> {
  await db.policy.deleteMany();
  await db.device.deleteMany();
  await db.membership.deleteMany();
  await db.user.deleteMany();
  await db.group.deleteMany();
  await db.connection.createMany({ data: { id: acme, name: 'Acme', provider: 'OKTA', updatedBy: 'test' }, skipDuplicates: true });
  await insert(pool, 'users', users);
  await insert(pool, 'groups', groups);
  await insert(pool, 'memberships', memberships);
  await insert(pool, 'devices', devices);
  await insert(
    pool,
    'policies',
    policies.map((policy) => ({ ...policy, priority: 0, onDisable: 'KEEP', listingsVersion: 0, version: 1, updatedBy: 'test' })),
  );
  await db.policyListing.createMany({ data: listings });
  const kept = await db.membership.findMany();
  const groupsOf = (id: string) =>
    kept.filter(({ userId, memberGroupId }) => (userId ?? memberGroupId) === id).map(({ groupId }) => groupId);
  const listed = await db.policyListing.findMany();
  const people = peopleOf(await db.user.findMany(), groupsOf, listed);
  return {
    User: people,
    Group: groupsOfPeople(await db.group.findMany(), kept, groupsOf),
    Device: devicesOf(people, await db.device.findMany(), listed),
  };
}
