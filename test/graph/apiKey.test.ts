import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';

const create = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  token apiKey { id name role connectionIds expiresAt revokedAt createdBy } } }`;
const rotate = 'mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) { token apiKey { id name role connectionIds } } }';
const revoke = 'mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { apiKey { id revokedAt } } }';
const list = '{ apiKeys(first: 200) { totalCount nodes { id name role connectionIds lastUsedAt } } }';
const viewer = '{ viewer { name role connectionIds } }';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const make = async (input: object, token = app.adminKey) => (await app.ask(create, { input }, token)).createApiKey;
const asks = (token: string, document = viewer, variables = {}) => app.ask(document, variables, token);

describe('Mutation.createApiKey', () => {
  it('answers a secret that works at once, with the role and the limits of the key', async () => {
    const { id } = await app.story.connection('OKTA', 'Acme');
    const { token, apiKey } = await make({ name: 'Console', role: 'READER', connectionIds: [id] });
    expect(token).toMatch(/^muster_key_[0-9A-Za-z]{49}$/);
    expect(apiKey).toMatchObject({ name: 'Console', role: 'READER', connectionIds: [id], expiresAt: null, revokedAt: null });
    expect((await asks(token)).viewer).toEqual({ name: 'Console', role: 'READER', connectionIds: [id] });
  });

  it('makes a key that ends by itself', async () => {
    const { token } = await make({ name: 'Brief', role: 'READER', expiresAt: new Date(Date.now() + 600).toISOString() });
    await asks(token);
    await setTimeout(700);
    await expect(asks(token)).rejects.toMatchObject(refused('UNAUTHENTICATED'));
  });

  it.each([
    ['an empty name', { name: '', role: 'READER' }],
    ['the role of a SCIM token', { name: 'x', role: 'PROVISIONER' }],
    ['an end in the past', { name: 'x', role: 'READER', expiresAt: '2020-01-01T00:00:00Z' }],
    ['a connection that does not exist', { name: 'x', role: 'READER', connectionIds: ['01900000-0000-7000-8000-000000000000'] }],
    ['limits to no connection', { name: 'x', role: 'READER', connectionIds: [] }],
    ['a connection that is no id', { name: 'x', role: 'READER', connectionIds: ['acme'] }],
  ])('refuses %s', async (_, input) => {
    await expect(make(input)).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it('says what to send instead of limits to no connection, and takes null for all', async () => {
    await expect(make({ name: 'x', role: 'READER', connectionIds: [] })).rejects.toThrow(
      'connectionIds: is empty: name at least one, or leave it out for all.',
    );
    expect((await make({ name: 'x', role: 'READER', connectionIds: null })).apiKey.connectionIds).toBeNull();
  });

  it('makes a key of several connections name the one that something new goes to', async () => {
    const [acme, globex] = [await app.story.connection('OKTA', 'Acme'), await app.story.connection('OKTA', 'Globex')];
    const { token } = await make({ name: 'Two', role: 'OPERATOR', connectionIds: [acme.id, globex.id] });
    const homeless = { ...refused('INVALID_INPUT'), message: expect.stringMatching(/^connectionId: .*name the one it goes to/) };
    const person = 'mutation ($home: ID) { createUser(input: { userName: "ada", connectionId: $home }) { user { connection { id } } } }';
    for (const document of [person, 'mutation { createGroup(input: { displayName: "a" }) { group { id } } }'])
      await expect(asks(token, document)).rejects.toMatchObject(homeless);
    expect((await asks(token, person, { home: globex.id })).createUser.user.connection.id).toBe(globex.id);
  });

  it('lets a limited administrator make keys within the limits only, and no connection', async () => {
    const [acme, globex] = [await app.story.connection('OKTA', 'Acme'), await app.story.connection('OKTA', 'Globex')];
    const { token } = await make({ name: 'Acme admin', role: 'ADMIN', connectionIds: [acme.id] });
    expect((await make({ name: 'within', role: 'READER', connectionIds: [acme.id] }, token)).apiKey.connectionIds).toEqual([acme.id]);
    for (const connectionIds of [undefined, null, [globex.id], [acme.id, globex.id]]) {
      await expect(make({ name: 'beyond', role: 'READER', connectionIds }, token)).rejects.toMatchObject(refused('FORBIDDEN'));
    }
    const connection = 'mutation { createConnection(input: { name: "Mine", provider: OKTA }) { token } }';
    await expect(asks(token, connection)).rejects.toMatchObject(refused('FORBIDDEN'));
    const { apiKeys } = await asks(token, list);
    expect(apiKeys.nodes.map(({ name }: { name: string }) => name)).toEqual(['Acme admin', 'within']);
  });
});

describe('a role', () => {
  const createUser = 'mutation ($n: String!) { createUser(input: { userName: $n }) { user { id } } }';
  const createConnection = 'mutation { createConnection(input: { name: "By role", provider: OKTA }) { token } }';
  const createKey = 'mutation { createApiKey(input: { name: "By role", role: READER }) { token } }';

  it.each([
    ['ADMIN', { read: true, write: true, administer: true }],
    ['OPERATOR', { read: true, write: true, administer: false }],
    ['READER', { read: true, write: false, administer: false }],
  ])('of %s allows what it says and no more', async (role, allowed) => {
    const { token } = await make({ name: role, role });
    const outcome = (allow: boolean, document: string, variables = {}) =>
      allow ? asks(token, document, variables) : expect(asks(token, document, variables)).rejects.toMatchObject(refused('FORBIDDEN'));
    await outcome(allowed.read, '{ users { totalCount } groups { totalCount } connections { totalCount } }');
    await outcome(allowed.write, createUser, { n: `by ${role}` });
    await outcome(allowed.administer, createConnection);
    await outcome(allowed.administer, createKey);
    await outcome(allowed.administer, list);
  });
});

describe('Mutation.rotateApiKey', () => {
  it('gives the key a successor and ends it at once', async () => {
    const { token, apiKey } = await make({ name: 'Script', role: 'OPERATOR' });
    const next = (await app.ask(rotate, { input: { id: apiKey.id } })).rotateApiKey;
    expect(next.apiKey).toMatchObject({ name: 'Script', role: 'OPERATOR', connectionIds: null });
    await asks(next.token);
    await expect(asks(token)).rejects.toMatchObject(refused('UNAUTHENTICATED'));
    await expect(app.ask(rotate, { input: { id: apiKey.id } })).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('lets the key live on for the overlap', async () => {
    const { token, apiKey } = await make({ name: 'Script', role: 'OPERATOR' });
    await app.ask(rotate, { input: { id: apiKey.id, overlap: 'PT1S' } });
    await asks(token);
    await setTimeout(1100);
    await expect(asks(token)).rejects.toMatchObject(refused('UNAUTHENTICATED'));
  });
});

describe('the successor of an API key', () => {
  const end = new Date(Date.now() + 60_000).toISOString();

  it.each([
    ['without an overlap', {}, undefined],
    ['with one', {}, 'P1D'],
    ['of a key that ends before the overlap does', { expiresAt: end }, 'P1D'],
  ])('is one, however many ask for it at once: %s', async (_, more, overlap) => {
    const { apiKey } = await make({ name: 'Asked for at once', role: 'READER', ...more });
    const rotations = Array.from({ length: 6 }, () => app.ask(rotate, { input: { id: apiKey.id, overlap } }));
    const outcomes = await Promise.allSettled(rotations);
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost.map(({ reason }) => reason.code)).toEqual(Array(5).fill(expect.stringMatching(/^(NOT_FOUND|INVALID_INPUT)$/)));
    expect(await app.database.db.credential.count({ where: { name: 'Asked for at once', expiresAt: null } })).toBe(1);
    await app.database.db.credential.deleteMany({ where: { name: 'Asked for at once' } });
  });

  it('is what is rotated next, during the overlap too', async () => {
    const { apiKey } = await make({ name: 'Rotated twice', role: 'READER' });
    const next = (await app.ask(rotate, { input: { id: apiKey.id, overlap: 'P1D' } })).rotateApiKey;
    const again = app.ask(rotate, { input: { id: apiKey.id } });
    await expect(again).rejects.toMatchObject(refused('INVALID_INPUT'));
    await expect(again).rejects.toThrow('successor');
    await asks((await app.ask(rotate, { input: { id: next.apiKey.id } })).rotateApiKey.token);
  });

  it('does not lengthen the life of the key', async () => {
    const { apiKey } = await make({ name: 'Brief', role: 'READER', expiresAt: end });
    await app.ask(rotate, { input: { id: apiKey.id, overlap: 'P1D' } });
    const { expiresAt, replacedAt } = await app.database.db.credential.findUniqueOrThrow({ where: { id: apiKey.id } });
    expect(expiresAt?.toISOString()).toBe(end);
    expect(replacedAt?.getTime()).toBeLessThanOrEqual(Date.now() + 1);
  });

  it.each(['P31D', 'P1M', 'nonsense', '-PT1S'])('is refused with the overlap %s', async (overlap) => {
    const { token, apiKey } = await make({ name: 'Kept', role: 'READER' });
    await expect(app.ask(rotate, { input: { id: apiKey.id, overlap } })).rejects.toMatchObject(refused('INVALID_INPUT'));
    await asks(token);
  });
});

describe('Mutation.revokeApiKey', () => {
  it('ends a key at once, and a second time changes nothing', async () => {
    const { token, apiKey } = await make({ name: 'Lost', role: 'READER' });
    await asks(token);
    const { revokedAt } = (await app.ask(revoke, { input: { id: apiKey.id } })).revokeApiKey.apiKey;
    await expect(asks(token)).rejects.toMatchObject(refused('UNAUTHENTICATED'));
    expect((await app.ask(revoke, { input: { id: apiKey.id } })).revokeApiKey.apiKey.revokedAt).toBe(revokedAt);
  });

  it('keeps the last key that can administer everything', async () => {
    const { apiKeys } = await app.ask(list);
    const admins = apiKeys.nodes.filter(
      ({ role, connectionIds }: { role: string; connectionIds: unknown }) => role === 'ADMIN' && connectionIds === null,
    );
    const first = admins.find(({ name }: { name: string }) => name === 'First admin key');
    for (const { id } of admins) if (id !== first.id) await app.ask(revoke, { input: { id } });
    await expect(app.ask(revoke, { input: { id: first.id } })).rejects.toMatchObject(refused('IN_USE'));
    await app.ask(viewer);
  });

  it('keeps the last one without an end, whatever others are about to end', async () => {
    const { id } = (await app.ask('{ viewer { id } }')).viewer;
    const { apiKey: brief } = await make({ name: 'Ends soon', role: 'ADMIN', expiresAt: new Date(Date.now() + 60_000).toISOString() });
    await expect(app.ask(revoke, { input: { id } })).rejects.toMatchObject(refused('IN_USE'));
    const { apiKey: lasting } = await make({ name: 'Lasts', role: 'ADMIN' });
    await app.ask(rotate, { input: { id: lasting.id, overlap: 'P1D' } });
    const successor = await app.database.db.credential.findFirstOrThrow({ where: { name: 'Lasts', expiresAt: null } });
    for (const key of [successor.id, brief.id, lasting.id]) await app.ask(revoke, { input: { id: key } });
    await expect(app.ask(revoke, { input: { id } })).rejects.toMatchObject(refused('IN_USE'));
  });

  it.each(['01900000-0000-7000-8000-000000000000', 'no id'])('finds none with the id "%s"', async (id) => {
    await expect(app.ask(revoke, { input: { id } })).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('does not end the token of a connection', async () => {
    const { id, token } = await app.story.connection('OKTA', 'Kept');
    const { id: credential } = await app.database.db.credential.findFirstOrThrow({ where: { connectionId: id } });
    await expect(app.ask(revoke, { input: { id: credential } })).rejects.toMatchObject(refused('NOT_FOUND'));
    await asks(token);
  });
});

describe('a key that is limited to a connection', () => {
  it('reaches nothing more when the connection is deleted', async () => {
    const gone = await app.story.connection('OKTA', 'Gone');
    const { token } = await make({ name: 'Limited', role: 'ADMIN', connectionIds: [gone.id] });
    const remove = 'mutation ($id: ID!) { deleteConnection(input: { id: $id, deleteResources: true }) { id } }';
    await app.ask(remove, { id: gone.id });
    expect((await asks(token)).viewer.connectionIds).toEqual([gone.id]);
    expect(await asks(token, '{ connections { totalCount } users { totalCount } }')).toEqual({
      connections: { totalCount: 0 },
      users: { totalCount: 0 },
    });
    await expect(make({ name: 'beyond', role: 'READER' }, token)).rejects.toMatchObject(refused('FORBIDDEN'));
  });
});

describe('Query.apiKeys', () => {
  it('shows no secret, and keeps none', async () => {
    const { token } = await make({ name: 'Shown once', role: 'READER' });
    await asks(token);
    expect(JSON.stringify(await app.ask(list))).not.toContain(token);
    const kept = JSON.stringify(
      await app.database.pool.query("SELECT *, encode(hash, 'escape') FROM credentials").then(({ rows }) => rows),
    );
    expect(kept).not.toContain(token);
    expect(app.logged()).not.toContain(token);
  });
});
