import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const acmeSchema = 'urn:acme:scim:User';

let gateway: TestGateway;
let acme: Provider;
let ada: string;
let engines: string;
let always: object;

beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
  const created = await acme('POST', '/Users', {
    userName: 'ada',
    password: 's3cret',
    name: { givenName: 'Ada', familyName: 'King' },
    emails: [
      { value: 'ada@work.example', type: 'work', primary: true },
      { value: 'ada@home.example', type: 'home' },
    ],
    [enterprise]: { department: 'Engines', costCenter: '42', manager: { value: 'babbage' } },
    [acmeSchema]: { badge: { number: 7, color: 'red' }, floor: 3 },
  });
  ada = String(created.body.id);
  engines = String((await acme('POST', '/Groups', { displayName: 'engines', members: [{ value: ada }] })).body.id);
  always = { schemas: created.body.schemas, id: ada };
});
afterAll(() => gateway.close());

const emails = [{ value: 'ada@work.example' }, { value: 'ada@home.example' }];

describe('attributes (RFC 7644 §3.9)', () => {
  const table: [string, object][] = [
    ['userName', { userName: 'ada' }],
    ['id', {}],
    ['password', {}],
    ['nothingOfTheKind', {}],
    ['userName,name.givenName', { userName: 'ada', name: { givenName: 'Ada' } }],
    [`${core}:name.familyName`, { name: { familyName: 'King' } }],
    ['emails.value', { emails }],
    ['emails[type eq "work"].value', { emails: [{ value: 'ada@work.example' }] }],
    ['emails[primary eq true]', { emails: [{ value: 'ada@work.example', type: 'work', primary: true }] }],
    [enterprise, { [enterprise]: { department: 'Engines', costCenter: '42', manager: { value: 'babbage' } } }],
    [`${enterprise}:department`, { [enterprise]: { department: 'Engines' } }],
    [`${enterprise}:manager.value`, { [enterprise]: { manager: { value: 'babbage' } } }],
    ['costCenter', { [enterprise]: { costCenter: '42' } }],
    [acmeSchema, { [acmeSchema]: { badge: { number: 7, color: 'red' }, floor: 3 } }],
    [`${acmeSchema}:badge.number`, { [acmeSchema]: { badge: { number: 7 } } }],
    ['groups.display', { groups: [{ display: 'engines' }] }],
    ['meta.resourceType', { meta: { resourceType: 'User' } }],
  ];

  it.each(table)('MUST be all that is shown beside id and schemas, by every door: %s', async (attributes, expected) => {
    const query = `attributes=${encodeURIComponent(attributes)}`;
    const one = await acme('GET', `/Users/${ada}?${query}`);
    const list = await acme('GET', `/Users?${query}`);
    const sought = await acme('POST', '/Users/.search', { attributes: [attributes] });
    const patched = await acme('PATCH', `/Users/${ada}?${query}`, { Operations: [] });
    for (const shown of [one.body, list.body.Resources[0], sought.body.Resources[0], patched.body])
      expect(shown).toEqual({ ...always, ...expected });
  });
});

describe('an attribute that is returned on request (RFC 7643 §7)', () => {
  it.each([
    ['', [{ value: 'ada', type: 'User' }]],
    ['?attributes=members.type', [{ type: 'User' }]],
    ['?attributes=members.display', [{ display: 'ada' }]],
    ['?attributes=members', [{ value: 'ada', type: 'User', display: 'ada' }]],
  ])('MUST be shown where it is asked for: members.display in /Groups/{id}%s', async (query, members: object[]) => {
    const { body } = await acme('GET', `/Groups/${engines}${query}`);
    const shown = body.members.map(({ $ref: _, ...member }: { $ref: string }) => member);
    expect(shown).toEqual(members.map((member) => ({ ...member, ...('value' in member && { value: ada }) })));
  });
});

describe('excludedAttributes (RFC 7644 §3.9)', () => {
  const parts = (body: Record<string, Record<string, unknown>>) => ({
    top: Object.keys(body).sort(),
    name: body.name && Object.keys(body.name),
    enterprise: body[enterprise] && Object.keys(body[enterprise]).sort(),
  });

  it.each<[string, (all: ReturnType<typeof parts>) => object]>([
    ['id,schemas,password', (all) => all],
    ['emails,GROUPS', ({ top, ...rest }) => ({ ...rest, top: top.filter((name) => name !== 'emails' && name !== 'groups') })],
    ['name.familyName', (all) => ({ ...all, name: ['givenName'] })],
    [`${enterprise}:manager,${enterprise}:costCenter`, (all) => ({ ...all, enterprise: ['department'] })],
    [enterprise, ({ top, ...rest }) => ({ ...rest, top: top.filter((name) => name !== enterprise), enterprise: undefined })],
    [acmeSchema, ({ top, ...rest }) => ({ ...rest, top: top.filter((name) => name !== acmeSchema) })],
  ])('MUST leave out what is named, and never what is always returned: %s', async (excluded, expected) => {
    const whole = await acme('GET', `/Users/${ada}`);
    const { body } = await acme('GET', `/Users/${ada}?excludedAttributes=${encodeURIComponent(excluded)}`);
    expect(parts(body)).toEqual(expected(parts(whole.body)));
    expect(body).toMatchObject(always);
  });

  it('MAY leave out some elements, or parts of them, by value path', async () => {
    const at = async (path: string) => (await acme('GET', `/Users/${ada}?excludedAttributes=${encodeURIComponent(path)}`)).body.emails;
    expect(await at('emails[type eq "work"]')).toEqual([{ value: 'ada@home.example', type: 'home' }]);
    expect(await at('emails[type eq "home"].type,emails.primary')).toEqual([
      { value: 'ada@work.example', type: 'work' },
      { value: 'ada@home.example' },
    ]);
  });
});

describe('the members of a group', () => {
  it('are shown by value path', async () => {
    const shown = async (path: string) => (await acme('GET', `/Groups/${engines}?attributes=${encodeURIComponent(path)}`)).body.members;
    expect(await shown(`members[value eq "${ada}"].value`)).toEqual([{ value: ada }]);
    expect(await shown('members[type eq "Group"]')).toBeUndefined();
  });
});

describe('a selection that cannot be read', () => {
  it.each([
    ['emails[type eq "work"', 'invalidPath'],
    ['emails[color eq "red"]', 'invalidFilter'],
  ])('is refused before anything is written: %s', async (path, scimType) => {
    const query = `attributes=${encodeURIComponent(path)}`;
    const refused = { status: 400, body: { scimType } };
    expect(await acme('POST', `/Users?${query}`, { userName: 'never' })).toMatchObject(refused);
    expect(await acme('PUT', `/Users/${ada}?${query}`, { userName: 'never' })).toMatchObject(refused);
    expect(
      await acme('PATCH', `/Users/${ada}?${query}`, { Operations: [{ op: 'replace', path: 'userName', value: 'never' }] }),
    ).toMatchObject(refused);
    expect((await acme('GET', '/Users?filter=userName+eq+%22never%22')).body.totalResults).toBe(0);
  });
});
