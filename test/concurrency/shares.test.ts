import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { groupOf, groupSchema, type ScimAnswer } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let greedy: ConnectionOfStory;
let modest: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
  greedy = await app.story.connection('ENTRA_ID');
  modest = await app.story.connection('OKTA');
});
afterAll(() => app.close());

/** Lets statements that meet the lock wait while the act goes on. */
async function whileLocked<Result>(lock: string, act: () => Promise<Result>): Promise<Result> {
  const client = await app.database.pool.connect();
  await client.query(`BEGIN; ${lock}`);
  try {
    return await act();
  } finally {
    await client.query('COMMIT');
    client.release();
  }
}

/** How many of forty requests of the greedy connection are answered while the modest one makes twenty of its own; then, what all are answered with. */
async function besides(lock: string, request: (place: number) => Promise<ScimAnswer>) {
  let answered = 0;
  const { requests, meanwhile } = await whileLocked(lock, async () => {
    const requests = Array.from({ length: 40 }, (_, place) => request(place).finally(() => (answered += 1)));
    for (let place = 0; place < 10; place++) {
      expect((await modest.scim.get('/Users')).status).toBe(200);
      expect((await modest.scim.post('/Groups', groupOf(`${lock} ${place}`))).status).toBe(201);
    }
    return { requests, meanwhile: answered };
  });
  return { meanwhile, statuses: [...new Set((await Promise.all(requests)).map(({ status }) => status))] };
}

const onServer = !('file' in inject('template'));

describe.runIf(onServer)('the share of one connection (needs a server: the embedded database has but one connection)', () => {
  it('leaves others theirs, however many slow questions it asks at once', async () => {
    const outcome = await besides('LOCK TABLE devices IN ACCESS EXCLUSIVE MODE', () => greedy.scim.get('/Devices'));
    expect(outcome).toEqual({ meanwhile: 0, statuses: [200] });
  });

  it('leaves others theirs while its writes wait for each other', async () => {
    const { body } = await greedy.scim.post('/Groups', groupOf('Everybody'));
    const outcome = await besides(`SELECT FROM groups WHERE id = '${body.id}' FOR UPDATE`, (place) =>
      greedy.scim.put(`/Groups/${body.id}`, { schemas: [groupSchema], displayName: `Everybody ${place}` }),
    );
    expect(outcome).toEqual({ meanwhile: 0, statuses: [200] });
  });
});
