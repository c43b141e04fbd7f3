import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { askForToken, byAssertion, bySecret, oauthClient, tokenOf } from '#test/support/oauth.ts';
import { startProvider, type TestProvider } from '#test/support/provider.ts';
import { scimClient } from '#test/support/scim.ts';
import { type Server, startServer } from '#test/support/server.ts';

const revoke = 'mutation ($id: ID!) { revokeOAuthClient(input: { id: $id }) { oauthClient { id } } }';
const audience = 'https://muster.test';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

describe.runIf(onServer)('OAuth clients of two server processes on one PostgreSQL (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let provider: TestProvider;
  let servers: [Server, Server];
  let connectionId: string;
  beforeAll(async () => {
    database = await freshDatabase();
    provider = await startProvider();
  }, 120_000);
  // What fails counts against its address: each test has servers that have seen nothing yet, and few rounds.
  beforeEach(async () => {
    const environment = { DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' };
    servers = await Promise.all([startServer(environment), startServer(environment)]);
    connectionId = (await servers[0].story.connection()).id;
  }, 120_000);
  afterEach(() => Promise.all(servers.map((server) => server.stop())));
  afterAll(async () => {
    await provider.close();
    await database.close();
  });

  const tokenUrl = ({ url }: Server) => `${url}/oauth/token`;
  const usersAt = async ({ url }: Server, token: string) =>
    (await scimClient(`${url}/scim/v2/${connectionId}`, token).get('/Users')).status;

  it('have each assertion believed once, by one of the processes', async () => {
    const { id } = await oauthClient(servers[0].ask, connectionId, { jwksUrl: `${provider.issuer}/jwks`, audience });
    for (let round = 0; round < 4; round += 1) {
      const assertion = await provider.sign({ iss: id, sub: id, aud: audience, jti: randomUUID() });
      const asked = Array.from({ length: 8 }, (_, place) => askForToken(tokenUrl(servers[place % 2] as Server), byAssertion(assertion)));
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([200, ...Array.from({ length: 7 }, () => 401)]);
    }
  });

  it('leave no token alive that was issued while they were revoked', async () => {
    for (let round = 0; round < 4; round += 1) {
      const client = await oauthClient(servers[0].ask, connectionId);
      const asking = Array.from({ length: 8 }, (_, place) => askForToken(tokenUrl(servers[place % 2] as Server), bySecret(client)));
      const [, ...answers] = await Promise.all([servers[1].ask(revoke, { id: client.id }), ...asking]);
      const live = await database.db.credential.count({ where: { oauthClientId: client.id, expiresAt: { gt: new Date() } } });
      expect(live, answers.map(({ status }) => status).join()).toBe(0);
    }
  });

  it('are refused at once where they are revoked, and within a second elsewhere', async () => {
    const client = await oauthClient(servers[0].ask, connectionId);
    const token = await tokenOf(client, tokenUrl(servers[1]));
    expect(await Promise.all(servers.map((server) => usersAt(server, token)))).toEqual([200, 200]);
    await servers[0].ask(revoke, { id: client.id });
    expect(await usersAt(servers[0], token)).toBe(401);
    await setTimeout(1000);
    expect(await usersAt(servers[1], token)).toBe(401);
  });
});
