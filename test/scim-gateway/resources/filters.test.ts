import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';
import { filterCases, refusedFilters } from './filterCases.ts';
import { everyone, settle } from './people.ts';

let gateway: TestGateway;
let acme: Provider;
let ids: Record<string, string>;

const instants = { ada: '2026-01-01T00:00:00Z', alan: '2026-01-01T12:00:00Z', barbara: '2026-01-02T00:00:00.123Z' };

beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
  ids = await settle(acme);
  await gateway.database.db.user.updateMany({ data: { createdAt: '2026-06-15T12:00:00Z' } });
  for (const [name, createdAt] of Object.entries(instants))
    await gateway.database.db.user.updateMany({ where: { id: ids[name] }, data: { createdAt } });
});
afterAll(() => gateway.close());

const withIds = (filter: string) => filter.replaceAll(/\{(\w+)\}/g, (text, name) => ids[name] ?? text);

const expected = (names: string): string[] => {
  if (names === 'all') return everyone;
  const named = names.replace('-', '').split(' ');
  return everyone.filter((name) => named.includes(name) !== names.startsWith('-'));
};

async function find(filter: string): Promise<string[]> {
  const { status, body } = await acme('GET', `/Users?attributes=userName&filter=${encodeURIComponent(withIds(filter))}`);
  expect({ status, detail: body.detail }).toEqual({ status: 200, detail: undefined });
  expect(body.totalResults).toBe(body.Resources.length);
  return body.Resources.map(({ userName }: { userName: string }) => userName);
}

describe.each(Object.entries(filterCases))('a filter by %s', (_, cases) => {
  it.each(cases)('MUST find by %s: %s', async (filter, names) => {
    expect(await find(filter)).toEqual(expected(names));
  });
});

describe.each(Object.entries(refusedFilters))('a filter against %s', (_, filters) => {
  it.each(filters)('MUST be refused rather than find nobody: %s', async (filter) => {
    const refused = { status: 400, body: { scimType: 'invalidFilter', detail: expect.stringMatching(/\S/) } };
    expect(await acme('GET', `/Users?filter=${encodeURIComponent(withIds(filter))}`)).toMatchObject(refused);
    expect(await acme('POST', '/Users/.search', { filter: withIds(filter) })).toMatchObject(refused);
  });
});

describe('the same filter', () => {
  it('MUST mean the same in a search, with a cursor, and at the root', async () => {
    for (const [filter, names] of Object.values(filterCases).map((cases) => cases[0] ?? ['', '']))
      for (const [path, search] of [
        ['/Users/.search', {}],
        ['/Users/.search', { cursor: '' }],
        ['/.search', { count: 12 }],
      ] as const) {
        const { body } = await acme('POST', path, { filter: withIds(filter), ...search });
        const found = body.Resources.filter(({ userName }: { userName?: string }) => userName).map(
          ({ userName }: { userName: string }) => userName,
        );
        expect(found, filter).toEqual(expected(names));
      }
  });
});

describe('a filter of groups', () => {
  const ietf = 'urn:ietf:params:scim:schemas:extension:MyExt:2.0:Group';
  beforeAll(async () => {
    const attributes = { [ietf]: { tag: 'Blue', size: 7 }, 'urn:foo:1.0:Group': { tag: 'Green' } };
    await acme('PATCH', `/Groups/${ids.engines}`, { Operations: [{ op: 'add', value: attributes }] });
  });

  it.each([
    ['displayName eq "ENGINES"', 'engines'],
    ['displayName sw "e"', 'engines Empty'],
    ['members pr', 'engines'],
    ['not (members pr)', 'Empty'],
    ['members eq null', 'Empty'],
    ['members eq "{ada}"', 'engines'],
    ['members.value eq "{claude}"', 'engines'],
    ['members[value eq "{ada}" or value eq "{john}"]', 'engines'],
    ['members[value eq "{ada}"] and members[value eq "{claude}"]', 'engines'],
    ['members.value eq "{john}"', ''],
    ['members ne "{ada}"', 'Empty'],
    ['externalId eq "Ext-E"', 'engines'],
    ['externalId eq "ext-e"', ''],
    ['urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "empty"', 'Empty'],
    ['id eq "{engines}"', 'engines'],
    ['meta.resourceType eq "Group" and meta.created gt "2026-01-01"', 'engines Empty'],
    ['meta[resourceType eq "User"]', ''],
    ['urn:foo:1.0:Group:tag eq "green"', 'engines'],
    ['urn:ietf:params:scim:schemas:extension:MyExt:2.0:Group:tag sw "b"', 'engines'],
    ['urn:ietf:params:scim:schemas:extension:MyExt:2.0:Group:size gt 6', 'engines'],
    ['not (urn:foo:1.0:Group:tag pr)', 'Empty'],
    ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:Group"', 'engines Empty'],
    ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"', ''],
  ])('MUST find by %s: %s', async (filter, names) => {
    const { status, body } = await acme('GET', `/Groups?filter=${encodeURIComponent(withIds(filter))}`);
    expect(status).toBe(200);
    expect(body.Resources.map(({ displayName }: { displayName: string }) => displayName)).toEqual(names.split(' ').filter(Boolean));
  });
});

