import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';

let gateway: TestGateway;
let acme: Provider;

beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
  for (const userName of ['ada', 'grace', 'joan']) await acme('POST', '/Users', { userName, displayName: userName });
  for (const displayName of ['engines', 'compilers']) await acme('POST', '/Groups', { displayName });
});
afterAll(() => gateway.close());

const everyone = ['ada', 'grace', 'joan', 'engines', 'compilers'];
const namesIn = (body: Record<string, unknown>) => (body.Resources as { displayName: string }[]).map(({ displayName }) => displayName);

describe('POST /.search', () => {
  it.each([
    [1, 10],
    [1, 2],
    [2, 3],
    [3, 2],
    [4, 1],
    [4, 2],
    [5, 10],
    [6, 10],
    [1, 0],
  ])('pages from %i by %i through the users and then the groups', async (startIndex, count) => {
    const { status, body } = await acme('POST', '/.search', { startIndex, count });
    const page = everyone.slice(startIndex - 1, startIndex - 1 + count);
    expect(status).toBe(200);
    expect(namesIn(body)).toEqual(page);
    expect(body).toMatchObject({ totalResults: 5, startIndex, itemsPerPage: page.length });
  });

  it.each([
    ['displayName eq "ADA"', ['ada']],
    ['displayName co "n" and not (userName pr)', ['engines']],
    ['meta.resourceType eq "Group"', ['engines', 'compilers']],
    ['userName eq "ada" or members pr', ['ada']],
  ])('finds %s in both', async (filter, names) => {
    const { body } = await acme('POST', '/.search', { filter });
    expect(namesIn(body)).toEqual(names);
    expect(body.totalResults).toBe(names.length);
  });

  it('refuses what neither has', async () => {
    expect(await acme('POST', '/.search', { filter: 'shoeSize pr' })).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
  });
});

describe('POST /Users/.search', () => {
  it('answers as GET /Users does', async () => {
    const asked = await acme('POST', '/Users/.search', { filter: 'userName sw "a"', attributes: ['userName'], count: 5 });
    const got = await acme('GET', '/Users?filter=userName+sw+%22a%22&attributes=userName&count=5');
    expect(asked.body).toEqual(got.body);
    expect(asked.body.totalResults).toBe(1);
  });

  it('sorts either way', async () => {
    const { body } = await acme('GET', '/Users?sortBy=USERNAME&sortOrder=descending');
    expect(namesIn(body)).toEqual(['joan', 'grace', 'ada']);
  });

  it('sorts missing values last, or first in descending order', async () => {
    await acme('POST', '/Users', { userName: 'missing-one', displayName: 'has B', title: 'B' });
    await acme('POST', '/Users', { userName: 'missing-two', displayName: 'has C', title: 'C' });
    const filter = 'filter=userName+sw+%22missing%22+or+userName+eq+%22ada%22';
    const ascending = await acme('GET', `/Users?sortBy=title&${filter}`);
    expect(namesIn(ascending.body)).toEqual(['has B', 'has C', 'ada']);
    const descending = await acme('GET', `/Users?sortBy=title&sortOrder=descending&${filter}`);
    expect(namesIn(descending.body)).toEqual(['ada', 'has C', 'has B']);
  });

  it.each(['emails', 'Emails.value', 'roles'])(
    'sorts by the primary value of a list, or else its first (RFC 7644 §3.4.2.3): %s',
    async (sortBy) => {
      const name = `list-${sortBy}`;
      const lists = { none: [], first: [{ value: 'b' }, { value: 'z' }], primary: [{ value: 'z' }, { value: 'a', primary: true }] };
      for (const [which, list] of Object.entries(lists))
        await acme('POST', '/Users', { userName: `${name}-${which}`, displayName: which, emails: list, roles: list });
      const sorted = async (sortOrder: string) =>
        namesIn((await acme('GET', `/Users?filter=userName+sw+%22${name}-%22&sortBy=${sortBy}&sortOrder=${sortOrder}`)).body);
      expect(await sorted('ascending')).toEqual(['primary', 'first', 'none']);
      expect(await sorted('descending')).toEqual(['none', 'first', 'primary']);
    },
  );

  it.each([5, {}, [[5]]])('refuses to show %j', async (names) => {
    for (const body of [{ attributes: names }, { excludedAttributes: names }])
      expect(await acme('POST', '/Users/.search', body)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });
});
