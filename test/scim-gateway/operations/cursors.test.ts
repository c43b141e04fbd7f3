import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { countStatements } from '#test/support/database.ts';
import type { ScimAnswer } from '#test/support/scim.ts';
import { type Provider, providerAt, startGateway, type TestGateway } from '../http/startGateway.ts';

let gateway: TestGateway;
let acme: Provider;
let token: string;
let base: string;

const people = ['ada', 'alan', 'barbara', 'claude', 'donald', 'edsger', 'frances', 'grace', 'john', 'niklaus'];
const teams = ['compilers', 'engines', 'languages'];
const titles = ['Countess', undefined, 'Admiral', 'Professor', undefined, 'Professor', 'Fellow', 'Admiral', undefined, 'Professor'];

beforeAll(async () => {
  gateway = await startGateway();
  const connection = await gateway.connect('Acme');
  ({ token, provider: acme } = connection);
  base = `${gateway.url}/scim/v2/${connection.id}`;
  for (const [place, userName] of people.entries())
    await acme('POST', '/Users', { userName, displayName: userName, ...(titles[place] && { title: titles[place] }) });
  for (const displayName of teams) await acme('POST', '/Groups', { displayName });
});
afterAll(() => gateway.close());
afterEach(() => vi.useRealTimers());

const invalid = (scimType: string) => ({ status: 400, body: { status: '400', scimType, detail: expect.stringMatching(/\S/) } });

const namesIn = ({ body }: ScimAnswer): string[] => body.Resources.map(({ displayName }: { displayName: string }) => displayName);

/** Asks with the parameters that a path has already, and these. */
const withQuery = (path: string, parameters: Record<string, string | number>) =>
  `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]))}`;

const page = (path: string, cursor: string, count: number) => acme('GET', withQuery(path, { cursor, count }));

/** All pages from the first, by nextCursor; `between` happens before each further one. */
async function walk(path: string, count: number, between: (page: number) => Promise<unknown> = async () => {}) {
  const answers = [await page(path, '', count)];
  for (let next = answers[0]?.body.nextCursor; next; next = answers.at(-1)?.body.nextCursor) {
    expect(answers.length).toBeLessThan(50);
    await between(answers.length);
    answers.push(await page(path, next, count));
    expect(answers.at(-1)?.status).toBe(200);
  }
  return answers;
}

/** All pages back to the first, by previousCursor, in the order of the list. */
async function walkBack(path: string, count: number, from: ScimAnswer) {
  const answers = [from];
  for (let previous = from.body.previousCursor; previous; previous = answers[0]?.body.previousCursor) {
    expect(answers.length).toBeLessThan(50);
    answers.unshift(await page(path, previous, count));
  }
  return answers;
}

const byTitle = ['barbara', 'grace', 'ada', 'frances', 'claude', 'edsger', 'niklaus', 'alan', 'donald', 'john'];

describe.each<[string, string, string[]]>([
  ['people', '/Users', people],
  ['sorted people', '/Users?sortBy=userName&sortOrder=descending', people.toReversed()],
  ['people sorted by what some lack and some share', '/Users?sortBy=title', byTitle],
  ['some people', '/Users?filter=title+pr', people.filter((_, place) => titles[place])],
  ['groups', '/Groups?sortBy=displayName', teams],
  ['everything', '/', [...people, ...teams]],
  ['some of everything', '/?filter=displayName+co+%22n%22', [...people, ...teams].filter((name) => name.includes('n'))],
  ['nobody', '/Users?filter=userName+eq+%22nobody%22', []],
])('%s by cursor (RFC 9865 §2)', (_, path, names) => {
  it.each([1, 2, 3, 5, 10, 200])('MUST include nextCursor in all pages of %i but the last', async (count) => {
    const answers = await walk(path, count);
    expect(answers.flatMap(namesIn)).toEqual(names);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ totalResults: names.length, itemsPerPage: body.Resources.length });
      expect(body).not.toHaveProperty('startIndex');
    }
    expect(answers.length).toBe(Math.max(Math.ceil(names.length / count), 1));
  });

  it.each([1, 2, 3, 7])('MAY be walked back by previousCursor, in pages of %i', async (count) => {
    const last = (await walk(path, count)).at(-1) as ScimAnswer;
    const back = await walkBack(path, count, last);
    expect(back.flatMap(namesIn)).toEqual(names);
    expect(back.at(0)?.body).not.toHaveProperty('previousCursor');
    for (const { body } of back.slice(0, -1)) expect(body.nextCursor.length).toBeLessThan(400);
  });

  it('goes forward again from where it went back to', async () => {
    const [first, second] = await walk(path, 4);
    if (!first || !second) return;
    const again = await page(path, second.body.previousCursor, 4);
    expect(namesIn(again)).toEqual(namesIn(first));
    expect(namesIn(await page(path, again.body.nextCursor, 4))).toEqual(namesIn(second));
  });
});

