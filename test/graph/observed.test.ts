import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import { groupOf, person, scimClient } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

interface Observed {
  habit: string;
  count: number;
  firstSeenAt: string;
  lastSeenAt: string;
  example: string | null;
}

let app: App;
let acme: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** What has been seen of a connection, by habit. */
async function observed({ id }: { id: string }, token?: string): Promise<Record<string, Observed>> {
  const document = 'query ($id: ID!) { connection(id: $id) { observed { habit count firstSeenAt lastSeenAt example } } }';
  const { connection } = await app.ask(document, { id }, token);
  return Object.fromEntries(connection.observed.map((one: Observed) => [one.habit, one]));
}

const counts = (all: Record<string, Observed>) => Object.fromEntries(Object.entries(all).map(([habit, { count }]) => [habit, count]));

const report = (input: object, token?: string) =>
  app.ask('mutation ($input: ReportHabitsInput!) { reportHabits(input: $input) { connection { id version } } }', { input }, token);

describe('Connection.observed', () => {
  it('is what providers have been seen to do, how often, when, and on what', async () => {
    acme = await app.story.connection('ENTRA_ID');
    const { scim } = acme;
    const ada = (await scim.post('/Users', person('ada', { password: 'x', active: 'True', shoeSize: 42 }))).body.id;
    const grace = (await scim.post('/Users', person('grace', { active: 'True' }))).body.id;
    const group = (await scim.post('/Groups', groupOf('everyone', [ada, grace]))).body.id;
    await scim.patch(`/Groups/${group}`, [{ op: 'Remove', path: 'members', value: [{ value: ada }] }]);
    await scim.patch(`/Users/${ada}`, [{ op: 'replace', value: { 'name.givenName': 'Ada' } }]);
    await scim.get('/Groups?excludedAttributes=members,nobody');
    expect(await observed(acme)).toEqual({});
    await app.settle();
    const seen = await observed(acme);
    expect(counts(seen)).toEqual({
      UPDATES_BY_PATCH: 2,
      CAPITALIZED_OPERATIONS: 1,
      BOOLEANS_AS_TEXT: 2,
      REMOVALS_BY_VALUE: 1,
      DOTTED_KEYS: 1,
      UNKNOWN_ATTRIBUTES: 1,
      PASSWORDS: 1,
      UNKNOWN_SELECTIONS: 1,
    });
    const examples = Object.values(seen).map(({ habit, example }) => [habit, example]);
    expect(Object.fromEntries(examples)).toMatchObject({
      PASSWORDS: 'password',
      UNKNOWN_ATTRIBUTES: 'shoeSize',
      DOTTED_KEYS: 'name.givenName',
    });
    const [first, last] = [seen.PASSWORDS?.firstSeenAt, seen.PASSWORDS?.lastSeenAt].map((instant) => Date.parse(`${instant}`));
    for (const instant of [first, last]) expect(Math.abs(Date.now() - Number(instant))).toBeLessThan(60_000);
  });

  it('grows, and keeps when a habit was first seen', async () => {
    const before = await observed(acme);
    await acme.scim.post('/Users', person('mary', { password: 'x' }));
    await app.settle();
    const after = await observed(acme);
    expect(after.PASSWORDS).toMatchObject({ count: 2, firstSeenAt: before.PASSWORDS?.firstSeenAt });
    expect(Date.parse(`${after.PASSWORDS?.lastSeenAt}`)).toBeGreaterThan(Date.parse(`${before.PASSWORDS?.lastSeenAt}`));
    expect(after.BOOLEANS_AS_TEXT).toEqual(before.BOOLEANS_AS_TEXT);
  });

  it('counts nothing that was refused, nor anything of those who are nobody', async () => {
    const other = await app.story.connection('OKTA', 'Refused');
    expect((await other.scim.post('/Users', { password: 'x' })).status).toBe(400);
    expect((await scimClient(other.scimUrl, 'nobody').post('/Users', person('x', { password: 'x' }))).status).toBe(401);
    expect((await scimClient(other.scimUrl, acme.token).post('/Users', person('x', { password: 'x' }))).status).toBe(401);
    await app.settle();
    expect(await observed(other)).toEqual({});
  });

  it.each<[string, (id: string) => Promise<string>]>([
    [
      'rotated',
      async (id) => {
        const rotate = 'mutation ($id: ID!) { rotateConnectionToken(input: { id: $id }) { token } }';
        return (await app.ask(rotate, { id })).rotateConnectionToken.token;
      },
    ],
    [
      'revoked',
      async (id) => {
        const create = 'mutation ($id: ID!) { createConnectionToken(input: { connectionId: $id, name: "next" }) { token } }';
        const { token } = (await app.ask(create, { id })).createConnectionToken;
        const { connection } = await app.ask('query ($id: ID!) { connection(id: $id) { tokens { nodes { id name } } } }', { id });
        const first = connection.tokens.nodes.find(({ name }: { name: string }) => name !== 'next');
        await app.ask('mutation ($id: ID!) { revokeConnectionToken(input: { id: $id }) { connectionToken { id } } }', { id: first.id });
        return token;
      },
    ],
  ])('tells of what a token has done last before it was %s, once another is used', async (how, end) => {
    const other = await app.story.connection('OKTA', `Token ${how}`);
    await other.scim.post('/Users', person('ada', { password: 'x' }));
    const next = scimClient(other.scimUrl, await end(other.id));
    await app.settle();
    expect(await observed(other)).toEqual({});
    await next.post('/Users', person('grace', { password: 'x' }));
    await app.settle();
    expect(counts(await observed(other))).toEqual({ PASSWORDS: 2 });
    await next.get('/Users');
    await app.settle();
    expect(counts(await observed(other))).toEqual({ PASSWORDS: 2 });
  });

  it('counts each operation of a bulk request that was carried out', async () => {
    const other = await app.story.connection('OKTA', 'In bulk');
    const create = (userName: string) => ({ method: 'POST', path: '/Users', bulkId: userName, data: person(userName, { password: 'x' }) });
    const Operations = [create('ada'), create('grace'), { ...create('ada'), bulkId: 'again' }];
    await other.scim.post('/Bulk', { Operations });
    await app.settle();
    expect(counts(await observed(other))).toEqual({ PASSWORDS: 2 });
  });

  it('names attributes, and never what is said under them', async () => {
    const other = await app.story.connection('OKTA', 'Secretive');
    const { id } = (await other.scim.post('/Users', person('ada', { 'secret@acme.com': 'x', emails: [{ value: 'secret@acme.com' }] })))
      .body;
    await other.scim.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails[VALUE eq "secret@acme.com"].type', value: '' }]);
    await other.scim.get('/Users?filter=emails+eq+secret@acme.com&secret@acme.com=1&attributes=secret@acme.com');
    await app.settle();
    const seen = await observed(other);
    expect(Object.keys(seen)).toEqual(
      expect.arrayContaining(['UNKNOWN_ATTRIBUTES', 'UNQUOTED_LITERALS', 'UNKNOWN_PARAMETERS', 'UNKNOWN_SELECTIONS']),
    );
    expect(JSON.stringify(seen)).not.toContain('secret');
  });

  it('is no change of the connection: neither its version nor the change log tells of it', async () => {
    const { connection } = await app.ask('query ($id: ID!) { connection(id: $id) { version } }', { id: acme.id });
    expect(connection.version).toBe(1);
    expect(await app.database.db.change.count({ where: { resourceType: 'Connection', resourceId: acme.id } })).toBe(1);
  });

  it('is shown to whoever reaches the connection, and to nobody else', async () => {
    const other = await app.story.connection('OKTA', 'Foreign');
    expect(counts(await observed(acme, acme.token))).toMatchObject({ PASSWORDS: 2 });
    const { connection } = await app.ask('query ($id: ID!) { connection(id: $id) { observed { habit } } }', { id: acme.id }, other.token);
    expect(connection).toBeNull();
  });
});

