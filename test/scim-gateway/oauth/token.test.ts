import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { algorithms } from '#oidc/webTokens.ts';
import { type App, startApp } from '#test/support/app.ts';
import { askForToken, basic, byAssertion, bySecret, type ClientOfStory, type Form, oauthClient, tokenOf } from '#test/support/oauth.ts';
import { person, scimClient } from '#test/support/scim.ts';
import { startGatewayProcess } from '#test/support/server.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let entra: ConnectionOfStory;
let client: ClientOfStory;
beforeAll(async () => {
  app = await startApp();
  entra = await app.story.connection('ENTRA_ID');
  client = await oauthClient(app.ask, entra.id);
});
afterAll(() => app.close());

const ask = (form: Form, headers = {}) => askForToken(client.tokenUrl, form, headers);
const usersWith = (token: string, { scimUrl } = entra) => scimClient(scimUrl, token).get('/Users');

describe('POST /oauth/token (RFC 6749 §4.4)', () => {
  it.each([
    ['client_secret_post', () => ask(bySecret(client))],
    ['client_secret_basic', () => ask({ grant_type: 'client_credentials' }, basic(client.id, client.secret))],
    ['the media type with a charset', () => ask(bySecret(client), { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' })],
    ['a scope, as Entra sends it', () => ask({ ...bySecret(client), scope: 'scim.readwrite' })],
  ])('gives a token for the connection’s SCIM URL by %s', async (_, asked) => {
    const { status, headers, body } = await asked();
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^muster_access_[0-9A-Za-z]{49}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'scim',
    });
    expect([headers.get('content-type'), headers.get('cache-control'), headers.get('pragma'), headers.get('etag')]).toEqual([
      'application/json; charset=utf-8',
      'no-store',
      'no-cache',
      null,
    ]);
    expect((await usersWith(body.access_token)).status).toBe(200);
  });

  it('gives a token that reaches its connection only, and writes in the name of the client', async () => {
    const token = await tokenOf(client);
    const okta = await app.story.connection('OKTA');
    expect((await usersWith(token, okta)).status).toBe(401);
    const { body } = await scimClient(entra.scimUrl, token).post('/Users', person('grace'));
    expect(await app.database.db.change.findMany({ where: { resourceId: body.id } })).toMatchObject([
      { actor: `oauthClient:${client.id}` },
    ]);
    const viewer = '{ viewer { id name role connectionIds } }';
    expect((await app.ask(viewer, {}, token)).viewer).toEqual({
      id: client.id,
      name: 'Entra',
      role: 'PROVISIONER',
      connectionIds: [entra.id],
    });
  });

  it('leaves the tokens before alone', async () => {
    const tokens = [await tokenOf(client), await tokenOf(client)];
    expect(await Promise.all(tokens.map(async (token) => (await usersWith(token)).status))).toEqual([200, 200]);
  });

  it.each<[string, () => Form, number, string]>([
    ['no grant_type', () => ({ client_id: client.id, client_secret: client.secret }), 400, 'invalid_request'],
    ['the grant of passwords', () => ({ ...bySecret(client), grant_type: 'password' }), 400, 'unsupported_grant_type'],
    ['a parameter twice', () => `${new URLSearchParams(bySecret(client))}&client_id=${client.id}`, 400, 'invalid_request'],
    ['another secret', () => bySecret({ ...client, secret: `${client.secret}x` }), 401, 'invalid_client'],
    ['no client', () => ({ grant_type: 'client_credentials' }), 401, 'invalid_client'],
    ['an unknown client', () => bySecret({ ...client, id: entra.id }), 401, 'invalid_client'],
    ['a client that is no id', () => bySecret({ ...client, id: "'; DROP TABLE users; --\0" }), 401, 'invalid_client'],
    ['an assertion where a secret is due', () => byAssertion('eyJhbGciOiJub25lIn0.e30.', { client_id: client.id }), 401, 'invalid_client'],
    ['a secret of the connection', () => bySecret({ ...client, secret: entra.token }), 401, 'invalid_client'],
  ])('refuses %s in the words of RFC 6749 §5.2', async (_, form, status, error) => {
    const answer = await ask(form());
    expect([answer.status, answer.body]).toEqual([
      status,
      { error, error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/) },
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="Muster"' : null);
  });

  it('tells an unknown client, a wrong secret, a wrong kind of proof and a revoked client in the same words', async () => {
    const revoked = await oauthClient(app.ask, entra.id);
    await app.ask('mutation ($id: ID!) { revokeOAuthClient(input: { id: $id }) { oauthClient { id } } }', { id: revoked.id });
    const forms = [
      bySecret({ ...client, id: entra.id }),
      bySecret({ ...client, secret: 'x' }),
      byAssertion('a.b.c', { client_id: client.id }),
      bySecret(revoked),
    ];
    const answers = await Promise.all(forms.map((form) => ask(form)));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
  });

  it('reads no secret from the address, and takes one by no other method', async () => {
    const inAddress = `${client.tokenUrl}?${new URLSearchParams(bySecret(client))}`;
    expect((await askForToken(inAddress, '')).status).toBe(400);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const { status, headers, body } = await askForToken(inAddress, '', {}, method);
      expect([status, headers.get('allow'), body.error]).toEqual([405, 'POST', 'invalid_request']);
    }
    expect(app.logged()).not.toContain(client.secret);
  });

  it.each([
    ['JSON', { 'content-type': 'application/json' }, 400],
    ['no media type', { 'content-type': '' }, 400],
    ['an encoded body', { 'content-encoding': 'gzip' }, 415],
  ])('refuses %s', async (_, headers, status) => {
    expect(await ask(bySecret(client), headers)).toMatchObject({ status, body: { error: 'invalid_request' } });
  });

  it('refuses a body that is larger than any assertion', async () => {
    expect(await ask({ ...bySecret(client), client_assertion: 'x'.repeat(40_000) })).toMatchObject({
      status: 413,
      body: { error: 'invalid_request' },
    });
  });

  it('answers through a gateway that is a process of its own', { timeout: 60_000 }, async () => {
    const gateway = await startGatewayProcess(app.url);
    const { status, body } = await askForToken(`${gateway.url}/oauth/token`, bySecret(client));
    expect(status).toBe(200);
    expect((await scimClient(`${gateway.url}/scim/v2/${entra.id}`, body.access_token).get('/Users')).status).toBe(200);
    expect(await askForToken(`${gateway.url}/oauth/token`, bySecret({ ...client, secret: 'x' }))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    await gateway.stop();
    for (const secret of [client.secret, body.access_token]) expect(gateway.said() + app.logged()).not.toContain(secret);
  });

  it('refuses an address that asks beyond measure, and says how long', async () => {
    const own = await startApp();
    const statuses = await Promise.all(Array.from({ length: 201 }, async () => (await askForToken(`${own.url}/oauth/token`, {})).status));
    expect(statuses.filter((status) => status === 400)).toHaveLength(200);
    const { status, headers, body } = await askForToken(`${own.url}/oauth/token`, {});
    expect([status, body.error]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    await own.close();
  });

  it('lets an address guess twenty times in ten seconds', async () => {
    const own = await startApp();
    const guessed = await oauthClient(own.ask, (await own.story.connection()).id);
    const statuses: number[] = [];
    for (let guess = 0; guess < 22; guess += 1)
      statuses.push((await askForToken(`${own.url}/oauth/token`, bySecret({ ...guessed, secret: `guess ${guess}` }))).status);
    expect(statuses).toEqual([...Array(20).fill(401), 429, 429]);
    await own.close();
  });
});

describe('GET /.well-known/oauth-authorization-server (RFC 8414)', () => {
  const described = async (address: string) => (await fetch(address)).json();

  it('says where tokens are, and how a client proves who it is', async () => {
    expect(await described(`${app.url}/.well-known/oauth-authorization-server`)).toEqual({
      issuer: app.url,
      token_endpoint: client.tokenUrl,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: algorithms,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      scopes_supported: ['scim'],
    });
  });

  it('names the public address, at the place that an issuer with a path has too', async () => {
    const own = await startApp({ publicUrl: 'https://muster.example.com/directory' });
    for (const path of ['', '/directory']) {
      const { issuer, token_endpoint } = (await described(`${own.url}/.well-known/oauth-authorization-server${path}`)) as Record<
        string,
        string
      >;
      expect([issuer, token_endpoint]).toEqual([
        'https://muster.example.com/directory',
        'https://muster.example.com/directory/oauth/token',
      ]);
    }
    await own.close();
  });

  it('is only read', async () => {
    const response = await fetch(`${app.url}/.well-known/oauth-authorization-server`, { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a challenge (RFC 6750 §3)', () => {
  const challenged = async (headers: Record<string, string>, path = '/Users', method = 'GET', body?: unknown) => {
    const without = 'authorization' in headers ? [] : ['authorization'];
    const answer = await entra.scim.send(method, path, { headers, without, body });
    return [answer.status, answer.headers.get('www-authenticate'), answer.body?.status];
  };

  it('tells of no error where no token was sent', async () => {
    const none: Record<string, string>[] = [{}, { authorization: 'Basic YTpi' }];
    for (const headers of none) expect(await challenged(headers)).toEqual([401, 'Bearer realm="Muster"', '401']);
  });

  it('tells of a token that is unknown, expired or revoked, or is of another connection', async () => {
    const okta = await app.story.connection('OKTA');
    for (const token of [okta.token, 'unknown', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.AAAA']) {
      const [status, challenge, inBody] = await challenged({ authorization: `Bearer ${token}` });
      expect([status, inBody]).toEqual([401, '401']);
      expect(challenge).toMatch(/^Bearer realm="Muster", error="invalid_token", error_description="[^"\\]+"$/);
    }
  });

  it('tells of a credential that may not do it', async () => {
    const key = await app.ask('mutation { createApiKey(input: { name: "Reader", role: READER }) { token } }');
    const headers = { authorization: `Bearer ${key.createApiKey.token}` };
    const [status, challenge, inBody] = await challenged(headers, '/Users', 'POST', person('nobody'));
    expect([status, inBody]).toEqual([403, '403']);
    expect(challenge).toMatch(/^Bearer realm="Muster", error="insufficient_scope", /);
    expect(await challenged({ authorization: `Bearer ${entra.token}` }, '/Schemas?filter=x')).toEqual([403, null, '403']);
  });
});
