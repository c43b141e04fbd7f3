import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import { scimClient } from '#test/support/scim.ts';

const nowhere = '01900000-0000-7000-8000-000000000000';

const create = `mutation ($input: CreateConnectionTokenInput!) { createConnectionToken(input: $input) {
  token connectionToken { id name expiresAt revokedAt lastUsedAt createdBy connection { id } } } }`;
const revoke = 'mutation ($id: ID!) { revokeConnectionToken(input: { id: $id }) { connectionToken { id revokedAt } } }';
const rotate = 'mutation ($id: ID!) { rotateConnectionToken(input: { id: $id }) { token } }';
const list = `query ($id: ID!, $first: Int) { connection(id: $id) { tokens(first: $first) {
  totalCount nodes { id name createdAt expiresAt revokedAt lastUsedAt } } } }`;

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const make = async (input: object) => (await app.ask(create, { input: { name: 'Second', ...input } })).createConnectionToken;
const statusWith = async ({ scimUrl }: { scimUrl: string }, token: string) =>
  (await scimClient(scimUrl, token).get('/Users?count=1')).status;
const tokensOf = async (id: string, first?: number) => (await app.ask(list, { id, first })).connection.tokens;

describe('Mutation.createConnectionToken', () => {
  it('makes a token that works beside the others', async () => {
    const okta = await app.story.connection();
    const { token, connectionToken } = await make({ connectionId: okta.id, name: 'New provisioning job' });
    expect(token).toMatch(/^muster_scim_[0-9A-Za-z]{49}$/);
    expect(connectionToken).toMatchObject({ name: 'New provisioning job', expiresAt: null, revokedAt: null, connection: { id: okta.id } });
    expect(await Promise.all([okta.token, token].map((each) => statusWith(okta, each)))).toEqual([200, 200]);
    expect(await statusWith(await app.story.connection(), token)).toBe(401);
  });

  it('makes a token that ends by itself', async () => {
    const okta = await app.story.connection();
    const { token } = await make({ connectionId: okta.id, expiresAt: new Date(Date.now() + 800).toISOString() });
    expect(await statusWith(okta, token)).toBe(200);
    await setTimeout(900);
    expect(await statusWith(okta, token)).toBe(401);
  });

  it.each([
    ['an empty name', { name: '' }, 'INVALID_INPUT'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'INVALID_INPUT'],
    ['a connection that does not exist', { connectionId: nowhere }, 'NOT_FOUND'],
    ['a connection that is no id', { connectionId: 'acme' }, 'NOT_FOUND'],
  ])('refuses %s', async (_, input, code) => {
    const { id } = await app.story.connection();
    await expect(make({ connectionId: id, ...input })).rejects.toMatchObject(refused(code));
  });
});

describe('Mutation.revokeConnectionToken', () => {
  it('ends one token at once and leaves the others; a second time changes nothing', async () => {
    const okta = await app.story.connection();
    const { token, connectionToken } = await make({ connectionId: okta.id });
    expect(await statusWith(okta, token)).toBe(200);
    const ended = await app.ask(revoke, { id: connectionToken.id });
    expect(ended.revokeConnectionToken.connectionToken.revokedAt).toMatch(/^20/);
    expect(await Promise.all([okta.token, token].map((each) => statusWith(okta, each)))).toEqual([200, 401]);
    expect(await app.ask(revoke, { id: connectionToken.id })).toEqual(ended);
  });

  it('finds neither API keys nor what is no id', async () => {
    const { createApiKey } = await app.ask('mutation { createApiKey(input: { name: "Key", role: READER }) { apiKey { id } } }');
    for (const id of [createApiKey.apiKey.id, nowhere, 'no id']) {
      await expect(app.ask(revoke, { id })).rejects.toMatchObject(refused('NOT_FOUND'));
    }
  });
});

describe('Connection.tokens', () => {
  it('tells when each was made, ends and was last used, ended ones included', async () => {
    const okta = await app.story.connection();
    const { connectionToken } = await make({ connectionId: okta.id, expiresAt: '2099-01-01T00:00:00.000Z' });
    await app.ask(rotate, { id: okta.id });
    await expect.poll(async () => statusWith(okta, okta.token)).toBe(401);
    const { totalCount, nodes } = await tokensOf(okta.id);
    expect(totalCount).toBe(3);
    expect(nodes.map(({ name }: { name: string }) => name)).toEqual(['SCIM token', 'Second', 'SCIM token']);
    for (const { expiresAt } of nodes.slice(0, 2)) expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now());
    expect(nodes[1].id).toBe(connectionToken.id);
    expect((await tokensOf(okta.id, 1)).nodes).toHaveLength(1);
  });

  it('tells the last use to the minute', async () => {
    const okta = await app.story.connection();
    await statusWith(okta, okta.token);
    const lastUse = async () => Date.parse((await tokensOf(okta.id)).nodes[0].lastUsedAt);
    await expect.poll(lastUse).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is for administrators', async () => {
    const okta = await app.story.connection();
    const { createApiKey } = await app.ask('mutation { createApiKey(input: { name: "Desk", role: OPERATOR }) { token } }');
    for (const token of [okta.token, createApiKey.token]) {
      for (const [document, variables] of [
        [list, { id: okta.id }],
        [create, { input: { connectionId: okta.id, name: 'x' } }],
        [revoke, { id: nowhere }],
      ] as const)
        await expect(app.ask(document, variables, token)).rejects.toMatchObject(refused('FORBIDDEN'));
    }
  });
});
