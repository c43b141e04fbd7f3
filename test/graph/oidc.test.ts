import { createSecretKey } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSPKI, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OidcSettings } from '#oidc/settings.ts';
import { type App, startApp } from '#test/support/app.ts';
import { type Refusal, refused } from '#test/support/graph.ts';
import { audience, client, newKeys, startProvider, type TestProvider } from '#test/support/provider.ts';
import { scimClient } from '#test/support/scim.ts';
import { startServer } from '#test/support/server.ts';

const viewer = '{ viewer { id name role connectionIds } }';
const users = '{ users { totalCount nodes { userName } } }';
const createUser = 'mutation ($n: String!) { createUser(input: { userName: $n }) { user { id } } }';
const createKey = 'mutation { createApiKey(input: { name: "Made by a person", role: READER }) { token apiKey { createdBy } } }';

let provider: TestProvider;
let app: App;
const started: { close: () => Promise<unknown> }[] = [];

/** The product with a provider of its own. */
async function startOwn(more: Partial<OidcSettings> = {}) {
  const own = await startProvider();
  const product = await startApp({ oidc: { ...own.settings, ...more } });
  started.push(own, product);
  return { provider: own, app: product };
}

beforeAll(async () => {
  provider = await startProvider();
  app = await startApp({ oidc: provider.settings });
  started.push(provider, app);
});
afterAll(() => Promise.all(started.map((each) => each.close())));

const asks = (token: string, document = viewer, variables = {}) => app.ask(document, variables, token);
const refusalOf = (asked: Promise<unknown>): Promise<Refusal> =>
  asked.then(
    () => expect.fail('It was answered.'),
    (refusal) => refusal,
  );

describe('a token of the OpenID provider', () => {
  it('speaks for its subject, with the role that its claim gives', async () => {
    const token = await provider.token({ roles: ['readers', 'operators'] });
    expect((await asks(token)).viewer).toEqual({ id: `oidc:${client}`, name: client, role: 'OPERATOR', connectionIds: null });
  });

  it.each([
    ['admins', { write: true, administer: true }],
    ['operators', { write: true, administer: false }],
    ['readers', { write: false, administer: false }],
  ])('of %s may do what the role allows and no more', async (value, allowed) => {
    const token = await provider.token({ roles: [value] });
    const outcome = (allow: boolean, document: string, variables = {}) =>
      allow ? asks(token, document, variables) : expect(asks(token, document, variables)).rejects.toMatchObject(refused('FORBIDDEN'));
    await asks(token, users);
    await outcome(allowed.write, createUser, { n: `by ${value}` });
    await outcome(allowed.administer, createKey);
  });

  it('is named in the change log by its subject, and by nothing else that it says', async () => {
    const token = await provider.token({ roles: ['admins'], email: 'ada@acme.com', name: 'Ada Lovelace', preferred_username: 'ada' });
    const { id } = (await asks(token, createUser, { n: 'logged' })).createUser.user;
    const changes = await app.database.db.change.findMany({ where: { resourceId: id } });
    expect(changes.map(({ actor }) => actor)).toEqual([`oidc:${client}`]);
    expect((await asks(token, createKey)).createApiKey.apiKey.createdBy).toBe(`oidc:${client}`);
    for (const word of [token, 'ada@acme.com', 'Lovelace']) expect(app.logged()).not.toContain(word);
  });

  it.each([
    ['RS256', 0],
    ['ES256', 1],
    ['EdDSA', 2],
  ])('may be signed with %s, and be of either type', async (_, place) => {
    for (const typ of [undefined, 'JWT', 'at+jwt', 'application/at+jwt']) {
      expect((await asks(await provider.sign({}, { typ }, provider.keys()[place]))).viewer.name).toBe('ada');
    }
  });

  it('may be for several audiences, and a little early or late', async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const claims of [{ aud: ['https://other.test', audience] }, { nbf: now + 15 }, { exp: now - 15 }]) {
      await asks(await provider.sign(claims));
    }
  });

  it('stands beside API keys, which are as good as before', async () => {
    expect((await app.ask(viewer)).viewer.role).toBe('ADMIN');
    await expect(asks(`${app.adminKey}x`)).rejects.toMatchObject(refused('UNAUTHENTICATED'));
  });

  it('can be narrowed to one connection by the header Muster-Connection', async () => {
    const { id } = await app.story.connection('OKTA', 'Narrow');
    const narrowed = await app.ask(viewer, {}, await provider.token({ roles: ['readers'] }), { 'muster-connection': id });
    expect(narrowed.viewer.connectionIds).toEqual([id]);
  });

  it('is no credential for SCIM', async () => {
    const { id, scimUrl } = await app.story.connection('OKTA', 'Over SCIM');
    const token = await provider.token({ roles: ['admins'] });
    expect((await app.ask(viewer, {}, token, { 'muster-connection': id })).viewer.role).toBe('ADMIN');
    expect((await scimClient(scimUrl, token).get('/Users')).status).toBe(401);
  });

  it('is nobody where no provider is set up, and nobody is asked about it', async () => {
    const [own, without] = [await startProvider(), await startApp()];
    started.push(own, without);
    await expect(without.ask(viewer, {}, await own.sign())).rejects.toMatchObject(refused('UNAUTHENTICATED'));
    expect(own.asked).toEqual([]);
  });
});

