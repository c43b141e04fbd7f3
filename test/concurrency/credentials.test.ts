import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';
import { type Server, startServer } from '#test/support/server.ts';

const create = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token apiKey { id } } }';
const revoke = 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }';
const rotate = 'mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) { token } }';
const viewer = '{ viewer { id } }';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

describe.runIf(onServer)('API keys of two server processes on one PostgreSQL (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let here: Server;
  let there: Server;
  beforeAll(async () => {
    database = await freshDatabase();
    const environment = { DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' };
    [here, there] = await Promise.all([startServer(environment), startServer(environment)]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([here, there].map((server) => server.stop()));
    await database.close();
  });

  const make = async (name: string): Promise<{ token: string; apiKey: { id: string } }> =>
    (await here.ask(create, { input: { name, role: 'READER' } })).createApiKey;

  it.each([
    ['revoked', (id: string) => here.ask(revoke, { id })],
    ['rotated', (id: string) => here.ask(rotate, { input: { id } })],
  ])('are refused at once where they are %s, and within a second elsewhere', async (name, end) => {
    const { token, apiKey } = await make(name);
    await Promise.all([here.ask(viewer, {}, token), there.ask(viewer, {}, token)]);
    await end(apiKey.id);
    await expect(here.ask(viewer, {}, token)).rejects.toMatchObject(refused('UNAUTHENTICATED'));
    await setTimeout(1000);
    await expect(there.ask(viewer, {}, token)).rejects.toMatchObject(refused('UNAUTHENTICATED'));
  });

  it.each([undefined, 'P1D'])('have one successor of eight that are asked for at once, with the overlap %s', async (overlap) => {
    for (let round = 0; round < 10; round += 1) {
      const { apiKey } = await make(`Round ${round}, ${overlap}`);
      const rotations = Array.from({ length: 8 }, (_, place) =>
        [here, there][place % 2]?.ask(rotate, { input: { id: apiKey.id, overlap } }),
      );
      const outcomes = await Promise.allSettled(rotations);
      const successors = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.rotateApiKey.token] : []));
      expect(successors).toHaveLength(1);
      await there.ask(viewer, {}, successors[0]);
    }
  });
});
