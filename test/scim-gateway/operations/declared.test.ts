import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { statementsDuring } from '#test/support/database.ts';
import { person, scimClient } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const acme = 'urn:acme:2.0:User';
/** As Entra ID's documentation has its customers name their own. */
const custom = 'urn:ietf:params:scim:schemas:extension:Custom:2.0:User';
/** A schema whose name does not end as those of users do. */
const badges = 'urn:acme:badges';

let app: App;
let okta: ConnectionOfStory;

const declare = (schema: string, name: string, type: string, more: object = {}) =>
  app.ask(
    'mutation ($input: CreateAttributeDefinitionInput!) { createAttributeDefinition(input: $input) { attributeDefinition { id } } }',
    {
      input: { key: `${name}-${schema.length}`, schema, name, type, ...more },
    },
  );

beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection();
  await declare(acme, 'level', 'NUMBER', { description: 'How high.' });
  await declare(acme, 'remote', 'BOOLEAN');
  await declare(acme, 'hiredOn', 'DATE_TIME');
  await declare(acme, 'client', 'VERSION');
  await declare(acme, 'team', 'STRING');
  await declare(acme, 'tags', 'STRING', { multiValued: true });
  await declare(custom, 'tag', 'STRING');
  await declare(badges, 'number', 'NUMBER');
});
afterAll(() => app.close());

let made = 0;
const create = async (attributes: object) => (await okta.scim.post('/Users', person(`person-${++made}`, attributes))).body;

describe('discovery', () => {
  it('has the schemas of declared attributes, whole and by id in any case', async () => {
    const { body } = await okta.scim.get('/Schemas');
    const listed = body.Resources.find(({ id }: { id: string }) => id === acme);
    const one = (await okta.scim.get(`/Schemas/${acme.toUpperCase()}`)).body;
    expect(one).toEqual(listed);
    expect(one).toMatchObject({ id: acme, meta: { resourceType: 'Schema', location: `${okta.scimUrl}/Schemas/${acme}` } });
    expect(one.attributes).toMatchObject([
      { name: 'level', type: 'decimal', multiValued: false, description: 'How high.', mutability: 'readWrite', returned: 'default' },
      { name: 'remote', type: 'boolean' },
      { name: 'hiredOn', type: 'dateTime' },
      { name: 'client', type: 'string' },
      { name: 'team', type: 'string', caseExact: false },
      { name: 'tags', type: 'string', multiValued: true },
    ]);
    for (const { description } of one.attributes) expect(description).toMatch(/\S/);
  });

  it('has them as extensions of users, and of nothing else', async () => {
    const { body } = await okta.scim.get('/ResourceTypes');
    const [users, ...others] = body.Resources;
    const declared = [acme, custom, badges].map((schema) => ({ schema, required: false }));
    expect(users.schemaExtensions).toEqual(expect.arrayContaining(declared));
    for (const { schemaExtensions } of others) for (const one of declared) expect(schemaExtensions).not.toContainEqual(one);
    expect((await okta.scim.get('/ResourceTypes/User')).body).toEqual(users);
  });

  it('tells it at once, and only those who may ask', async () => {
    await declare('urn:late:User', 'x', 'STRING');
    expect((await okta.scim.get('/Schemas/urn:late:User')).status).toBe(200);
    const { status, text } = await scimClient(okta.scimUrl, 'nobody').get('/Schemas');
    expect([status, text.includes('urn:late:User')]).toEqual([401, false]);
  });

  it('pages through more declarations than fit on a page of the graph', async () => {
    const rows = Array.from({ length: 205 }, (_, place) => ({ key: `many-${place}`, schema: 'urn:many:User', name: `a${place}` }));
    await app.database.db.attributeDefinition.createMany({ data: rows.map((row) => ({ ...row, type: 'STRING', updatedBy: 'the test' })) });
    const { body } = await okta.scim.get('/Schemas/urn:many:User');
    expect(body.attributes).toHaveLength(205);
    await app.database.db.attributeDefinition.deleteMany({ where: { schema: 'urn:many:User' } });
  });
});