const minutes = (count: number) => Math.floor(Date.now() / 1000) + count * 60;
const base64 = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A shared secret signs this token; it is what a verifier with the public key in hand may take for one. */
async function signedWithPublicKey(): Promise<string> {
  const [key] = provider.keys();
  const text = await exportSPKI(key?.publicKey as CryptoKey);
  const claims = { iss: provider.issuer, aud: audience, sub: 'ada', roles: ['admins'] };
  return new SignJWT(claims)
    .setExpirationTime('5m')
    .setProtectedHeader({ alg: 'HS256', kid: `${key?.kid}` })
    .sign(createSecretKey(text, 'utf8'));
}

async function unsigned(): Promise<string> {
  const [, claims] = (await provider.sign({ roles: ['admins'] })).split('.');
  return `${base64({ alg: 'none', typ: 'at+jwt' })}.${claims}.`;
}

/** The claims of an administrator under the signature of a reader. */
async function changed(): Promise<string> {
  const [header, , signature] = (await provider.sign()).split('.');
  const [, claims] = (await provider.sign({ roles: ['admins'] })).split('.');
  return `${header}.${claims}.${signature}`;
}

async function bringingItsKey(): Promise<string> {
  const [own] = await newKeys('own');
  const { kty, n, e } = own?.jwk ?? {};
  return provider.sign({ roles: ['admins'] }, { jwk: { kty, n, e } as never, jku: 'http://127.0.0.1:1/jwks', kid: undefined }, own);
}

describe('a token that is not to be believed', () => {
  const hostile: [string, () => Promise<string>][] = [
    ['that has expired', () => provider.sign({ exp: minutes(-1) })],
    ['that never expires', () => provider.sign({ exp: undefined })],
    ['that expires in words', () => provider.sign({ exp: 'tomorrow' as never })],
    ['that begins later', () => provider.sign({ nbf: minutes(1) })],
    ['of another issuer', () => provider.sign({ iss: 'https://login.example.com' })],
    ['of the issuer with a slash more', () => provider.sign({ iss: `${provider.issuer}/` })],
    ['without an issuer', () => provider.sign({ iss: undefined })],
    ['for another audience', () => provider.token({ roles: ['admins'] }, 'https://other.test')],
    ['for no audience', () => provider.sign({ aud: undefined })],
    ['without a subject', () => provider.sign({ sub: undefined })],
    ['whose subject holds a NUL', () => provider.sign({ sub: 'ada\0' })],
    ['of the type of another purpose', () => provider.sign({}, { typ: 'logout+jwt' })],
    ['without a signature', unsigned],
    ['signed with the public key as a secret', signedWithPublicKey],
    [
      'signed with a key of its own under the provider’s key id',
      async () => provider.sign({}, { kid: provider.keys()[0]?.kid }, (await newKeys('own'))[0]),
    ],
    ['signed with a key that is unknown', async () => provider.sign({}, {}, (await newKeys('unknown'))[0])],
    ['that brings the key to verify it with', bringingItsKey],
    ['whose claims were changed', changed],
    ['whose signature is cut', async () => (await provider.sign()).slice(0, -8)],
    ['that is larger than tokens are', () => provider.sign({ roles: ['admins'], padding: 'x'.repeat(20_000) })],
    ['with a header that is no JSON', async () => `eyJhbGciOi.${base64({})}.AAAA`],
    ['with claims that are a list', async () => `${base64({ alg: 'RS256' })}.${base64([])}.AAAA`],
  ];

  it.each(hostile)('is refused: one %s', async (_, make) => {
    const token = await make();
    const refusal = await refusalOf(asks(token));
    expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    expect(refusal.message).toBe('The token is expired, or not one that this server trusts. Sign in again, or send an API key.');
    expect(app.logged()).not.toContain(token);
    expect(app.logged()).not.toContain('"level":50');
  });

  it('is refused with five parts, like any unknown secret', async () => {
    await expect(asks(`${await provider.sign()}.a.b`)).rejects.toMatchObject(refused('UNAUTHENTICATED'));
  });

  it.each([
    ['no role', undefined],
    ['an unknown role', ['strangers']],
    ['a role that is none of the claim’s values', ['ADMIN']],
  ])('is forbidden everything with %s, and told so', async (_, roles) => {
    const token = await provider.token(roles ? { roles } : {});
    for (const document of [viewer, users]) {
      const refusal = await refusalOf(asks(token, document));
      expect(refusal).toMatchObject({ code: 'FORBIDDEN' });
      expect(refusal.message).not.toMatch(/readers|operators|admins|OIDC/);
    }
  });

  it('may still read the schema', async () => {
    expect((await asks(await unsigned(), '{ __schema { queryType { name } } }')).__schema.queryType.name).toBe('Query');
  });
});

