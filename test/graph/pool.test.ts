import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import { person } from '#test/support/scim.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** Lets every connection of the pool be busy while the act goes on, and those who wait give up soon. */
async function whileExhausted<Result>(act: () => Promise<Result>): Promise<Result> {
  const { pool } = app.database;
  const { max, connectionTimeoutMillis } = pool.options;
  const clients = await Promise.all(Array.from({ length: max }, () => pool.connect()));
  pool.options.connectionTimeoutMillis = 50;
  try {
    return await act();
  } finally {
    pool.options.connectionTimeoutMillis = connectionTimeoutMillis;
    for (const client of clients) client.release();
  }
}

describe('a pool without a free connection', () => {
  it('is told as TIMEOUT, and over SCIM as 503, and is no fault of the server', async () => {
    const okta = await app.story.connection();
    await okta.scim.post('/Users', person('ada'));
    await whileExhausted(async () => {
      await expect(app.ask('{ users { totalCount } }')).rejects.toMatchObject(refused('TIMEOUT'));
      const rename = 'mutation { createUser(input: { userName: "grace" }) { user { id } } }';
      await expect(app.ask(rename)).rejects.toMatchObject(refused('TIMEOUT'));
      expect((await okta.scim.get('/Users')).status).toBe(503);
    });
    expect(app.logged()).not.toContain('"level":50');
  });
});

describe('one operation', () => {
  /** The most connections that are taken, or waited for, at once. */
  async function mostAtOnce(act: () => Promise<unknown>): Promise<number> {
    const { pool } = app.database;
    let most = 0;
    const look = () => {
      most = Math.max(most, pool.totalCount - pool.idleCount + pool.waitingCount);
    };
    pool.on('acquire', look);
    await act().finally(() => pool.off('acquire', look));
    return most;
  }

  const lists = (field: string) => `{ ${Array.from({ length: 95 }, (_, place) => `a${place}: ${field}`).join(' ')} }`;

  it.each([
    ['of 95 lists', lists('users(first: 1) { totalCount }')],
    ['of 95 lists below a list', `{ connections { nodes ${lists('users(first: 1) { totalCount }')} } }`],
  ])('%s asks the database for a few of them at once', async (_, document) => {
    await app.ask('{ viewer { id } }');
    expect(await mostAtOnce(() => app.ask(document))).toBeLessThanOrEqual(3);
  });
});
