import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret, newSecret } from '#directory/secrets.ts';
import type { Role } from '#generated/prisma/client.ts';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const viewer = '{ viewer { id name role connectionIds } }';

let app: App;
let okta: ConnectionOfStory;
let entra: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
  [okta, entra] = [await app.story.connection('OKTA'), await app.story.connection('ENTRA_ID')];
});
afterAll(() => app.close());

interface Key {
  role: Role;
  connectionIds?: string[];
  expiresAt?: Date;
  revokedAt?: Date;
}

/** An API key as an administrator may make it. */
async function apiKey(key: Key): Promise<string> {
  const secret = newSecret('admin');
  await app.database.db.credential.create({ data: { name: 'A key', createdBy: 'the test', hash: hashSecret(secret), ...key } });
  return secret;
}

describe('Query.viewer', () => {
  it('is the administrator, who reaches every connection', async () => {
    expect((await app.ask(viewer)).viewer).toMatchObject({ name: 'First admin key', role: 'ADMIN', connectionIds: null });
  });

  it('is the SCIM token, which reaches its connection', async () => {
    const expected = { name: 'SCIM token', role: 'PROVISIONER', connectionIds: [okta.id] };
    expect((await app.ask(viewer, {}, okta.token)).viewer).toMatchObject(expected);
  });

  it('is narrowed to the connection that the header Muster-Connection names', async () => {
    const narrowed = await app.ask(viewer, {}, app.adminKey, { 'muster-connection': entra.id.toUpperCase() });
    expect(narrowed.viewer.connectionIds).toEqual([entra.id]);
    await expect(app.ask(viewer, {}, okta.token, { 'muster-connection': entra.id })).rejects.toMatchObject(refused('UNAUTHENTICATED'));
  });

  it.each([
    ['garbage', 'nonsense'],
    ['nothing', ''],
    ['spaces', '   '],
    ['two connections', '00000000-0000-7000-8000-000000000000, 00000000-0000-7000-8000-000000000000'],
    ['a connection that does not exist', '01900000-0000-7000-8000-000000000000'],
  ])('is refused to an administrator whose Muster-Connection names %s', async (_, name) => {
    const headers = { 'muster-connection': name };
    for (const document of [viewer, '{ users { totalCount } }', '{ connections { totalCount } }']) {
      await expect(app.ask(document, {}, app.adminKey, headers), document).rejects.toMatchObject(refused('NOT_FOUND'));
    }
  });

  it.each([
    ['another connection', () => entra.id],
    ['a connection that does not exist', () => '01900000-0000-7000-8000-000000000000'],
    ['garbage', () => 'nonsense'],
  ])('is refused to a SCIM token whose Muster-Connection names %s, with a message that says why', async (_, name) => {
    const asked = app.ask(viewer, {}, okta.token, { 'muster-connection': name() });
    await expect(asked).rejects.toMatchObject({ ...refused('UNAUTHENTICATED'), status: 401 });
    await expect(asked).rejects.toThrow('does not reach the connection');
  });

  it.each([
    ['no secret', ''],
    ['a wrong secret', 'muster_admin_wrong'],
    ['a secret of a megabyte of spaces', ' '.repeat(8000)],
  ])('is nobody with %s', async (_, secret) => {
    await expect(app.ask(viewer, {}, secret)).rejects.toMatchObject({ ...refused('UNAUTHENTICATED'), status: 401 });
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer a b', ''])('is nobody with the header "Authorization: %s"', async (authorization) => {
    await expect(app.ask(viewer, {}, '', { authorization })).rejects.toMatchObject(refused('UNAUTHENTICATED'));
  });

  it('is nobody once the key has expired or is revoked', async () => {
    const past = new Date(Date.now() - 1000);
    for (const end of [{ expiresAt: past }, { revokedAt: past }]) {
      await expect(app.ask(viewer, {}, await apiKey({ role: 'ADMIN', ...end }))).rejects.toMatchObject(refused('UNAUTHENTICATED'));
    }
  });

  it('lets those who are nobody read the schema, and nothing else', async () => {
    expect((await app.ask('{ __schema { queryType { name } } }', {}, '')).__schema.queryType.name).toBe('Query');
    for (const document of ['{ users { totalCount } }', '{ groups { totalCount } }', '{ connections { totalCount } }']) {
      await expect(app.ask(document, {}, '')).rejects.toMatchObject(refused('UNAUTHENTICATED'));
    }
  });
});

const writes = {
  createUser: () => 'createUser(input: { userName: "u" }) { user { id } }',
  createGroup: () => 'createGroup(input: { displayName: "g" }) { group { id } }',
  updateUser: () => 'updateUser(input: { id: "x" }) { user { id } }',
  updateGroup: () => 'updateGroup(input: { id: "x" }) { group { id } }',
  deleteUser: () => 'deleteUser(input: { id: "x" }) { id }',
  deleteGroup: () => 'deleteGroup(input: { id: "x" }) { id }',
};

const administration = {
  createConnection: () => 'createConnection(input: { name: "c", provider: OKTA }) { token }',
  updateConnection: () => `updateConnection(input: { id: "${okta.id}", name: "mine" }) { connection { id } }`,
  rotateConnectionToken: () => `rotateConnectionToken(input: { id: "${okta.id}" }) { token }`,
  deleteConnection: () => `deleteConnection(input: { id: "${okta.id}", deleteResources: true }) { id }`,
};

describe('a READER', () => {
  it.each(Object.entries({ ...writes, ...administration }))('is refused %s', async (_, mutation) => {
    const key = await apiKey({ role: 'READER' });
    await expect(app.ask(`mutation { ${mutation()} }`, {}, key)).rejects.toMatchObject(refused('FORBIDDEN'));
  });

  it('reads', async () => {
    expect((await app.ask('{ users { totalCount } }', {}, await apiKey({ role: 'READER' }))).users.totalCount).toBe(0);
  });
});

describe.each(['OPERATOR', 'PROVISIONER'] as const)('a credential that is %s', (role) => {
  it.each(Object.entries(administration))('is refused %s', async (_, mutation) => {
    const key = role === 'PROVISIONER' ? okta.token : await apiKey({ role });
    await expect(app.ask(`mutation { ${mutation()} }`, {}, key)).rejects.toMatchObject(refused('FORBIDDEN'));
  });
});

describe('an API key limited to some connections', () => {
  it('sees and makes people there only', async () => {
    const key = await apiKey({ role: 'ADMIN', connectionIds: [entra.id] });
    const inOkta = await app.story.user('seen by nobody', { connectionId: okta.id });
    expect((await app.ask('{ connections { nodes { id } } }', {}, key)).connections.nodes).toEqual([{ id: entra.id }]);
    expect((await app.ask('query ($id: ID!) { user(by: { id: $id }) { id } }', { id: inOkta.id }, key)).user).toBeNull();
    const create = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { connection { id } } } }';
    expect((await app.ask(create, { input: { userName: 'k' } }, key)).createUser.user.connection.id).toBe(entra.id);
    const elsewhere = app.ask(create, { input: { userName: 'k', connectionId: okta.id } }, key);
    await expect(elsewhere).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});