describe('the claim that lists the connections of a token', () => {
  it('lets it reach these only, and nothing when it is missing', async () => {
    const own = await startOwn({ connectionsClaim: 'connections' });
    const [okta, entra] = [await own.app.story.connection('OKTA'), await own.app.story.connection('ENTRA_ID')];
    await own.app.story.user('in okta', { connectionId: okta.id });
    await own.app.story.user('in entra', { connectionId: entra.id });
    const token = await own.provider.token({ roles: ['admins'], connections: [okta.id] });
    expect((await own.app.ask(viewer, {}, token)).viewer.connectionIds).toEqual([okta.id]);
    expect((await own.app.ask(users, {}, token)).users).toEqual({ totalCount: 1, nodes: [{ userName: 'in okta' }] });
    const elsewhere = own.app.ask(users, {}, token, { 'muster-connection': entra.id });
    await expect(elsewhere).rejects.toMatchObject(refused('UNAUTHENTICATED'));
    await expect(own.app.ask(createKey, {}, token)).rejects.toMatchObject(refused('FORBIDDEN'));
    for (const connections of [undefined, [], ['acme'], '*']) {
      const without = await own.provider.token({ roles: ['admins'], ...(connections && { connections }) });
      await expect(own.app.ask(users, {}, without)).rejects.toMatchObject(refused('FORBIDDEN'));
    }
  });
});

describe('a provider that does not answer', () => {
  it('is the fault of nobody who asks, and of no other credential; it is told to the operator once', async () => {
    const own = await startOwn();
    own.provider.fail();
    const token = await own.provider.sign();
    for (const document of [viewer, users]) await expect(own.app.ask(document, {}, token)).rejects.toMatchObject(refused('TIMEOUT'));
    expect((await own.app.ask(viewer)).viewer.role).toBe('ADMIN');
    expect(own.app.logged().match(/The OpenID provider did not answer/g)).toHaveLength(1);
    expect(own.app.logged()).not.toContain(token);
  });
});

describe('a server whose environment names a provider', { timeout: 60_000 }, () => {
  it('believes its tokens', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'muster-oidc-'));
    const server = await startServer({
      DATA_DIR: dataDir,
      OIDC_ISSUER: provider.issuer,
      OIDC_AUDIENCE: audience,
      OIDC_ROLE_CLAIM: 'realm_access.roles',
      OIDC_ROLES: 'directory-admins=ADMIN',
    });
    const token = await provider.token({ realm_access: { roles: ['directory-admins'] } });
    expect((await server.ask(viewer, {}, token)).viewer).toMatchObject({ id: `oidc:${client}`, role: 'ADMIN' });
    await expect(server.ask(viewer, {}, await provider.token({ roles: ['directory-admins'] }))).rejects.toMatchObject(refused('FORBIDDEN'));
    await server.stop();
    expect(server.said()).not.toContain(token);
    await rm(dataDir, { recursive: true, force: true });
  });
});