describe('Mutation.reportHabits', () => {
  it('loses no count when many report at once', async () => {
    const { id, token } = await app.story.connection('OKTA', 'Busy');
    const habits = [
      { habit: 'PASSWORDS', count: 2, example: 'password' },
      { habit: 'EMPTY_TEXTS', count: 1 },
    ];
    await Promise.all(Array.from({ length: 50 }, () => report({ connectionId: id, habits }, token)));
    expect(counts(await observed({ id }))).toEqual({ EMPTY_TEXTS: 50, PASSWORDS: 100 });
  });

  it('keeps an example when a later report has none, and counts no further than a number goes', async () => {
    const { id } = await app.story.connection('OKTA', 'Full');
    for (const example of ['password', null])
      await report({ connectionId: id, habits: [{ habit: 'PASSWORDS', count: 2_000_000_000, example }] });
    expect((await observed({ id })).PASSWORDS).toMatchObject({ count: 2_147_483_647, example: 'password' });
  });

  it.each<[string, object[]]>([
    ['no habits', []],
    ['a count of nothing', [{ habit: 'PASSWORDS', count: 0 }]],
    [
      'a habit twice',
      [
        { habit: 'PASSWORDS', count: 1 },
        { habit: 'PASSWORDS', count: 1 },
      ],
    ],
    ['an example that is an address', [{ habit: 'PASSWORDS', count: 1, example: 'ada@acme.com' }]],
    ['a long example', [{ habit: 'PASSWORDS', count: 1, example: 'a'.repeat(257) }]],
  ])('refuses %s', async (_, habits) => {
    await expect(report({ connectionId: acme.id, habits })).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it('is not for those who only read', async () => {
    const { createApiKey } = await app.ask('mutation { createApiKey(input: { name: "reader", role: READER }) { token } }');
    const habits = [{ habit: 'PASSWORDS', count: 1 }];
    await expect(report({ connectionId: acme.id, habits }, createApiKey.token)).rejects.toMatchObject(refused('FORBIDDEN'));
    // What they are served shows habits nevertheless, which nobody may report, and nothing goes wrong by that.
    await scimClient(acme.scimUrl, createApiKey.token).get('/Users?nonsense=1');
    await app.settle();
    expect(await observed(acme)).not.toHaveProperty('UNKNOWN_PARAMETERS');
    expect(app.logged()).not.toContain('"msg":"fault"');
  });
});

describe('the reports of a gateway', () => {
  it('are made in the background, soon after something is seen', async () => {
    const hasty = await startApp({ reportEvery: 100 });
    const { id, scim } = await hasty.story.connection();
    await scim.post('/Users', person('ada', { password: 'x' }));
    const ask = () => hasty.ask('query ($id: ID!) { connection(id: $id) { observed { habit count } } }', { id });
    await expect.poll(async () => (await ask()).connection.observed).toEqual([{ habit: 'PASSWORDS', count: 1 }]);
    await hasty.close();
  });

  it('are kept while the directory does not answer, and no request fails by it', async () => {
    const { id, scim } = await app.story.connection('OKTA', 'Patient');
    const { pool } = app.database;
    await scim.post('/Users', person('ada', { password: 'x' }));
    const query = pool.query;
    const connect = pool.connect;
    const fail = () => Promise.reject(new Error('The database is away.'));
    Object.assign(pool, { query: fail, connect: fail });
    await app.settle();
    Object.assign(pool, { query, connect });
    expect((await scim.post('/Users', person('grace', { password: 'x' }))).status).toBe(201);
    await app.settle();
    expect(counts(await observed({ id }))).toEqual({ PASSWORDS: 2 });
  });
});
