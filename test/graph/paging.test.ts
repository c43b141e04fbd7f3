import fc from 'fast-check';
import { isEnumType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '#graph/schema.ts';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';

interface Step {
  field: string;
  direction: 'ASC' | 'DESC';
}

interface Page {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

const valuesOf = (name: string) => {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
};

const documentOf = (list: string, order: string) => `
  query ($orderBy: [${order}!], $first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
    ${list}(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before, offset: $offset) {
      edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

const lists = {
  users: { document: documentOf('users', 'UserOrder'), fields: valuesOf('UserOrderField') },
  groups: { document: documentOf('groups', 'GroupOrder'), fields: valuesOf('GroupOrderField') },
};

type List = keyof typeof lists;

let app: App;
let okta: string;
beforeAll(async () => {
  app = await startApp();
  okta = (await app.story.connection()).id;
  await app.database.db.user.createMany({ data: Array.from({ length: 31 }, (_, place) => userAt(place)) });
  await app.database.db.group.createMany({ data: Array.from({ length: 17 }, (_, place) => groupAt(place)) });
});
afterAll(() => app.close());

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
  ...Object.fromEntries(textColumns.map((column, shift) => [column, valueAt(place + shift)])),
});

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

describe.each(['users', 'groups'] as const)('the pages of %s', (list) => {
  const step = fc.record({ field: fc.constantFrom(...lists[list].fields), direction: fc.constantFrom('ASC' as const, 'DESC' as const) });

  it.each(lists[list].fields)('hold each row once, in one order, by %s', async (field) => {
    for (const direction of ['ASC', 'DESC'] as const) {
      const orderBy = [{ field, direction }];
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

describe('the pages of people who come and go', () => {
  it('hold everyone once who was there all the time', { timeout: 120_000 }, async () => {
    const comeAndGo = async (stay: ReadonlySet<string>, place: number) => {
      const { db } = app.database;
      const passing = await db.user.findMany({ where: { id: { notIn: [...stay] } }, select: { id: true }, take: 1 });
      await db.user.deleteMany({ where: { id: { in: passing.map(({ id }) => id) } } });
      await db.user.create({ data: { ...userAt(place), userName: `passing ${valueAt(place)} ${Math.random()}` } });
    };
    const property = fc.asyncProperty(
      fc.constantFrom('USER_NAME', 'DEPARTMENT', 'CREATED_AT', 'ACTIVE', 'TITLE', 'ID'),
      fc.constantFrom('ASC' as const, 'DESC' as const),
      fc.constantFrom('forward' as const, 'backward' as const),
      async (field, direction, way) => {
        const stay = new Set(await whole('users'));
        let place = 0;
        const seen = await walk('users', [{ field, direction }], way, 6, () => comeAndGo(stay, place++));
        expect(seen.filter((id) => stay.has(id)).sort()).toEqual([...stay].sort());
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
