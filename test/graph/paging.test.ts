import fc from 'fast-check';
import { isEnumType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AssignmentSource, type AttributeType, type Prisma } from '#generated/prisma/client.ts';
import { schema } from '#graph/schema.ts';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';

interface Step {
  field?: string;
  attribute?: string;
  direction: 'ASC' | 'DESC';
  missing?: 'FIRST' | 'LAST';
}

type Key = Pick<Step, 'field' | 'attribute'>;

interface Page {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

const fieldsOf = (name: string): Key[] => {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => ({ field: value.name })) : [];
};

/** Declared attributes, each with values of its type; what is of no or another type counts as missing. */
const attributes: Record<string, { type: AttributeType; values: unknown[] }> = {
  floor: { type: 'STRING', values: ['b', 'B', 'a', '', 'ß', '\u{1F600}', 7, null, ['a']] },
  badge: { type: 'NUMBER', values: [2, 10, -1, 0.1, 1e21, 5e-324, Number.MAX_VALUE, 2, '10', null] },
  remote: { type: 'BOOLEAN', values: [true, false, null, 'true'] },
  since: {
    type: 'DATE_TIME',
    values: [
      '2026-03-31T12:00:00Z',
      '2026-03-31T14:00:00.0009+02:00',
      '2026-03-31',
      '0001-01-01T00:00:00+14:00',
      '9999-12-31T23:59:59.999-14:00',
      '9999-12-31',
      'yesterday',
      null,
    ],
  },
  agent: { type: 'VERSION', values: ['14.10', '14.9', '14.9.0', '14', '0', '1.2.3.4.5.6.7.8.9.10', '14.x', 14, null] },
};
const attributeKeys: Key[] = Object.keys(attributes).map((attribute) => ({ attribute }));
const nameOf = ({ field, attribute }: Key) => field ?? `the attribute ${attribute}`;
const named = (key: Key) => ({ key, said: nameOf(key) });