describe('declared attributes', () => {
  it('are written and read under their URN, which `schemas` names, values as they were sent', async () => {
    const sent = { level: 7.5, hiredOn: '2026-01-31T12:00:00+02:00', client: '14.10', team: ' Red ', tags: ['b', 'a', 'b'] };
    const created = await create({ [acme]: sent });
    expect(created[acme]).toEqual(sent);
    expect(created.schemas).toEqual([expect.stringContaining('core'), acme]);
    expect((await okta.scim.get(`/Users/${created.id}`)).body[acme]).toEqual(sent);
    expect((await okta.scim.get(`/Users/${created.id}?attributes=${acme.toUpperCase()}:LEVEL`)).body[acme]).toEqual({ level: 7.5 });
  });

  it('take their names in any case, booleans as words, and lists of one', async () => {
    const { id, ...created } = await create({ [acme.toUpperCase()]: { LEVEL: [3], Remote: 'True', Tags: 'a', Other: 'X' } });
    expect(created[acme]).toEqual({ level: 3, remote: true, tags: ['a'], Other: 'X' });
    expect(Object.keys(created)).not.toContain(acme.toUpperCase());
    await okta.scim.patch(`/Users/${id}`, [
      { op: 'Replace', path: `${acme}:REMOTE`, value: 'False' },
      { op: 'Add', path: `${acme.toUpperCase()}:tags`, value: 'b' },
      { op: 'add', value: { [`${acme}:Level`]: 4 } },
    ]);
    expect((await okta.scim.get(`/Users/${id}`)).body[acme]).toEqual({ level: 4, remote: false, tags: ['a', 'b'], Other: 'X' });
    await okta.scim.patch(`/Users/${id}`, [{ op: 'remove', path: `${acme}:TAGS` }]);
    expect((await okta.scim.get(`/Users/${id}`)).body[acme]).toEqual({ level: 4, remote: false, Other: 'X' });
  });

  it('are joined by further values where one was kept from before they were declared as a list', async () => {
    const { id } = await app.story.user('earlier', { connectionId: okta.id, extensions: { [acme]: { tags: 'a' } } });
    await okta.scim.patch(`/Users/${id}`, [{ op: 'add', path: `${acme}:tags`, value: 'b' }]);
    expect((await okta.scim.get(`/Users/${id}`)).body[acme]).toEqual({ tags: ['a', 'b'] });
  });

  it('are changed by the URN of their schema as a path, whatever it ends in', async () => {
    const { id } = await create({});
    await okta.scim.patch(`/Users/${id}`, [{ op: 'add', path: badges, value: { Number: 5 } }]);
    expect((await okta.scim.get(`/Users/${id}`)).body[badges]).toEqual({ number: 5 });
  });

  it.each([
    ['level', 'high'],
    ['remote', 'perhaps'],
    ['hiredOn', 'yesterday'],
    ['client', 'new'],
    ['LEVEL', true],
  ])('are held to their type, whatever the case: %s is not %j', async (name, value) => {
    const { status, body } = await okta.scim.post('/Users', person('misfit', { [acme]: { [name]: value } }));
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
  });

  it.each<[string, object[], unknown]>([
    ['removed', [{ op: 'remove', path: `${acme}:tags[value eq "A"]` }], ['b', 'c']],
    ['removed by their attribute', [{ op: 'remove', path: `${acme}:tags.value`, value: ['a', 'c'] }], ['b']],
    ['removed, all of them', [{ op: 'Remove', path: `${acme}:Tags[value pr]` }], undefined],
    ['cleared', [{ op: 'replace', path: `${acme}:tags[value eq "a" or value eq "c"]`, value: null }], ['b']],
    ['replaced', [{ op: 'replace', path: `${acme}:tags[value sw "a"]`, value: 'x' }], ['x', 'b', 'c']],
    ['replaced by their part', [{ op: 'Replace', path: `${acme}:tags[value eq "b"].value`, value: ['x'] }], ['a', 'x', 'c']],
    ['replaced by an object', [{ op: 'replace', path: `${acme}:tags[value eq "b"]`, value: { value: 'x' } }], ['a', 'x', 'c']],
    ['added', [{ op: 'add', path: `${acme}:tags.value`, value: 'd' }], ['a', 'b', 'c', 'd']],
  ])('of a list are %s by a path', async (_, operations, tags) => {
    const { id } = await create({ [acme]: { tags: ['a', 'b', 'c'], level: 1 } });
    expect((await okta.scim.patch(`/Users/${id}`, operations)).status).toBe(200);
    expect((await okta.scim.get(`/Users/${id}`)).body[acme]).toEqual({ level: 1, ...(tags !== undefined && { tags }) });
  });

  it.each<[string, string, string]>([
    ['what nothing matches', `${acme}:tags[value eq "x"]`, 'noTarget'],
    ['what they do not have', `${acme}:tags[type eq "x"]`, 'invalidFilter'],
    ['one that is not declared as a list', `${acme}:team[value eq "x"]`, 'invalidPath'],
  ])('of a list are not replaced by %s', async (_, path, scimType) => {
    const { id } = await create({ [acme]: { tags: ['a'], team: 'x' } });
    const { status, body } = await okta.scim.patch(`/Users/${id}`, [{ op: 'replace', path, value: 'y' }]);
    expect([status, body.scimType]).toEqual([400, scimType]);
    expect(body.detail).not.toContain('not known');
  });

  it('are, in groups, nothing but what was sent', async () => {
    const { body } = await okta.scim.post('/Groups', { displayName: 'kept', [acme]: { Level: 'high' } });
    expect(body[acme]).toEqual({ Level: 'high' });
  });
});

