import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret } from '#directory/secrets.ts';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';
import { askForToken, bySecret, type ClientOfStory, oauthClient, tokenOf } from '#test/support/oauth.ts';
import { scimClient } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const nowhere = '01900000-0000-7000-8000-000000000000';
const jwksUrl = 'https://login.example.com/jwks';

const create = `mutation ($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { clientSecret
  oauthClient { id name tokenUrl jwksUrl issuer subject audience createdBy lastUsedAt revokedAt connection { id } } } }`;
const rotate =
  'mutation ($input: RotateOAuthClientSecretInput!) { rotateOAuthClientSecret(input: $input) { clientSecret oauthClient { id } } }';
const revoke = 'mutation ($id: ID!) { revokeOAuthClient(input: { id: $id }) { oauthClient { id revokedAt } } }';
const issue = 'mutation ($input: IssueAccessTokenInput!) { issueAccessToken(input: $input) { accessToken expiresIn } }';
const list = 'query ($id: ID!) { connection(id: $id) { oauthClients { totalCount nodes { id name lastUsedAt } } tokens { totalCount } } }';

let app: App;
let entra: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
  entra = await app.story.connection('ENTRA_ID');
});
afterAll(() => app.close());

const make = async (input: object) =>
  (await app.ask(create, { input: { connectionId: entra.id, name: 'Entra', ...input } })).createOAuthClient;
const statusWith = async (token: string, { scimUrl } = entra) => (await scimClient(scimUrl, token).get('/Users?count=1')).status;
const statusOf = async (client: ClientOfStory) => (await askForToken(client.tokenUrl, bySecret(client))).status;
const accessTokens = ({ id }: ClientOfStory) => app.database.db.credential.count({ where: { oauthClientId: id } });

describe('Mutation.createOAuthClient', () => {
  it('makes a client with a secret', async () => {
    const { clientSecret, oauthClient: client } = await make({});
    expect(clientSecret).toMatch(/^muster_client_[0-9A-Za-z]{49}$/);
    const none = { jwksUrl: null, issuer: null, subject: null, audience: null, lastUsedAt: null, revokedAt: null };
    expect(client).toMatchObject({ name: 'Entra', tokenUrl: `${app.url}/oauth/token`, connection: { id: entra.id }, ...none });
  });

  it('makes a client that signs assertions, and has no secret', async () => {
    const said = { jwksUrl, issuer: 'https://login.example.com', subject: 'job', audience: 'api://muster' };
    expect(await make(said)).toMatchObject({ clientSecret: null, oauthClient: said });
  });

  it.each([
    ['an empty name', { name: ' ' }, 'INVALID_INPUT'],
    ['keys by HTTP', { jwksUrl: 'http://login.example.com/jwks' }, 'INVALID_INPUT'],
    ['keys in a file', { jwksUrl: 'file:///etc/passwd' }, 'INVALID_INPUT'],
    ['keys behind a password', { jwksUrl: 'https://user:password@login.example.com/jwks' }, 'INVALID_INPUT'],
    ['no address of keys', { jwksUrl: 'login.example.com' }, 'INVALID_INPUT'],
    ['an issuer without keys', { issuer: 'https://login.example.com' }, 'INVALID_INPUT'],
    ['an audience without keys', { audience: 'api://muster' }, 'INVALID_INPUT'],
    ['a blank subject', { jwksUrl, subject: ' ' }, 'INVALID_INPUT'],
    ['a connection that does not exist', { connectionId: nowhere }, 'NOT_FOUND'],
    ['a connection that is no id', { connectionId: 'acme' }, 'NOT_FOUND'],
  ])('refuses %s', async (_, input, code) => {
    await expect(make(input)).rejects.toMatchObject(refused(code));
  });
});

