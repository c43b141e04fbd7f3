import { createSecretKey, randomUUID } from 'node:crypto';
import { exportSPKI, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { askForToken, byAssertion, type ClientOfStory, oauthClient, tokenOf } from '#test/support/oauth.ts';
import { newKeys, startProvider, type TestProvider } from '#test/support/provider.ts';
import { scimClient } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const publicUrl = 'https://muster.test';
const tokenEndpoint = `${publicUrl}/oauth/token`;

let app: App;
let provider: TestProvider;
let ping: ConnectionOfStory;
/** Signs its assertions itself. */
let client: ClientOfStory;
const started: { close: () => Promise<unknown> }[] = [];
/** Who proves nothing may try twenty times in ten seconds: tests that are refused often have a server of their own. */
async function open() {
  app = await startApp({ publicUrl });
  ping = await app.story.connection('PING');
  client = await oauthClient(app.ask, ping.id, { jwksUrl: `${provider.issuer}/jwks` });
  started.push(app);
}
beforeAll(async () => {
  provider = await startProvider();
  started.push(provider);
  await open();
});
afterAll(() => Promise.all(started.map((each) => each.close())));

const seconds = (count: number) => Math.floor(Date.now() / 1000) + count;

/** An assertion that is good but for what is said here: an undefined claim is left out. */
const sign = (claims: JWTPayload = {}, ...more: [header?: object, key?: Parameters<TestProvider['sign']>[2]]) =>
  provider.sign(
    { iss: client.id, sub: client.id, aud: tokenEndpoint, jti: randomUUID(), roles: undefined, ...claims },
    ...(more as [object]),
  );

const present = (assertion: string, more = {}, { url } = app) => askForToken(`${url}/oauth/token`, byAssertion(assertion, more));
const usersWith = (token: string, connection = ping) => scimClient(`${app.url}/scim/v2/${connection.id}`, token).get('/Users');

/** What the log tells of assertions that were refused. */
const refusals = () =>
  app
    .logged()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'assertion refused');

describe('private_key_jwt (RFC 7523 §2.2)', () => {
  it.each<[string, JWTPayload, object]>([
    ['for the token endpoint', {}, {}],
    ['for the issuer', { aud: publicUrl }, {}],
    ['for several, this server among them', { aud: ['https://other.test', tokenEndpoint] }, {}],
    ['of a type of its own', {}, { typ: 'client-authentication+jwt' }],
    ['that lives for 65 minutes', { exp: seconds(3900) }, {}],
  ])('gives a token for an assertion %s', async (_, claims, header) => {
    const { status, body } = await present(await sign(claims, header));
    expect([status, body]).toEqual([200, expect.objectContaining({ token_type: 'Bearer', expires_in: 3600 })]);
    expect((await usersWith(body.access_token)).status).toBe(200);
  });

  it.each([0, 1, 2])('believes each kind of key (%i)', async (place) => {
    expect((await present(await sign({}, {}, provider.keys()[place]), { client_id: client.id })).status).toBe(200);
  });

  it('believes new keys without a restart, and none that are gone', async () => {
    const own = await startProvider();
    started.push(own);
    const { id } = await oauthClient(app.ask, ping.id, { jwksUrl: `${own.issuer}/jwks` });
    const signed = () => own.sign({ iss: id, sub: id, aud: publicUrl, jti: randomUUID() });
    const old = await signed();
    await own.rotate();
    expect([(await present(await signed())).status, (await present(old)).status]).toEqual([200, 401]);
  });

  const hostile: [what: string, make: () => Promise<string>, reason: string, claim?: string][] = [
    ['that has expired', () => sign({ exp: seconds(-60) }), 'ERR_JWT_EXPIRED', 'exp'],
    ['that never expires', () => sign({ exp: undefined }), 'ERR_JWT_CLAIM_VALIDATION_FAILED', 'exp'],
    ['that expires tomorrow', () => sign({ exp: seconds(86_400) }), 'TOO_FAR_AHEAD', 'exp'],
    ['that begins later', () => sign({ nbf: seconds(60) }), 'ERR_JWT_CLAIM_VALIDATION_FAILED', 'nbf'],
    ['for another server', () => sign({ aud: 'https://other.test/oauth/token' }), 'ERR_JWT_CLAIM_VALIDATION_FAILED', 'aud'],
    ['for the address that the request came to', () => sign({ aud: `${app.url}/oauth/token` }), 'ERR_JWT_CLAIM_VALIDATION_FAILED', 'aud'],
    ['for nobody', () => sign({ aud: undefined }), 'ERR_JWT_CLAIM_VALIDATION_FAILED', 'aud'],
    ['of another issuer', () => sign({ iss: provider.issuer }), 'ERR_JWT_CLAIM_VALIDATION_FAILED', 'iss'],
    ['of no issuer', () => sign({ iss: undefined }), 'ERR_JWT_CLAIM_VALIDATION_FAILED', 'iss'],
    ['without a name', () => sign({ jti: undefined }), 'ERR_JWT_CLAIM_VALIDATION_FAILED', 'jti'],
    ['with an empty name', () => sign({ jti: '' }), 'NO_TEXT', 'jti'],
    ['whose name is no text', () => sign({ jti: 7 as never }), 'NO_TEXT', 'jti'],
    ['of the type of an access token', () => sign({}, { typ: 'at+jwt' }), 'WRONG_TYPE'],
    ['signed with a key that is unknown', async () => sign({}, {}, (await newKeys('unknown'))[0]), 'ERR_JWKS_NO_MATCHING_KEY'],
    [
      'signed with another key under a known id',
      async () => sign({}, { kid: provider.keys()[0]?.kid }, (await newKeys('own'))[0]),
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    ],
    ['signed with the public key as a secret', signedWithPublicKey, 'ERR_JOSE_ALG_NOT_ALLOWED'],
    ['without a signature', unsigned, 'ERR_JOSE_ALG_NOT_ALLOWED'],
    ['that is larger than assertions are', () => sign({ padding: 'x'.repeat(17_000) }), 'TOO_LONG'],
  ];

  it.each(hostile)('refuses one %s, and tells the log alone what is wrong', async (_, make, reason, claim) => {
    const assertion = await make();
    const { status, headers, body } = await present(assertion, { client_id: client.id });
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(body.error_description).toMatch(/does not prove that it is this one/);
    const told = { requestId: headers.get('x-request-id'), oauthClientId: client.id, reason, ...(claim && { claim }) };
    expect(refusals().at(-1)).toMatchObject(told);
    expect(app.logged()).not.toContain(assertion);
  });
});

