import fc from 'fast-check';
import type pg from 'pg';
import type { PeopleGroup, Person, Reach } from '#directory/conditions/subjects.ts';
import type { Group, Membership, Prisma, User } from '#generated/prisma/client.ts';
import type { Database } from '#prisma/openDatabase.ts';

export const now = new Date('2026-03-31T12:00:00.000Z');
const day = 24 * 60 * 60 * 1000;

export const manual = '00000000-0000-7000-8000-000000000000';
export const acme = '00000000-0000-7000-8000-00000000ac3e';

const numbered = (kind: string) => (at: number) => `0190b2c4-0000-7000-8000-${kind}${String(at).padStart(8, '0')}`;
export const userId = numbered('aaaa');
export const groupId = numbered('bbbb');

/** Text that databases, patterns and Unicode make trouble with. */
export const words = [
  ...[
    'Sales',
    'SALES',
    'sales',
    'sale',
    'Support',
    'a',
    'A',
    'Straße',
    'STRASSE',
    'straẞe',
    'İstanbul',
    'istanbul',
    'ISTANBUL',
    'ΣΑΣ',
    'σας',
    'σασ',
  ],
  ...[
    '100%',
    '%',
    '_',
    'a_b',
    'a%b',
    'aXb',
    "O'Hara",
    "o''hara",
    'back\\slash',
    '\\',
    'quo"te',
    '$1',
    '😀',
    '😀b',
    '\u{10400}',
    '\u{10428}',
    '\uff5e',
    '\ue000',
  ],
  ...[
    '日本',
    'é',
    'É',
    'e\u0301',
    '\u212a',
    'k',
    ' ',
    ' sales',
    'sales\n',
    '__proto__',
    'null',
    '0',
    '-1',
    '14.9',
    '14.10',
    '2026-03-01T00:00:00Z',
  ],
];

const ownWord = fc.string({ unit: 'binary', maxLength: 5 }).map((text) => text.replaceAll('\0', ''));
export const word = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: ownWord });
const optional = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
const text = optional(fc.oneof({ weight: 8, arbitrary: word }, { weight: 1, arbitrary: fc.constant('') }));

export const versions = ['14', '14.0', '14.0.0', '014.9', '14.9', '14.10', '14.10.1', '0', '0.0', '10.0.19045.3693', '999999999.1'];
export const instants = [
  ...[
    '2026-03-31T12:00:00Z',
    '2026-03-31T14:00:00+02:00',
    '2026-03-31T12:00:00.1239999999Z',
    '2026-03-31T12:00:00.123Z',
    '2026-03-31',
    '2024-02-29T23:59:59Z',
  ],
  ...[
    '2026-03-01T12:00:00.000Z',
    '2026-02-28T12:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59.999-14:00',
    '2026-04-30T12:00:00Z',
  ],
];
const noInstants = [
  '2026-02-29T00:00:00Z',
  '2026-03-31T12:00:00',
  '2026-13-01',
  '0000-01-01',
  '2026-03-31T24:00:00Z',
  '2026-03-31 12:00:00Z',
  'yesterday',
];
const noVersions = ['14.', '.14', 'v14', '14.1-beta', '1234567890', '1.2.3.4.5.6.7.8.9.10.11'];
export const numbers = [0, -0, 1, -1, 2, 40, 40.5, 0.1, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER];

const scalar = fc.oneof(
  word,
  fc.constantFrom(...versions, ...noVersions, ...instants, ...noInstants, ...numbers, '', true, false, null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
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
    arbitrary: fc.dictionary(fc.constantFrom(...extensionNames), extensionValue, { noNullPrototype: true }).map((own) => ({ [urn]: own })),
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

const userRow = (count: number) => {
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

export type Directory = {
  users: Prisma.UserCreateManyInput[];
  groups: Prisma.GroupCreateManyInput[];
  memberships: Prisma.MembershipCreateManyInput[];
};

/** People and groups in two connections: managers by id, by externalId and by neither; groups in groups, also in circles. */
export const directory = (people: number, groups: number): fc.Arbitrary<Directory> =>
  fc.record({
    // The number keeps the names unique whatever the words.
    users: fc
      .array(userRow(people), { minLength: people, maxLength: people })
      .map((rows) => rows.map((row, at) => ({ ...row, id: userId(at), userName: `${row.userName}#${at}` }) as Prisma.UserCreateManyInput)),
    groups: fc
      .array(groupRow, { minLength: groups, maxLength: groups })
      .map((rows) => rows.map((row, at) => ({ ...row, id: groupId(at), displayName: `${row.displayName}#${at}` }))),
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

function peopleOf(users: User[], groupsOf: (id: string) => string[]): Person[] {
  const people = new Map<string, Person>(users.map((user) => [user.id, { ...user, groups: reachOf(user.id, groupsOf), manager: null }]));
  for (const person of people.values()) person.manager = people.get(managerOf(person, users)?.id ?? '') ?? null;
  return [...people.values()];
}

function groupsOfPeople(groups: Group[], memberships: Membership[], groupsOf: (id: string) => string[]): PeopleGroup[] {
  const membersOf = (id: string) =>
    memberships.filter((membership) => membership.groupId === id).map((membership) => membership.userId ?? membership.memberGroupId ?? '');
  return groups.map((group) => ({ ...group, groups: reachOf(group.id, groupsOf), members: reachOf(group.id, membersOf) }));
}

/** By SQL, because the Prisma client loses or chokes on a JSON key "__proto__". */
async function insert(pool: pg.Pool, table: string, rows: object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
    .map((name) => `"${name}"`)
    .join(', ');
  const sql = `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`;
  await pool.query(sql, [JSON.stringify(rows)]);
}

/** Puts the directory in place of whatever was there, and reads it back. */
export async function settle(
  { db, pool }: Database,
  { users, groups, memberships }: Directory,
): Promise<{ people: Person[]; groups: PeopleGroup[] }> {
  await db.membership.deleteMany();
  await db.user.deleteMany();
  await db.group.deleteMany();
  await db.connection.createMany({ data: { id: acme, name: 'Acme', provider: 'OKTA', updatedBy: 'test' }, skipDuplicates: true });
  await insert(pool, 'users', users);
  await insert(pool, 'groups', groups);
  await insert(pool, 'memberships', memberships);
  const kept = await db.membership.findMany();
  const groupsOf = (id: string) =>
    kept.filter(({ userId, memberGroupId }) => (userId ?? memberGroupId) === id).map(({ groupId }) => groupId);
  return { people: peopleOf(await db.user.findMany(), groupsOf), groups: groupsOfPeople(await db.group.findMany(), kept, groupsOf) };
}