describe('Mutation.rotateOAuthClientSecret', () => {
  const rotated = async (client: ClientOfStory, overlap?: string): Promise<ClientOfStory> => {
    const { rotateOAuthClientSecret } = await app.ask(rotate, { input: { id: client.id, overlap } });
    return { ...client, secret: rotateOAuthClientSecret.clientSecret };
  };

  it('ends the secret before and its access tokens at once', async () => {
    const client = await oauthClient(app.ask, entra.id);
    const token = await tokenOf(client);
    const next = await rotated(client);
    expect([await statusOf(client), await statusOf(next), await statusWith(token)]).toEqual([401, 200, 401]);
  });

  it('keeps both for an overlap, and the last two secrets at most', async () => {
    const client = await oauthClient(app.ask, entra.id);
    const token = await tokenOf(client);
    const second = await rotated(client, 'P1D');
    expect([await statusOf(client), await statusOf(second), await statusWith(token)]).toEqual([200, 200, 200]);
    const third = await rotated(second, 'P1D');
    expect([await statusOf(client), await statusOf(second), await statusOf(third)]).toEqual([401, 200, 200]);
  });

  it.each(['P31D', 'P1M'])('refuses the overlap %s', async (overlap) => {
    const client = await oauthClient(app.ask, entra.id);
    await expect(rotated(client, overlap)).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it('refuses a client that was revoked or signs assertions, and finds none with another id', async () => {
    const [revoked, asserting] = [await oauthClient(app.ask, entra.id), await oauthClient(app.ask, entra.id, { jwksUrl })];
    await app.ask(revoke, { id: revoked.id });
    for (const client of [revoked, asserting]) await expect(rotated(client)).rejects.toMatchObject(refused('INVALID_INPUT'));
    for (const id of [nowhere, 'no id', entra.id]) await expect(rotated({ ...revoked, id })).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});

describe('Mutation.revokeOAuthClient', () => {
  it('ends the client and its access tokens at once, and nothing else', async () => {
    const [client, other] = [await oauthClient(app.ask, entra.id), await oauthClient(app.ask, entra.id)];
    const [token, others] = [await tokenOf(client), await tokenOf(other)];
    const ended = await app.ask(revoke, { id: client.id });
    expect(ended.revokeOAuthClient.oauthClient.revokedAt).toMatch(/^20/);
    expect([await statusOf(client), await statusWith(token)]).toEqual([401, 401]);
    expect([await statusOf(other), await statusWith(others), await statusWith(entra.token)]).toEqual([200, 200, 200]);
    expect(await app.ask(revoke, { id: client.id })).toEqual(ended);
  });

  it.each([nowhere, 'no id'])('finds none with the id "%s"', async (id) => {
    await expect(app.ask(revoke, { id })).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});

describe('Mutation.issueAccessToken', () => {
  const issued = (input: object, token = '') => app.ask(issue, { input }, token);

  it('gives a token to whoever proves to be the client, without any other credential', async () => {
    const { id, secret } = await oauthClient(app.ask, entra.id);
    const { accessToken, expiresIn } = (await issued({ clientId: id, clientSecret: secret })).issueAccessToken;
    expect([expiresIn, await statusWith(accessToken)]).toEqual([3600, 200]);
  });

  it('refuses others, administrators too', async () => {
    const { id } = await oauthClient(app.ask, entra.id);
    const guess = { clientId: id, clientSecret: 'x' };
    for (const token of ['', app.adminKey]) await expect(issued(guess, token)).rejects.toMatchObject(refused('UNAUTHENTICATED'));
  });

  it('wants one proof', async () => {
    const { id: clientId, secret: clientSecret } = await oauthClient(app.ask, entra.id);
    for (const input of [{ clientId }, { clientId, clientSecret, clientAssertion: 'a.b.c' }, { clientId, clientSecret: null }]) {
      await expect(issued(input)).rejects.toMatchObject(refused('INVALID_INPUT'));
    }
  });

  it('takes one statement, whether the secret is right or wrong', async () => {
    const { id: clientId, secret } = await oauthClient(app.ask, entra.id);
    for (const clientSecret of [secret, 'wrong']) {
      expect(await countStatements(app.database, () => issued({ clientId, clientSecret }).catch(() => undefined))).toBe(1);
    }
  });

  it('clears away what has ended, and the oldest of more than a thousand', async () => {
    const client = await oauthClient(app.ask, entra.id);
    const heaped = (count: number, expiresAt: Date) =>
      app.database.db.credential.createMany({
        data: Array.from({ length: count }, (_, place) => ({
          name: 'heaped',
          role: 'PROVISIONER' as const,
          hash: hashSecret(`${client.id} ${expiresAt.getTime()} ${place}`),
          createdBy: 'the test',
          connectionId: entra.id,
          oauthClientId: client.id,
          expiresAt,
        })),
      });
    await heaped(60, new Date(Date.now() - 1000));
    await heaped(1010, new Date(Date.now() + 3_600_000));
    const token = await tokenOf(client);
    for (let more = 0; more < 2; more += 1) await tokenOf(client);
    expect(await accessTokens(client)).toBe(1000);
    expect(await statusWith(token)).toBe(200);
  });
});

describe('Connection.oauthClients', () => {
  it('lists the clients, and tells when each last got a token; their tokens are no SCIM tokens', async () => {
    const own = await app.story.connection('ENTRA_ID');
    const used = await oauthClient(app.ask, own.id, {}, 'Used');
    await oauthClient(app.ask, own.id, { jwksUrl }, 'Unused');
    await tokenOf(used);
    const { oauthClients, tokens } = (await app.ask(list, { id: own.id })).connection;
    expect([oauthClients.totalCount, tokens.totalCount]).toEqual([2, 1]);
    expect(oauthClients.nodes).toMatchObject([
      { id: used.id, name: 'Used' },
      { name: 'Unused', lastUsedAt: null },
    ]);
    expect(Date.parse(oauthClients.nodes[0].lastUsedAt)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is for administrators', async () => {
    const { createApiKey } = await app.ask('mutation { createApiKey(input: { name: "Desk", role: OPERATOR }) { token } }');
    const client = await oauthClient(app.ask, entra.id);
    for (const token of [entra.token, await tokenOf(client), createApiKey.token]) {
      for (const [document, variables] of [
        [list, { id: entra.id }],
        [create, { input: { connectionId: entra.id, name: 'x' } }],
        [rotate, { input: { id: client.id } }],
        [revoke, { id: client.id }],
      ] as const)
        await expect(app.ask(document, variables, token)).rejects.toMatchObject(refused('FORBIDDEN'));
    }
  });

  it('end with their connection, and their access tokens with them', async () => {
    const own = await app.story.connection('ENTRA_ID');
    const client = await oauthClient(app.ask, own.id);
    const token = await tokenOf(client);
    expect(await statusWith(token, own)).toBe(200);
    await app.ask('mutation ($id: ID!) { deleteConnection(input: { id: $id }) { id } }', { id: own.id });
    expect([await statusOf(client), await statusWith(token, own)]).toEqual([401, 401]);
    expect(await accessTokens(client)).toBe(0);
  });
});

describe('rotateConnectionToken', () => {
  it('leaves the access tokens of OAuth clients alone', async () => {
    const own = await app.story.connection('ENTRA_ID');
    const token = await tokenOf(await oauthClient(app.ask, own.id));
    await app.ask('mutation ($id: ID!) { rotateConnectionToken(input: { id: $id }) { token } }', { id: own.id });
    expect([await statusWith(token, own), await statusWith(own.token, own)]).toEqual([200, 401]);
  });
});

describe('the secrets of a client', () => {
  it('are kept nowhere in clear and written to no log', async () => {
    const client = await oauthClient(app.ask, entra.id);
    const token = await tokenOf(client);
    await statusWith(token);
    const kept = await app.database.db.$queryRaw<{ text: string }[]>`
      SELECT each::text AS text FROM credentials AS each UNION ALL SELECT each::text FROM oauth_clients AS each`;
    const text = kept.map((row) => row.text).join('\n');
    expect(text).toContain(client.id);
    for (const secret of [client.secret, token]) {
      expect(text).not.toContain(secret);
      expect(app.logged()).not.toContain(secret);
    }
  });
});