describe('an assertion (RFC 7523 §3)', () => {
  beforeAll(open);

  it('is refused if it is about somebody else', async () => {
    const other = await oauthClient(app.ask, ping.id, { jwksUrl: `${provider.issuer}/jwks` });
    expect((await present(await sign(), { client_id: other.id })).status).toBe(401);
    expect((await present(await sign({ sub: other.id }), { client_id: client.id })).status).toBe(401);
    expect((await present(await sign({ sub: other.id }))).status).toBe(401);
  });

  it('is no secret, which its client has none of', async () => {
    expect(client.secret).toBeNull();
    expect(await tokenOf({ ...client, secret: '' }, `${app.url}/oauth/token`)).toBeUndefined();
  });

  it('is taken once, also of ten that come at once', async () => {
    const assertion = await sign();
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await present(assertion)).status));
    expect(statuses.sort()).toEqual([200, ...Array.from({ length: 9 }, () => 401)]);
    expect((await present(assertion)).status).toBe(401);
    expect(refusals().at(-1)).toMatchObject({ oauthClientId: client.id, reason: 'USED_BEFORE', claim: 'jti' });
  });

  it('is forgotten when it has expired long ago, and not before', async () => {
    const { oAuthAssertion } = app.database.db;
    const hashes = { long: Buffer.from('long ago'), just: Buffer.from('just now') };
    const rows = [
      { oauthClientId: client.id, hash: hashes.long, expiresAt: new Date(Date.now() - 3_600_000) },
      { oauthClientId: client.id, hash: hashes.just, expiresAt: new Date(Date.now() - 60_000) },
    ];
    await oAuthAssertion.createMany({ data: rows });
    await present(await sign());
    expect(await oAuthAssertion.count({ where: { hash: { in: Object.values(hashes) } } })).toBe(1);
  });
});

/** A shared secret signs this; it is what a verifier with the public key in hand may take for the client. */
async function signedWithPublicKey(): Promise<string> {
  const [key] = provider.keys();
  const secret = createSecretKey(await exportSPKI(key?.publicKey as CryptoKey), 'utf8');
  const claims = { iss: client.id, sub: client.id, aud: tokenEndpoint, jti: randomUUID() };
  return new SignJWT(claims)
    .setExpirationTime('5m')
    .setProtectedHeader({ alg: 'HS256', kid: `${key?.kid}` })
    .sign(secret);
}

async function unsigned(): Promise<string> {
  const [, claims] = (await sign()).split('.');
  return `${Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')}.${claims}.`;
}