describe('a filter on declared attributes', () => {
  beforeAll(async () => {
    const people = [
      { level: 9, remote: true, hiredOn: '2026-01-31T12:00:00+02:00', client: '14.9', team: 'Red', tags: ['x', 'y'] },
      { level: 10, remote: false, hiredOn: '2026-01-31T11:00:00Z', client: '14.10', team: 'Blue', tags: ['z'] },
      { level: 100 },
    ];
    for (const [place, attributes] of people.entries()) await okta.scim.post('/Users', person(`filtered-${place}`, { [acme]: attributes }));
    await okta.scim.post('/Users', person('filtered-3', { [custom]: { tag: 'Mine' } }));
  });

  const found = async (filter: string) => {
    const query = new URLSearchParams({ filter: `userName sw "filtered-" and (${filter})`, sortBy: 'userName' });
    const { status, body } = await okta.scim.get(`/Users?${query}`);
    return status === 200 ? body.Resources.map(({ userName }: { userName: string }) => Number(userName.split('-')[1])) : body.scimType;
  };

  it.each<[string, unknown]>([
    [`${acme}:level gt 9`, [1, 2]],
    [`${acme}:level gt "9"`, [1, 2]],
    [`${acme.toUpperCase()}:LEVEL le 10`, [0, 1]],
    [`${acme}:level eq "high"`, 'invalidFilter'],
    [`${acme}:level lt 1e400`, 'invalidFilter'],
    [`${acme}:level eq 9007199254740993`, 'invalidFilter'],
    [`${acme}:level eq "9007199254740993"`, 'invalidFilter'],
    [`${acme}:team eq 042`, []],
    [`${acme}:level co 1`, 'invalidFilter'],
    [`${acme}:remote eq true`, [0]],
    [`${acme}:remote eq "False"`, [1]],
    [`${acme}:remote gt true`, 'invalidFilter'],
    [`${acme}:hiredOn lt "2026-01-31T10:30:00Z"`, [0]],
    [`${acme}:hiredOn ge "2026-01-31"`, [0, 1]],
    [`${acme}:hiredOn eq "2026-01-31T10:00:00Z"`, [0]],
    [`${acme}:hiredOn eq "soon"`, 'invalidFilter'],
    [`${acme}:client gt "14.9"`, [1]],
    [`${acme}:client ge 14`, [0, 1]],
    [`${acme}:client eq 14.10`, 'invalidFilter'],
    [`${acme}:client sw "14"`, 'invalidFilter'],
    [`${acme}:team eq "red"`, [0]],
    [`${acme}:team sw "b"`, [1]],
    [`${acme}:tags eq "Y"`, [0]],
    [`not (${acme}:team pr)`, [2, 3]],
    [`${acme}:level eq null`, [3]],
    [`${custom}:tag eq "mine"`, [3]],
    [`${custom}:Unheard eq "mine"`, []],
    [`${acme}:tags.value eq "Y"`, [0]],
    [`${acme}:TAGS.Value pr`, [0, 1]],
    [`${acme}:tags[value eq "Y"]`, [0]],
    [`${acme}:tags[VALUE sw "x" or value eq "z"]`, [0, 1]],
    [`${acme}:tags[value pr]`, [0, 1]],
    [`${acme}:tags[value eq "x" and value eq "y"]`, 'invalidFilter'],
    [`${acme}:tags[value ne "x"]`, 'invalidFilter'],
    [`${acme}:tags[not (value eq "x")]`, 'invalidFilter'],
    [`${acme}:tags[type eq "x"]`, 'invalidFilter'],
    [`${acme}:team[value eq "red"]`, 'invalidFilter'],
    [`${acme}:team.value eq "red"`, 'invalidFilter'],
  ])('compares them as what they are declared to be: %s', async (filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it('is answered at the root as well', async () => {
    const filter = encodeURIComponent(`${acme}:hiredOn lt "2026-01-31T10:30:00Z" and userName sw "filtered-"`);
    const { body } = await okta.scim.get(`/?filter=${filter}`);
    expect(body.Resources.map(({ userName }: { userName: string }) => userName)).toEqual(['filtered-0']);
  });

  it.each<[string, string, number[] | string]>([
    [`${acme}:level`, 'ascending', [0, 1, 2, 3]],
    [`${acme}:LEVEL`, 'descending', [3, 2, 1, 0]],
    [`${acme}:client`, 'ascending', [0, 1]],
    [`${acme}:tags`, 'ascending', 'invalidValue'],
    ['urn:acme:undeclared:x', 'ascending', 'invalidValue'],
  ])('goes with an order by them: %s %s', async (sortBy, sortOrder, expected) => {
    const query = new URLSearchParams({ filter: 'userName sw "filtered-"', sortBy, sortOrder });
    const { status, body } = await okta.scim.get(`/Users?${query}`);
    if (typeof expected === 'string') expect([status, body.scimType]).toEqual([400, expected]);
    else
      expect(body.Resources.map(({ userName }: { userName: string }) => Number(userName.split('-')[1])).slice(0, expected.length)).toEqual(
        expected,
      );
  });
});

describe('the cost of what is declared', () => {
  const asked = async (act: () => Promise<{ status: number }>) => {
    await okta.scim.get('/ServiceProviderConfig');
    const sent = await statementsDuring(app.database, async () => {
      expect((await act()).status).toBeLessThan(300);
    });
    return sent.filter(({ text }) => /attribute_definitions/.test(text)).length;
  };

  it('is nothing for requests that mention no other schema', async () => {
    const { id } = await create({});
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    expect(await asked(() => okta.scim.get(`/Users/${id}`))).toBe(0);
    expect(await asked(() => okta.scim.get('/Users?filter=userName+pr&sortBy=userName'))).toBe(0);
    expect(await asked(() => okta.scim.patch(`/Users/${id}`, [{ op: 'add', path: `${enterprise}:department`, value: 'X' }]))).toBe(0);
    expect(await asked(() => okta.scim.put(`/Users/${id}`, person('plain', { [enterprise]: { department: 'Y' } })))).toBe(0);
  });

  it('is a look at them for all that do within a second', async () => {
    const filtered = () => okta.scim.get(`/Users?filter=${encodeURIComponent(`${acme}:level gt 9`)}`);
    const together = async () => {
      const [first] = await Promise.all(Array.from({ length: 10 }, filtered));
      return first as { status: number };
    };
    // The gateway's, and the graph's own.
    expect(await asked(together)).toBeLessThanOrEqual(2);
  });
});