describe('a filter by what is shown and cannot be asked', () => {
  it.each([
    ['/Users', 'meta.version eq "1"', 'The attribute meta.version cannot be filtered by. Ask by meta.lastModified.'],
    ['/Users', 'META[Version eq "1"]', 'Version cannot be asked within brackets here. Ask by resourceType, created, lastModified.'],
    ['/Users', 'groups.type eq "direct"', /cannot be filtered by\. Ask by groups\.value/],
    ['/Users', 'password pr', 'The attribute password cannot be filtered by.'],
    ['/Users', 'shoeSize pr', 'There is no attribute shoeSize to filter by.'],
    ['/Groups', 'members.type eq "User"', /cannot be filtered by\. Ask by members\.value/],
    ['/Groups', 'members[value eq "x" and type eq "User"]', /asked by their ids alone/],
    ['/Users', 'schemas eq "urn:foo:1.0"', /Ask for one of them, as in urn:foo:1\.0:name pr\./],
  ])('MUST be told so, and what is asked instead: %s?filter=%s', async (path, filter, detail) => {
    const { status, body } = await acme('GET', `${path}?filter=${encodeURIComponent(filter)}`);
    expect([status, body.scimType, body.detail]).toEqual([
      400,
      'invalidFilter',
      typeof detail === 'string' ? detail : expect.stringMatching(detail),
    ]);
  });

  it('MUST tell the schemas of users and of groups apart at the root', async () => {
    const { body } = await acme('POST', '/.search', { filter: 'schemas eq "urn:ietf:params:scim:schemas:core:2.0:Group"', count: 50 });
    expect(body.Resources.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['engines', 'Empty']);
  });
});

describe('a hostile filter', () => {
  const chain = (part: string, count: number, word: string) => Array(count).fill(part).join(` ${word} `);
  const ors = (count: number) => `(${Array.from({ length: count }, (_, index) => `userName eq "person-${index}"`).join(' or ')})`;
  const refusal = { status: 400, body: { scimType: 'invalidFilter' } };

  it.each<[string, string, string]>([
    ['16 ANDed ORs', chain('(userName eq "ada" or title pr)', 16, 'and'), '-claude'],
    ['16 ORed ANDs', chain('(userName eq "ada" and title pr)', 16, 'or'), 'ada'],
    ['16 ANDed ORs of 5 value paths', chain(`(${chain('emails[type eq "work"]', 5, 'or')})`, 16, 'and'), 'ada alan Donald grace'],
    ['198 ORs', ors(198), ''],
    ['9 nots', `${'not ('.repeat(8)}userName eq "ada"${')'.repeat(8)}`, 'ada'],
    ['a text of 8,000 characters', `title eq "${'x'.repeat(8_000)}"`, ''],
  ])('is answered soon: %s', async (_what, filter, names) => {
    const { status, body } = await acme('POST', '/Users/.search', { filter, attributes: ['userName'] });
    expect(status).toBe(200);
    expect(body.Resources.map(({ userName }: { userName: string }) => userName)).toEqual(expected(names));
  });

  it.each<[string, string]>([
    ['20,000 parentheses', `${'('.repeat(20_000)}userName pr${')'.repeat(20_000)}`],
    ['20,000 opening ones', '('.repeat(20_000)],
    ['8,000 parentheses', `${'('.repeat(8_000)}userName pr${')'.repeat(8_000)}`],
    ['3,000 nots', `${'not ('.repeat(3_000)}userName pr${')'.repeat(3_000)}`],
    ['a literal of 100 kB', `userName eq "${'x'.repeat(100_000)}"`],
    ['a literal of 4 MB', `userName eq "${'x'.repeat(4_000_000)}"`],
    ['a literal of escapes', `userName eq "${'\\u0061'.repeat(100_000)}"`],
    ['a literal that does not end', `userName eq "${'\\"'.repeat(50_000)}`],
    ['a name of 100 kB', `${'a'.repeat(100_000)} pr`],
    ['a URN of 100 kB', `${'urn:'.repeat(25_000)}x pr`],
    ['dots', `${'a.'.repeat(8_000)}b pr`],
    ['a number of 20 kB', `urn:acme:x eq 1${'0'.repeat(20_000)}e1`],
    ['10,000 ORs', chain('userName pr', 10_000, 'or')],
    ['1,000 ORs', chain('title pr', 1_000, 'or')],
    ['300 nested ANDs', `${'(title pr and '.repeat(300)}title pr${')'.repeat(300)}`],
    ['brackets', '['.repeat(16_000)],
    ['brackets in brackets', `${'emails['.repeat(2_000)}type pr${']'.repeat(2_000)}`],
    ['quotation marks', '"'.repeat(16_001)],
    ['backslashes', `userName eq "${'\\'.repeat(16_001)}`],
    ['white space', ' '.repeat(1_000_000)],
    ['nothing but keywords', chain('and', 4_000, 'or')],
  ])('is refused soon: %s', async (_what, filter) => {
    for (const path of ['/Users/.search', '/Groups/.search', '/.search'])
      expect(await acme('POST', path, { filter })).toMatchObject(refusal);
  });
});