describe('the workload identity of Microsoft Entra ID', () => {
  const tenant = 'https://login.microsoftonline.com/ce5f061f-abe6-4e40-9615-301f87bcb7f0/v2.0';
  const trusted = {
    issuer: tenant,
    subject: 'd2f8ee76-c549-45b8-a143-f5b640669704',
    audience: 'api://b5ba7a93-4452-4522-aeb4-a2b5da870c16',
  };
  /** The claims of an assertion as Entra issues it: it lives for 65 minutes and has no name. */
  const claims = {
    aud: trusted.audience,
    iss: tenant,
    sub: trusted.subject,
    nbf: seconds(0),
    exp: seconds(3900),
    ver: '2.0',
    jti: undefined,
  };
  const workload = (where: App = app, id = ping.id) => oauthClient(where.ask, id, { jwksUrl: `${provider.issuer}/jwks`, ...trusted });

  it('gets tokens as often as it sends its assertion, with the client_id that it was told', async () => {
    const { id } = await workload();
    const assertion = await sign(claims);
    for (let turn = 0; turn < 2; turn += 1) {
      const { status, body } = await present(assertion, { client_id: id, scope: 'scim' });
      expect([status, body.scope, (await usersWith(body.access_token)).status]).toEqual([200, 'scim', 200]);
    }
  });

  it.each([
    ['another tenant', { iss: tenant.replace('ce5f', 'ffff') }],
    ['another subject', { sub: '00000000-c549-45b8-a143-f5b640669704' }],
    ['another audience', { aud: 'api://00000000-4452-4522-aeb4-a2b5da870c16' }],
    ['this server as its audience', { aud: tokenEndpoint }],
    ['the client itself as its issuer and subject', { iss: 'client', sub: 'client' }],
  ])('gets none for %s', async (_, other) => {
    const { id } = await workload();
    const own = Object.fromEntries(Object.entries(other).map(([name, value]) => [name, value === 'client' ? id : value]));
    expect((await present(await sign({ ...claims, ...own }), { client_id: id })).status).toBe(401);
  });

  it('needs no public address, because its assertions name their audience; others are told what is missing', async () => {
    const own = await startApp();
    started.push(own);
    const { id: connectionId } = await own.story.connection('ENTRA_ID');
    const { id } = await workload(own, connectionId);
    expect((await present(await sign(claims), { client_id: id }, own)).status).toBe(200);
    const without = await oauthClient(own.ask, connectionId, { jwksUrl: `${provider.issuer}/jwks` });
    const aud = `${own.url}/oauth/token`;
    const { status, body } = await present(await sign({ iss: without.id, sub: without.id, aud }), {}, own);
    expect([status, body]).toEqual([400, { error: 'invalid_request', error_description: expect.stringContaining('PUBLIC_URL') }]);
  });
});

describe('the server of a client’s keys', () => {
  beforeAll(open);

  const failing: [string, Parameters<TestProvider['fail']>[0]][] = [
    ['does not answer', undefined],
    ['answers with an error', (_, response) => response.writeHead(500).end()],
    ['sends elsewhere', (_, response) => response.writeHead(302, { location: `${provider.issuer}/jwks` }).end()],
    ['answers with no keys', (_, response) => response.end('{"keys":"none"}')],
    ['answers without end', (_, response) => response.end(JSON.stringify({ keys: [{ kty: 'RSA', n: 'x'.repeat(2_000_000) }] }))],
  ];

  it.each(failing)('may fail: when it %s, the client is told to come again, and only it', async (_, otherwise) => {
    const own = await startProvider();
    started.push(own);
    own.fail(otherwise);
    const { id } = await oauthClient(app.ask, ping.id, { jwksUrl: `${own.issuer}/jwks` });
    const assertion = await own.sign({ iss: id, sub: id, aud: publicUrl, jti: randomUUID() });
    for (let turn = 0; turn < 2; turn += 1) {
      const { status, headers, body } = await present(assertion);
      expect([status, body.error, headers.get('retry-after')]).toEqual([503, 'temporarily_unavailable', '5']);
    }
    expect(own.asked).toHaveLength(1);
    expect((await present(await sign())).status).toBe(200);
    expect(app.logged()).toContain(`${own.issuer}/jwks as it should`);
  });

  it('is asked for the keys of known clients only', async () => {
    const own = await startProvider();
    started.push(own);
    const { id } = await oauthClient(app.ask, ping.id, { jwksUrl: `${own.issuer}/jwks` });
    await app.ask('mutation ($id: ID!) { revokeOAuthClient(input: { id: $id }) { oauthClient { id } } }', { id });
    const jku = `${own.issuer}/jwks`;
    expect((await present(await own.sign({ iss: id, sub: id, aud: publicUrl, jti: randomUUID() }, { jku } as object))).status).toBe(401);
    expect(own.asked).toEqual([]);
  });
});
