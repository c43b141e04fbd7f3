import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { type Server, startServer } from '#test/support/server.ts';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

describe.runIf(onServer)('one Idempotency-Key in two server processes (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let servers: [Server, Server];
  beforeAll(async () => {
    database = await freshDatabase();
    const environment = { DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' };
    servers = await Promise.all([startServer(environment), startServer(environment)]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
  });

  async function create({ url, adminKey }: Server, userName: string) {
    const query = 'mutation ($userName: String!) { createUser(input: { userName: $userName }) { user { id userName } } }';
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}`, 'idempotency-key': `create-${userName}` },
      body: JSON.stringify({ query, variables: { userName } }),
    });
    return { status: response.status, replayed: response.headers.get('idempotent-replayed'), text: await response.text() };
  }

  const rowsOf = async (userName: string) =>
    (
      await database.pool.query(
        'SELECT count(*)::int AS count FROM changes WHERE operation = $1 AND "resourceId" IN (SELECT id FROM users WHERE "userName" = $2)',
        ['CREATED', userName],
      )
    ).rows[0].count;

  it('makes one of six at once, in 20 rounds, and gives all who are answered the same answer', async () => {
    for (let round = 0; round < 20; round += 1) {
      const userName = `round-${round}`;
      const answers = await Promise.all(Array.from({ length: 6 }, (_, place) => create(servers[place % 2 === 0 ? 0 : 1], userName)));
      const given = answers.filter(({ status }) => status === 200);
      expect(given.filter(({ replayed }) => replayed === null)).toHaveLength(1);
      expect(new Set(given.map(({ text }) => text)).size).toBe(1);
      for (const { status, text } of answers.filter((answer) => !given.includes(answer))) {
        expect(status).toBe(409);
        expect(text).toContain('"IDEMPOTENCY_CONFLICT"');
      }
      for (const server of servers) expect(await create(server, userName)).toEqual({ status: 200, replayed: 'true', text: given[0]?.text });
      expect(await rowsOf(userName)).toBe(1);
    }
  });

  it('is not carried out again when the first process has died before it answered', async () => {
    const dying = await startServer({ DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' });
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
    const lost = create(dying, 'lost').catch(() => 'lost');
    await expect.poll(async () => (await client.query(`SELECT 1 FROM idempotent_requests WHERE key = 'create-lost'`)).rowCount).toBe(1);
    await dying.kill();
    expect(await lost).toBe('lost');
    await client.query('COMMIT');
    client.release();
    expect(await create(servers[0], 'lost')).toMatchObject({ status: 409, text: expect.stringContaining('no answer yet') });
    await database.pool.query(`UPDATE idempotent_requests SET "createdAt" = now() - interval '61 seconds' WHERE key = 'create-lost'`);
    expect(await create(servers[1], 'lost')).toMatchObject({ status: 409, text: expect.stringContaining('is not known') });
    expect(await rowsOf('lost')).toBeLessThanOrEqual(1);
  });
});
