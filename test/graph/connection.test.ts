import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import { person, scimClient } from '#test/support/scim.ts';

const nowhere = '01900000-0000-7000-8000-000000000000';
const manual = '00000000-0000-7000-8000-000000000000';

const createConnection = `mutation ($input: CreateConnectionInput!) {
  createConnection(input: $input) { token connection { id name provider scimUrl version } } }`;
const updateConnection = `mutation ($input: UpdateConnectionInput!) { updateConnection(input: $input) { connection { name provider version } } }`;
const deleteConnection = 'mutation ($input: DeleteConnectionInput!) { deleteConnection(input: $input) { id } }';
const rotate = 'mutation ($input: RotateConnectionTokenInput!) { rotateConnectionToken(input: $input) { token connection { id } } }';
const connectionOf = 'query ($id: ID!) { connection(id: $id) { name provider scimUrl version } }';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const statusWith = async (connection: { scimUrl: string }, token: string) =>
  (await scimClient(connection.scimUrl, token).get('/Users?count=1')).status;

describe('Mutation.createConnection', () => {
  it('answers a SCIM URL and a token that work together at once', async () => {
    const { connection, token } = (await app.ask(createConnection, { input: { name: 'Acme - Okta', provider: 'OKTA' } })).createConnection;
    expect(connection).toMatchObject({ name: 'Acme - Okta', provider: 'OKTA', version: 1, scimUrl: `${app.url}/scim/v2/${connection.id}` });
    expect(token).toMatch(/^muster_scim_[0-9A-Za-z]{49}$/);
    expect((await scimClient(connection.scimUrl, token).post('/Users', person('ada'))).status).toBe(201);
  });

  it.each([
    ['an empty name', { name: ' ', provider: 'OKTA' }, 'INVALID_INPUT'],
    ['a NUL', { name: 'a\0', provider: 'OKTA' }, 'INVALID_INPUT'],
    ['a second built-in connection', { name: 'Mine', provider: 'MANUAL' }, 'INVALID_INPUT'],
  ])('refuses %s', async (_, input, code) => {
    await expect(app.ask(createConnection, { input })).rejects.toMatchObject(refused(code));
  });
});