const documentOf = (list: string, order: string) => `
  query ($orderBy: [${order}!], $first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
    ${list}(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before, offset: $offset) {
      edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

const lists = {
  users: { document: documentOf('users', 'UserOrder'), keys: [...fieldsOf('UserOrderField'), ...attributeKeys] },
  groups: { document: documentOf('groups', 'GroupOrder'), keys: fieldsOf('GroupOrderField') },
  devices: { document: documentOf('devices', 'DeviceOrder'), keys: fieldsOf('DeviceOrderField') },
};

type List = keyof typeof lists;

let app: App;
let okta: string;
beforeAll(async () => {
  app = await startApp();
  okta = (await app.story.connection()).id;
  await app.database.db.user.createMany({ data: Array.from({ length: 31 }, (_, place) => userAt(place)) });
  await app.database.db.group.createMany({ data: Array.from({ length: 17 }, (_, place) => groupAt(place)) });
  await app.database.db.device.createMany({ data: Array.from({ length: 31 }, (_, place) => deviceAt(place)) });
  for (const [key, { type }] of Object.entries(attributes)) await declare({ key, type });
  await declare({ key: 'skills', type: 'STRING', multiValued: true });
});
afterAll(() => app.close());

const declare = (definition: { key: string; type: string; multiValued?: boolean }) =>
  app.ask(
    'mutation ($input: CreateAttributeDefinitionInput!) { createAttributeDefinition(input: $input) { attributeDefinition { id } } }',
    { input: { schema: 'urn:acme:User', ...definition, name: `its-${definition.key}` } },
  );

/** Values with ties, differences of case alone, characters beyond one UTF-16 unit, and gaps. */
const values = ['b', 'B', 'a', 'ä', null, 'ß', '%', '\u{1F600}', '\uFFFD', 'a', null, ' '];
const valueAt = (place: number) => values[place % values.length] ?? null;
const instantAt = (place: number) => new Date(Date.UTC(2026, 10, 22) + (place % 4));

const userAt = (place: number) => ({
  connectionId: okta,
  userName: `${valueAt(place) ?? ''}-${place}`,
  updatedBy: 'the test',
  createdAt: instantAt(place),
  active: place % 3 === 0,
  extensions: { 'urn:acme:User': attributesAt(place) },
  ...Object.fromEntries(textColumns.map((column, shift) => [column, valueAt(place + shift)])),
  ...Object.fromEntries(listColumns.map((column, shift) => [column, elementsAt(place + shift)])),
});

const listColumns = ['emails', 'phoneNumbers', 'ims', 'photos', 'entitlements', 'roles'];

/** None, one, a second that is primary, or a primary one without a value. */
const elementsAt = (place: number) => {
  const value = valueAt(place);
  const one = { type: 'work', ...(value !== null && { value }) };
  return [[], [one], [{ value: 'z' }, { ...one, primary: true }], [{ ...one, primary: false }, { value: 'z' }]][place % 4] ?? [];
};

const attributesAt = (place: number) =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, { values }], shift) => [`its-${key}`, values[(place + shift) % values.length]]),
  ) as Prisma.InputJsonObject;

const versions = ['14.10', '14.9', '14.9.0', null, 'beta', '', '10.0.19045', '14'];
const flags = [true, null, false];
const sources = [...Object.values(AssignmentSource), null];

const deviceAt = (place: number) => {
  const source = sources[place % sources.length] ?? null;
  return {
    connectionId: okta,
    serialNumber: `${valueAt(place) ?? ''}-${place}`,
    udid: place % 4 === 0 ? null : `${valueAt(place + 1) ?? ''}-${place}`,
    osVersion: versions[place % versions.length],
    supervised: flags[place % flags.length],
    encrypted: flags[(place + 1) % flags.length],
    enrolledAt: place % 5 === 0 ? null : instantAt(place),
    lastCheckInAt: place % 6 === 0 ? null : instantAt(place + 1),
    assignedUserId: source && okta,
    assignmentSource: source,
    assignedAt: source && instantAt(place),
    createdAt: instantAt(place),
    updatedBy: 'the test',
    ...Object.fromEntries(
      ['name', 'platform', 'osBuild', 'model', 'manufacturer', 'chip', 'enrollmentType', 'ownership', 'assetTag', 'reportedAccount'].map(
        (column, shift) => [column, valueAt(place + shift)],
      ),
    ),
  };
};

const groupAt = (place: number) => ({
  connectionId: okta,
  displayName: `${valueAt(place) ?? ''}-${place}`,
  externalId: valueAt(place),
  updatedBy: 'the test',
  createdAt: instantAt(place),
});

const textColumns = [
  'externalId',
  'displayName',
  'formattedName',
  'familyName',
  'givenName',
  'middleName',
  'honorificPrefix',
  'honorificSuffix',
  'nickName',
  'profileUrl',
  'title',
  'userType',
  'preferredLanguage',
  'locale',
  'timezone',
  'employeeNumber',
  'costCenter',
  'organization',
  'division',
  'department',
];

async function page(list: List, orderBy: Step[], request: object): Promise<Page> {
  return (await app.ask(lists[list].document, { orderBy, ...request }))[list];
}

const idsOf = ({ edges }: Page) => edges.map(({ node }) => node.id);

/** The ways through a list: how to ask for the page that follows one, and where its rows belong. */
const ways = {
  forward: {
    next: (size: number, last: Page | undefined) => ({ first: size, after: last?.pageInfo.endCursor }),
    more: ({ pageInfo }: Page) => pageInfo.hasNextPage,
    join: (seen: string[], ids: string[]) => [...seen, ...ids],
  },
  backward: {
    next: (size: number, last: Page | undefined) => ({ last: size, before: last?.pageInfo.startCursor }),
    more: ({ pageInfo }: Page) => pageInfo.hasPreviousPage,
    join: (seen: string[], ids: string[]) => [...ids, ...seen],
  },
  'by offset': {
    next: (size: number, _: Page | undefined, seen: string[]) => ({ first: size, offset: seen.length }),
    more: ({ pageInfo }: Page) => pageInfo.hasNextPage,
    join: (seen: string[], ids: string[]) => [...seen, ...ids],
  },
};

async function walk(list: List, orderBy: Step[], way: keyof typeof ways, size: number, between: () => Promise<void> = async () => {}) {
  const { next, more, join } = ways[way];
  let seen: string[] = [];
  for (let last: Page | undefined; !last || more(last); await between()) {
    last = await page(list, orderBy, next(size, last, seen));
    seen = join(seen, idsOf(last));
  }
  return seen;
}

const whole = async (list: List, orderBy: Step[] = []) => idsOf(await page(list, orderBy, { first: 200 }));

const wayNames = Object.keys(ways) as (keyof typeof ways)[];

describe.each(['users', 'groups', 'devices'] as const)('the pages of %s', (list) => {
  const step = fc
    .tuple(
      fc.constantFrom(...lists[list].keys),
      fc.constantFrom('ASC' as const, 'DESC' as const),
      fc.constantFrom('FIRST' as const, 'LAST' as const),
    )
    .map(([key, direction, missing]) => ({ ...key, direction, missing }));

  it.each(lists[list].keys.map(named))('hold each row once, in one order, by $said', async ({ key }) => {
    for (const direction of ['ASC', 'DESC'] as const) {
      const orderBy = [{ ...key, direction }];
      const expected = await whole(list, orderBy);
      expect(new Set(expected)).toEqual(new Set(await whole(list)));
      for (const way of wayNames) expect(await walk(list, orderBy, way, 11), `${way} ${direction}`).toEqual(expected);
    }
  });

  it('hold each row once in every order of several steps and every size', { timeout: 120_000 }, async () => {
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 3 }),
      fc.constantFrom(...wayNames),
      fc.integer({ min: 3, max: 12 }),
      async (orderBy, way, size) => {
        expect(await walk(list, orderBy, way, size)).toEqual(await whole(list, orderBy));
      },
    );
    await fc.assert(property, { numRuns: 20 });
  });
});

/** What passes while a list is walked: something goes that was not there all the time, and something new comes. */
const passing = {
  users: async (stay: readonly string[], place: number) => {
    const { db } = app.database;
    const { id } = (await db.user.findFirst({ where: { id: { notIn: [...stay] } } })) ?? {};
    if (id) await db.user.delete({ where: { id } });
    await db.user.create({ data: { ...userAt(place), userName: `passing ${valueAt(place)} ${Math.random()}` } });
  },
  devices: async (stay: readonly string[], place: number) => {
    const { db } = app.database;
    const { id } = (await db.device.findFirst({ where: { id: { notIn: [...stay] } } })) ?? {};
    if (id) await db.device.delete({ where: { id } });
    const unique = `passing ${valueAt(place)} ${Math.random()}`;
    await db.device.create({ data: { ...deviceAt(place), serialNumber: unique, udid: unique } });
  },
};

const keysOf = (...fields: string[]): Key[] => fields.map((field) => ({ field }));

describe('the pages of rows that come and go', () => {
  it.each([
    ['users', keysOf('USER_NAME', 'DEPARTMENT', 'CREATED_AT', 'ACTIVE', 'TITLE', 'ID')],
    ['users', attributeKeys],
    ['devices', keysOf('SERIAL_NUMBER', 'OS_VERSION', 'SUPERVISED', 'LAST_CHECK_IN_AT', 'ASSIGNMENT_SOURCE', 'ASSET_TAG')],
  ] as const)('hold each of the %s once that was there all the time, by any of %j', { timeout: 120_000 }, async (list, keys) => {
    const property = fc.asyncProperty(
      fc.constantFrom(...keys),
      fc.constantFrom('ASC' as const, 'DESC' as const),
      fc.constantFrom('forward' as const, 'backward' as const),
      async (key, direction, way) => {
        const stay = await whole(list);
        let place = 0;
        const seen = await walk(list, [{ ...key, direction }], way, 6, () => passing[list](stay, place++));
        expect(seen.filter((id) => stay.includes(id)).sort()).toEqual([...stay].sort());
        expect(new Set(seen).size).toBe(seen.length);
      },
    );
    await fc.assert(property, { numRuns: 8 });
  });

  it('go on from a row that is no more', async () => {
    const first = await page('users', [], { first: 3 });
    const { cursor, node } = first.edges[1] ?? { cursor: '', node: { id: '' } };
    await app.ask('mutation ($id: ID!) { deleteUser(input: { id: $id }) { id } }', { id: node.id });
    expect(idsOf(await page('users', [], { first: 1, after: cursor }))).toEqual([first.edges[2]?.node.id]);
  });
});

describe('an order', () => {
  const valuesBy = async (key: Key) => {
    const document = 'query ($orderBy: [UserOrder!]) { users(orderBy: $orderBy, first: 200) { nodes { extensions } } }';
    const { users } = await app.ask(document, { orderBy: [{ ...key, direction: 'ASC' }] });
    return users.nodes.map(({ extensions }: { extensions: Record<string, object> }) =>
      Reflect.get(extensions['urn:acme:User'] ?? {}, `its-${key.attribute}`),
    );
  };
  const distinct = (values: unknown[]) => values.filter((value, place) => value !== values[place - 1]);

  it('by a declared attribute goes by its type, and takes values of other types for missing', async () => {
    expect(distinct(await valuesBy({ attribute: 'badge' })).slice(0, 7)).toEqual([-1, 5e-324, 0.1, 2, 10, 1e21, Number.MAX_VALUE]);
    expect((await valuesBy({ attribute: 'agent' })).indexOf('14.10')).toBeGreaterThan(
      (await valuesBy({ attribute: 'agent' })).lastIndexOf('14.9.0'),
    );
    expect(distinct(await valuesBy({ attribute: 'remote' })).slice(0, 2)).toEqual([false, true]);
    expect(distinct(await valuesBy({ attribute: 'since' }))[0]).toBe('0001-01-01T00:00:00+14:00');
  });

  it('by a list goes by its primary value, or else by its first', async () => {
    const { users } = await app.ask('{ users(orderBy: [{ field: EMAILS }], first: 200) { nodes { emails { value primary } } } }');
    const values = users.nodes.map(({ emails }: { emails: { value: string | null; primary: boolean | null }[] }) => {
      const { value } = emails.find(({ primary }) => primary) ?? emails[0] ?? {};
      return value?.toLowerCase() ?? null;
    });
    const present = values.filter((value: string | null) => value !== null);
    expect(values.slice(0, present.length)).toEqual(present);
    expect(present.indexOf('a')).toBeLessThan(present.indexOf('b'));
    expect(present.lastIndexOf('b')).toBeLessThan(present.indexOf('ä'));
  });

  it('takes an attribute by its path as by its key', async () => {
    const byKey = await whole('users', [{ attribute: 'badge', direction: 'DESC' }]);
    expect(await whole('users', [{ attribute: 'urn:acme:User:its-badge', direction: 'DESC' }])).toEqual(byKey);
  });

  it('of versions goes part by part, and takes what is no version for missing', async () => {
    const { devices } = await app.ask('{ devices(orderBy: [{ field: OS_VERSION }], first: 200) { nodes { osVersion } } }');
    const versions = devices.nodes.map(({ osVersion }: { osVersion: string | null }) => osVersion?.replace('14.9.0', '14.9'));
    expect(distinct(versions).slice(0, 4)).toEqual(['10.0.19045', '14', '14.9', '14.10']);
    expect(versions.slice(versions.lastIndexOf('14.10') + 1)).not.toContain('14');
  });

  it.each<[string, object]>([
    ['an attribute that is not declared', { attribute: 'shoeSize' }],
    ['a path that is not declared', { attribute: 'urn:acme:User:shoeSize' }],
    ['an attribute that holds a list', { attribute: 'skills' }],
    ['both a field and an attribute', { field: 'TITLE', attribute: 'badge' }],
    ['neither a field nor an attribute', {}],
  ])('by %s is refused', async (_, key) => {
    await expect(whole('users', [{ ...key, direction: 'ASC' }])).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it.each(['users', 'groups', 'devices'] as const)('of %s has at most ten steps', async (list) => {
    const steps = (count: number) => Array.from({ length: count }, () => ({ field: 'CREATED_AT', direction: 'ASC' as const }));
    expect(await whole(list, steps(10))).toHaveLength((await whole(list)).length);
    await expect(whole(list, steps(11))).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
  });

  it('ignores case, and puts missing values last whichever way it runs', async () => {
    const names = async (direction: string) =>
      (
        await app.ask('query ($orderBy: [UserOrder!]) { users(orderBy: $orderBy, first: 200) { nodes { title } } }', {
          orderBy: [{ field: 'TITLE', direction }],
        })
      ).users.nodes.map(({ title }: { title: string | null }) => title?.toLowerCase() ?? null);
    const [ascending, descending] = [await names('ASC'), await names('DESC')];
    const known = (titles: (string | null)[]) => titles.filter((title) => title !== null);
    expect(ascending.slice(known(ascending).length)).toEqual(descending.slice(known(descending).length));
    expect(known(descending)).toEqual(known(ascending).reverse());
    expect(known(ascending)).toEqual(known(ascending).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });
});

describe('a page', () => {
  it('says what precedes and follows it', async () => {
    const total = (await whole('users')).length;
    const info = async (request: object) => {
      const { hasNextPage, hasPreviousPage } = (await page('users', [], request)).pageInfo;
      return [hasPreviousPage, hasNextPage];
    };
    expect(await info({ first: total })).toEqual([false, false]);
    expect(await info({ first: total - 1 })).toEqual([false, true]);
    expect(await info({ last: total - 1 })).toEqual([true, false]);
    expect(await info({ first: 1, offset: total - 1 })).toEqual([true, false]);
    expect(await page('users', [], { first: 0 })).toMatchObject({ edges: [], pageInfo: { startCursor: null, endCursor: null } });
    expect((await page('users', [], { first: 5, offset: total + 5 })).edges).toEqual([]);
  });

  it('has 50 rows when nothing is said, and its total however few are asked for', async () => {
    const { db } = app.database;
    const before = await db.user.count();
    await db.user.createMany({ data: Array.from({ length: 60 }, (_, place) => ({ ...userAt(place), userName: `more ${place}` })) });
    const { users } = await app.ask('{ users { totalCount nodes { id } } }');
    expect([users.nodes.length, users.totalCount]).toEqual([50, before + 60]);
  });

  const cursor = async (orderBy: Step[] = []) => (await page('users', orderBy, { first: 1 })).pageInfo.endCursor;
  const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

  it.each([
    ['more than 200 rows', { first: 201 }, 'LIMIT_EXCEEDED'],
    ['more than 200 rows from the end', { last: 201 }, 'LIMIT_EXCEEDED'],
    ['an offset beyond all measure', { offset: 2_000_000_000 }, 'LIMIT_EXCEEDED'],
    ['a negative first', { first: -1 }, 'INVALID_INPUT'],
    ['a negative offset', { offset: -1 }, 'INVALID_INPUT'],
    ['first beside last', { first: 1, last: 1 }, 'INVALID_INPUT'],
    ['before without last', { first: 1, before: 'x' }, 'INVALID_INPUT'],
    ['offset beside last', { last: 1, offset: 1 }, 'INVALID_INPUT'],
    ['a cursor that is empty', { after: '' }, 'INVALID_INPUT'],
    ['a cursor that is no JSON', { after: 'AAAA' }, 'INVALID_INPUT'],
    ['a cursor of 100,000 characters', { after: 'A'.repeat(100_000) }, 'INVALID_INPUT'],
    ['a cursor with an id that is none', { after: forged(['id', ["' OR TRUE"]]) }, 'INVALID_INPUT'],
    ['a cursor with no id', { after: forged(['id', [null]]) }, 'INVALID_INPUT'],
    ['a cursor with too many keys', { after: forged(['id', ['a', 'b']]) }, 'INVALID_INPUT'],
  ])('refuses %s', async (_, request, code) => {
    await expect(page('users', [], request)).rejects.toMatchObject(refused(code));
  });

  it('refuses the cursor of another order, and the key of another kind', async () => {
    const byTitle = [{ field: 'TITLE', direction: 'ASC' as const }];
    await expect(page('users', byTitle, { after: await cursor() })).rejects.toMatchObject(refused('INVALID_INPUT'));
    const byTime = [{ field: 'CREATED_AT', direction: 'ASC' as const }];
    const id = '01900000-0000-7000-8000-000000000000';
    const byBadge = [{ attribute: 'badge', direction: 'ASC' as const }];
    const place = JSON.stringify(['extensions', 'urn:acme:User', 'its-badge', 'number']);
    await expect(page('users', byBadge, { after: forged([`${place},id`, [7, id]]) })).resolves.toBeDefined();
    await expect(page('users', byBadge, { after: forged([`${place},id`, ['7', id]]) })).rejects.toMatchObject(refused('INVALID_INPUT'));
    await expect(page('users', byTitle, { after: await cursor(byBadge) })).rejects.toMatchObject(refused('INVALID_INPUT'));
    const impossibleYears = [
      '0000-01-01T00:00:00.000Z',
      '-000001-01-01T00:00:00.000Z',
      '-271821-04-20T00:00:00.000Z',
      '+275760-09-13T00:00:00.000Z',
    ];
    for (const key of ['no instant', '2026-02-31T00:00:00.000Z', '2026-99-99T99:99:99.999Z', ...impossibleYears, true]) {
      const after = forged(['createdAt,id', [key, id]]);
      await expect(page('users', byTime, { after }), String(key)).rejects.toMatchObject(refused('INVALID_INPUT'));
    }
  });
});