describe('the first request (RFC 9865 §2)', () => {
  it('MUST have an empty cursor, written in any way', async () => {
    const { body } = await acme('GET', '/Users?cursor=&count=2');
    for (const path of ['/Users?cursor&count=2', '/Users?count=2&CURSOR='])
      expect((await acme('GET', path)).body.Resources).toEqual(body.Resources);
    expect(body).toHaveProperty('nextCursor');
    expect(body).not.toHaveProperty('previousCursor');
  });

  it('gets the default page size without a count, and the maximum where more is asked for', async () => {
    const everyone = await acme('GET', '/Users?cursor');
    expect(namesIn(everyone)).toEqual(people);
    expect(namesIn(await acme('GET', '/Users?cursor&count=100000'))).toEqual(people);
  });

  it('follows its example, whose second request writes userName in another case', async () => {
    const first = await acme('GET', '/Users?filter=userName%20sw%20%22a%22&cursor&count=1');
    const second = await acme('GET', `/Users?filter=username%20sw%20%22a%22&cursor=${first.body.nextCursor}&count=1`);
    expect([...namesIn(first), ...namesIn(second)]).toEqual(['ada', 'alan']);
  });
});

describe('a query without a cursor (RFC 9865 §2.4 and §2.6)', () => {
  it.each(['/Users', '/Users?count=3', '/Users?startIndex=2&count=3', '/'])(
    'SHOULD be paged by index as it was before: %s',
    async (path) => {
      const { body } = await acme('GET', path);
      expect(body).toHaveProperty('startIndex');
      expect(body).not.toHaveProperty('nextCursor');
      expect(body).not.toHaveProperty('previousCursor');
    },
  );

  it('is one whose cursor is null in a search', async () => {
    expect((await acme('POST', '/Users/.search', { cursor: null, count: 3 })).body).toHaveProperty('startIndex', 1);
  });
});

describe('POST /.search by cursor (RFC 9865 §3)', () => {
  it.each(['/Users/.search', '/.search'])('takes cursor and count in the body: %s', async (path) => {
    const search = { attributes: ['displayName'], filter: 'displayName sw "a"', count: 1 };
    const first = await acme('POST', path, { ...search, cursor: '' });
    const second = await acme('POST', path, { ...search, cursor: first.body.nextCursor });
    expect([...namesIn(first), ...namesIn(second)]).toEqual(['ada', 'alan']);
    expect(first.body).toMatchObject({ totalResults: 2, itemsPerPage: 1 });
  });

  it('goes on with what GET began', async () => {
    const first = await acme('GET', '/Users?cursor&count=4&sortBy=userName');
    const second = await acme('POST', '/Users/.search', { cursor: first.body.nextCursor, count: 4, sortBy: 'userName' });
    expect(namesIn(second)).toEqual(people.slice(4, 8));
  });
});