describe('Mutation.updateConnection', () => {
  it('keeps what is absent, checks the version, and leaves it when nothing changes', async () => {
    const { id } = await app.story.connection('OKTA', 'Before');
    const update = async (change: object) => (await app.ask(updateConnection, { input: { id, ...change } })).updateConnection.connection;
    expect(await update({ name: 'After' })).toEqual({ name: 'After', provider: 'OKTA', version: 2 });
    expect(await update({ provider: 'ENTRA_ID', expectedVersion: 2 })).toEqual({ name: 'After', provider: 'ENTRA_ID', version: 3 });
    expect(await update({ name: 'After' })).toMatchObject({ version: 3 });
    await expect(update({ name: 'lost', expectedVersion: 2 })).rejects.toMatchObject(refused('STALE_VERSION'));
    await expect(update({ name: null })).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect((await app.ask(connectionOf, { id })).connection.name).toBe('After');
  });

  it.each([nowhere, 'no id'])('finds none with the id "%s"', async (id) => {
    await expect(app.ask(updateConnection, { input: { id, name: 'x' } })).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('makes no second built-in connection', async () => {
    const { id } = await app.story.connection('OKTA', 'Not by hand');
    const input = { id, provider: 'MANUAL', name: 'lost' };
    await expect(app.ask(updateConnection, { input })).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect((await app.ask(connectionOf, { id })).connection).toMatchObject({ name: 'Not by hand', provider: 'OKTA', version: 1 });
  });

  it('keeps the built-in connection what it is', async () => {
    await expect(app.ask(updateConnection, { input: { id: manual, provider: 'OKTA' } })).rejects.toMatchObject(refused('FORBIDDEN'));
    expect((await app.ask(updateConnection, { input: { id: manual, name: 'By hand' } })).updateConnection.connection.name).toBe('By hand');
  });
});

describe('Mutation.deleteConnection', () => {
  it('keeps a connection that has people or groups, unless they are to go too', async () => {
    const okta = await app.story.connection();
    const user = await app.story.user('ada', { connectionId: okta.id });
    await expect(app.ask(deleteConnection, { input: { id: okta.id } })).rejects.toMatchObject(refused('IN_USE'));
    expect(await statusWith(okta, okta.token)).toBe(200);
    expect(await app.ask(deleteConnection, { input: { id: okta.id, deleteResources: true } })).toEqual({
      deleteConnection: { id: okta.id },
    });
    expect(await statusWith(okta, okta.token)).toBe(401);
    expect((await app.ask('query ($id: ID!) { user(by: { id: $id }) { id } }', { id: user.id })).user).toBeNull();
  });

  it('deletes an empty connection at the version that was read', async () => {
    const { id } = await app.story.connection();
    await expect(app.ask(deleteConnection, { input: { id, expectedVersion: 5 } })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect(await app.ask(deleteConnection, { input: { id, expectedVersion: 1 } })).toEqual({ deleteConnection: { id } });
    await expect(app.ask(deleteConnection, { input: { id } })).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('never deletes the built-in connection', async () => {
    const input = { id: manual, deleteResources: true };
    await expect(app.ask(deleteConnection, { input })).rejects.toMatchObject(refused('FORBIDDEN'));
  });
});

describe('Mutation.rotateConnectionToken', () => {
  const rotated = async (id: string, overlap?: string) => (await app.ask(rotate, { input: { id, overlap } })).rotateConnectionToken.token;

  it('ends the earlier token at once', async () => {
    const okta = await app.story.connection();
    expect(await statusWith(okta, okta.token)).toBe(200);
    const token = await rotated(okta.id);
    expect([await statusWith(okta, okta.token), await statusWith(okta, token)]).toEqual([401, 200]);
  });

  it('ends the earlier tokens after the overlap, and never makes one live longer', async () => {
    const okta = await app.story.connection();
    const second = await rotated(okta.id, 'PT1S');
    const third = await rotated(okta.id, 'P30D');
    for (const token of [okta.token, second, third]) expect(await statusWith(okta, token)).toBe(200);
    await setTimeout(1100);
    expect(await statusWith(okta, okta.token)).toBe(401);
    for (const token of [second, third]) expect(await statusWith(okta, token)).toBe(200);
  });

  it.each(['P31D', 'P1M', 'P10Y'])('refuses an overlap of %s', async (overlap) => {
    const okta = await app.story.connection();
    await expect(rotated(okta.id, overlap)).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect(await statusWith(okta, okta.token)).toBe(200);
  });

  it.each([nowhere, 'no id'])('finds no connection with the id "%s"', async (id) => {
    await expect(rotated(id)).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});

describe('Query.connections', () => {
  it('begin with the built-in one and are paged in the order in which they were made', async () => {
    const made = await app.story.connection('GOOGLE', 'The last');
    const document = 'query ($last: Int, $first: Int) { connections(last: $last, first: $first) { totalCount nodes { id provider } } }';
    expect((await app.ask(document, { first: 1 })).connections.nodes).toEqual([{ id: manual, provider: 'MANUAL' }]);
    const { nodes, totalCount } = (await app.ask(document, { last: 1 })).connections;
    expect(nodes).toEqual([{ id: made.id, provider: 'GOOGLE' }]);
    expect(totalCount).toBe((await app.ask(document, { first: 200 })).connections.nodes.length);
  });

  it.each([nowhere, '', 'no id'])('have none with the id "%s"', async (id) => {
    expect(await app.ask(connectionOf, { id })).toEqual({ connection: null });
  });
});

describe('Connection.users and Connection.groups', () => {
  it('are those of each connection, filtered, ordered and paged', async () => {
    const [okta, entra] = [await app.story.connection('OKTA', 'first'), await app.story.connection('ENTRA_ID', 'second')];
    for (const userName of ['c', 'a', 'b']) await app.story.user(userName, { connectionId: okta.id, department: 'Sales' });
    await app.story.user('a', { connectionId: entra.id, department: 'Sales' });
    await app.story.group('g', [], { connectionId: entra.id });
    const { connections } = await app.ask(`{ connections(last: 2) { nodes { name
      users(where: { department: { eq: "sales" } }, orderBy: [{ field: USER_NAME, direction: DESC }], first: 2) { totalCount nodes { userName } }
      groups { totalCount nodes { displayName } } } } }`);
    expect(connections.nodes).toEqual([
      { name: 'first', users: { totalCount: 3, nodes: [{ userName: 'c' }, { userName: 'b' }] }, groups: { totalCount: 0, nodes: [] } },
      { name: 'second', users: { totalCount: 1, nodes: [{ userName: 'a' }] }, groups: { totalCount: 1, nodes: [{ displayName: 'g' }] } },
    ]);
  });
});

describe('a secret', () => {
  it('is kept nowhere in clear and written to no log', async () => {
    const okta = await app.story.connection();
    await okta.scim.get('/Users');
    await scimClient(okta.scimUrl, 'muster_scim_wrong').get('/Users');
    const token = (await app.ask(rotate, { input: { id: okta.id } })).rotateConnectionToken.token;
    await scimClient(okta.scimUrl, token).post('/Users', person('ada', { password: 'a secret of the person' }));
    const kept = await everyRow();
    expect(kept).toContain(okta.id);
    for (const secret of [app.adminKey, okta.token, token, 'a secret of the person']) {
      expect(kept).not.toContain(secret);
      expect(app.logged()).not.toContain(secret);
    }
    expect(app.logged()).not.toContain('muster_scim_wrong');
    expect(app.logged()).not.toMatch(/bearer/i);
  });
});

/** All rows of all tables, as text. */
async function everyRow(): Promise<string> {
  const { pool } = app.database;
  const { rows: tables } = await pool.query("SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'");
  const texts = await Promise.all(tables.map(({ name }) => pool.query(`SELECT each::text AS text FROM ${name} AS each`)));
  return texts.flatMap(({ rows }) => rows.map(({ text }) => text)).join('\n');
}