describe('pagination errors (RFC 9865 §2.1)', () => {
  const cursorOf = async (path: string, count = 2) => String((await page(path, '', count)).body.nextCursor);

  it.each(['x', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '%20', '💥', 'WyJpZCIsWyIxIl1d', 'a'.repeat(5_000)])(
    'SHOULD be invalidCursor for what was never given out: %j',
    async (cursor) => {
      for (const path of ['/Users', '/Groups', '/']) expect(await page(path, cursor, 2)).toMatchObject(invalid('invalidCursor'));
    },
  );

  it('SHOULD be invalidCursor for the cursor of the graph itself', async () => {
    const cursor = Buffer.from('["id",["019a0000-0000-7000-8000-000000000000"]]').toString('base64url');
    expect(await page('/Users', cursor, 2)).toMatchObject(invalid('invalidCursor'));
  });

  it.each([[5], [{}], [['x']], [true]])('SHOULD be invalidCursor for %j in a search', async (cursor) => {
    expect(await acme('POST', '/Users/.search', { cursor })).toMatchObject(invalid('invalidCursor'));
  });

  it.each([
    ['another filter', '/Users?filter=title+pr', '/Users?filter=userName+pr'],
    ['another literal', '/Users?filter=userName+co+%22a%22', '/Users?filter=userName+co+%22A%22'],
    ['no filter', '/Users?filter=title+pr', '/Users'],
    ['another order', '/Users?sortBy=userName', '/Users?sortBy=title'],
    ['the other way round', '/Users?sortBy=userName', '/Users?sortBy=userName&sortOrder=descending'],
    ['another type', '/Users', '/Groups'],
    ['the root', '/Users', '/'],
    ['one type after the root', '/', '/Users'],
  ])('SHOULD be invalidCursor for %s', async (_, path, other) => {
    const cursor = await cursorOf(path);
    expect((await page(path, cursor, 2)).status).toBe(200);
    expect(await page(other, cursor, 2)).toMatchObject(invalid('invalidCursor'));
  });

  it('SHOULD be invalidCursor at another connection, whoever asks', async () => {
    const other = await gateway.connect('Other');
    for (const userName of people) await other.provider('POST', '/Users', { userName });
    const cursor = await cursorOf('/Users');
    expect(await other.provider('GET', `/Users?count=2&cursor=${cursor}`)).toMatchObject(invalid('invalidCursor'));
    expect((await providerAt(base, other.token)('GET', `/Users?count=2&cursor=${cursor}`)).status).toBe(401);
  });

  it('is told only to those who may ask', async () => {
    for (const cursor of [await cursorOf('/Users'), 'x'])
      expect((await providerAt(base, 'wrong')('GET', `/Users?count=2&cursor=${cursor}`)).status).toBe(401);
  });

  it('takes the scheme of the credential in any case', async () => {
    const cursor = await cursorOf('/Users');
    const answer = await acme('GET', `/Users?count=2&cursor=${cursor}`, undefined, { authorization: `bearer  ${token}` });
    expect(namesIn(answer)).toEqual(people.slice(2, 4));
  });

  it.each(['0', '-1', 'two', '1.5', '1e3'])('SHOULD be invalidCount for a count of %s', async (count) => {
    expect(await acme('GET', `/Users?cursor&count=${count}`)).toMatchObject(invalid('invalidCount'));
  });

  it('refuses both methods at once', async () => {
    expect(await acme('GET', '/Users?cursor&startIndex=1')).toMatchObject(invalid('invalidValue'));
  });

  it('SHOULD be expiredCursor once cursorTimeout has gone by', async () => {
    const { body } = await acme('GET', '/ServiceProviderConfig');
    const cursor = await cursorOf('/Users');
    const wait = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
    wait(body.pagination.cursorTimeout - 5);
    expect((await page('/Users', cursor, 2)).status).toBe(200);
    wait(10);
    expect(await page('/Users', cursor, 2)).toMatchObject(invalid('expiredCursor'));
    expect((await page('/Users', '', 2)).status).toBe(200);
  });
});

describe('a walk while rows come and go', () => {
  const numbered = (numbers: number[]) => numbers.map((number) => `p${String(number).padStart(3, '0')}`);

  /** A connection of its own with people of these numbers, and their ids. */
  async function crowd(name: string, numbers: number[]) {
    const { provider } = await gateway.connect(name);
    const ids = new Map<string, string>();
    const add = async (displayName: string) => {
      ids.set(displayName, String((await provider('POST', '/Users', { userName: displayName, displayName })).body.id));
    };
    for (const displayName of numbered(numbers)) await add(displayName);
    const remove = (displayName: string) => provider('DELETE', `/Users/${ids.get(displayName)}`);
    return { provider, add, remove };
  }

  it('misses nobody who was there throughout, and shows nobody twice', async () => {
    const even = Array.from({ length: 30 }, (_, index) => index * 2);
    const { provider, add, remove } = await crowd('Crowd', even);
    const seen: string[] = [];
    let path = '/Users?sortBy=userName&count=4&cursor=';
    for (let round = 0; path; round += 1) {
      const answer = await provider('GET', path);
      seen.push(...namesIn(answer));
      const [first] = namesIn(answer);
      const last = namesIn(answer).at(-1);
      path = answer.body.nextCursor ? `/Users?sortBy=userName&count=4&cursor=${answer.body.nextCursor}` : '';
      // Even the row that the cursor names goes, rows come behind the cursor, and one comes before it.
      if (round < 6) {
        await remove(String(last));
        await remove(String(first));
        await add(`${last}-between`);
        await add(`a-${round}`);
      }
    }
    expect(seen.filter((name) => /^p\d+$/.test(name))).toEqual(numbered(even));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((name) => name.endsWith('-between'))).toHaveLength(6);
    expect(seen.filter((name) => name.startsWith('a-'))).toEqual([]);
  });

  it('ends with an empty page when all that was left is gone', async () => {
    const { provider, remove } = await crowd('Leaving', [1, 2, 3]);
    const first = await provider('GET', '/Users?cursor&count=2');
    await remove('p003');
    const { body } = await provider('GET', `/Users?count=2&cursor=${first.body.nextCursor}`);
    expect(body).toMatchObject({ totalResults: 2, itemsPerPage: 0, Resources: [] });
    expect(body).not.toHaveProperty('nextCursor');
  });
});

describe('the cost of a page by cursor', () => {
  it.each([
    ['/Users', 1],
    ['/Groups', 1],
    ['/', 3],
  ])('is one statement for each list: %s', async (path, statements) => {
    // A credential is asked for once a second, whatever the requests.
    const cursor = (await page(path, '', 2)).body.nextCursor;
    await acme('GET', '/ServiceProviderConfig');
    const counted = await countStatements(gateway.database, () => page(path, cursor, 2));
    expect(counted).toBe(statements);
  });
});
