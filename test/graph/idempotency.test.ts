import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { statementsDuring } from '#test/support/database.ts';

let app: App;
beforeAll(async () => {
  app = await startApp({ operationTimeout: 1500 });
});
afterAll(() => app.close());

const createUser = 'mutation ($userName: String!) { createUser(input: { userName: $userName }) { user { id userName } } }';
const createKey = 'mutation ($name: String!) { createApiKey(input: { name: $name, role: ADMIN }) { token } }';

interface Sent {
  query?: string;
  variables?: object;
  token?: string;
  headers?: Record<string, string>;
}

async function send(key: string, { query = createUser, variables, token = app.adminKey, headers = {} }: Sent) {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as {
    data?: Record<string, { token?: string }>;
    errors?: { message: string; extensions: object }[];
  };
  return { status: response.status, replayed: response.headers.get('idempotent-replayed'), text, data, error: errors?.[0] };
}

const refusal = (status: number, code: string, message: RegExp) => ({
  status,
  data: undefined,
  error: { message: expect.stringMatching(message), extensions: { code } },
});

const countOf = async (userName: string): Promise<number> =>
  (await app.ask('query ($eq: String) { users(where: { userName: { eq: $eq } }) { totalCount } }', { eq: userName })).users.totalCount;

const kept = () => app.database.db.idempotentRequest.count();

describe('a mutation with an Idempotency-Key', () => {
  it('is carried out once, and answered with the same bytes when it is sent again', async () => {
    const variables = { userName: 'ada' };
    const first = await send('once', { variables });
    const again = await send('once', { variables });
    expect(first).toMatchObject({ status: 200, replayed: null, data: { createUser: { user: { userName: 'ada' } } } });
    expect(again).toEqual({ ...first, replayed: 'true' });
    expect(await countOf('ada')).toBe(1);
  });

  it('is answered again with a secret that is shown once, which the database holds in no form that it could read', async () => {
    const first = await send('secret', { query: createKey, variables: { name: 'kept' } });
    expect(first.data?.createApiKey?.token).toMatch(/^muster_key_/);
    expect((await send('secret', { query: createKey, variables: { name: 'kept' } })).text).toBe(first.text);
    const rows = await app.database.db.idempotentRequest.findMany({ where: { key: 'secret' } });
    expect(rows).toHaveLength(1);
    expect(Buffer.from(rows[0]?.answer ?? []).includes('muster_key_')).toBe(false);
    expect(Buffer.from(rows[0]?.answer ?? []).length).toBeGreaterThan(first.text.length);
  });

  it('is answered again with a refusal that it got while it was carried out', async () => {
    const variables = { userName: 'taken' };
    await app.story.user('taken');
    const first = await send('refused', { variables });
    expect(first).toMatchObject({ status: 200, data: { createUser: null }, error: { extensions: { code: 'ALREADY_EXISTS' } } });
    expect(await send('refused', { variables })).toEqual({ ...first, replayed: 'true' });
  });

  it.each([
    ['other variables', { variables: { userName: 'other' } }],
    ['another document', { query: createUser.replace('id userName', 'id'), variables: { userName: 'grace' } }],
    ['another connection', { variables: { userName: 'grace' }, headers: { 'muster-connection': '00000000-0000-7000-8000-000000000000' } }],
  ])('is refused with %s', async (_, other) => {
    await send('reused', { variables: { userName: 'grace' } });
    expect(await send('reused', other)).toMatchObject(refusal(422, 'IDEMPOTENCY_CONFLICT', /another request\. Send each/));
    expect(await countOf('other')).toBe(0);
  });

  it('of another credential has nothing to do with it', async () => {
    const { data } = await send('shared', { query: createKey, variables: { name: 'second' } });
    const token = data?.createApiKey?.token ?? '';
    expect(await send('shared', { variables: { userName: 'linus' }, token })).toMatchObject({ status: 200, replayed: null });
    expect(await countOf('linus')).toBe(1);
  });

  it('can be sent again when it was refused before it was carried out', async () => {
    const before = await kept();
    const missing = await send('corrected', { variables: {} });
    expect(missing).toMatchObject({ data: undefined, error: { extensions: { code: 'INVALID_INPUT' } } });
    expect(await send('corrected', { query: 'mutation { dropEverything }' })).toMatchObject({
      error: { extensions: { code: 'INVALID_INPUT' } },
    });
    expect(await send('corrected', { variables: { userName: 'nobody' }, token: 'muster_key_x' })).toMatchObject(
      refusal(401, 'UNAUTHENTICATED', /credential/),
    );
    expect(await kept()).toBe(before);
    expect(await send('corrected', { variables: { userName: 'corrected' } })).toMatchObject({ status: 200, replayed: null });
    expect(await countOf('corrected')).toBe(1);
  });

  it('is refused while the first has no answer', async () => {
    const variables = { userName: 'racer' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('racing', { variables })));
    const texts = new Set(answers.filter(({ status }) => status === 200).map(({ text }) => text));
    expect(texts.size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(answer).toMatchObject(refusal(409, 'IDEMPOTENCY_CONFLICT', /no answer yet/));
    expect(await countOf('racer')).toBe(1);
  });

  it('is never carried out twice when the first has ended without an answer, and says that its outcome is unknown', async () => {
    const variables = { userName: 'lost' };
    await send('lost', { variables });
    await app.database.db.idempotentRequest.updateMany({
      where: { key: 'lost' },
      data: { answer: null, createdAt: new Date(Date.now() - 61_000) },
    });
    expect(await send('lost', { variables })).toMatchObject(refusal(409, 'IDEMPOTENCY_CONFLICT', /not known\. Read/));
  });

  // The embedded database has one connection: there the key would wait too.
  it.runIf(process.env.TEST_DATABASE_URL)('that took too long keeps its key (needs TEST_DATABASE_URL)', async () => {
    const variables = { userName: 'late' };
    const client = await app.database.pool.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE "users" IN ACCESS EXCLUSIVE MODE');
    expect(await send('late', { variables })).toMatchObject(refusal(504, 'TIMEOUT', /may still be written/));
    await client.query('COMMIT');
    client.release();
    await expect.poll(() => countOf('late')).toBe(1);
    expect(await send('late', { variables })).toMatchObject(refusal(409, 'IDEMPOTENCY_CONFLICT', /no answer yet/));
    expect(await countOf('late')).toBe(1);
  });

  describe('whose statement was given up', () => {
    const both = `mutation {
      first: createUser(input: { userName: "given up" }) { user { id } }
      second: createUser(input: { userName: "well" }) { user { id } } }`;
    const alone = { variables: { userName: 'given up' } };
    const giveUp = (sqlState: string) =>
      app.database.pool.query(`CREATE OR REPLACE FUNCTION give_up() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '${sqlState}'; END $$`);

    beforeAll(async () => {
      await giveUp('57014');
      await app.database.pool.query(`CREATE TRIGGER give_up AFTER INSERT ON users FOR EACH ROW WHEN (NEW."userName" = 'given up')
        EXECUTE FUNCTION give_up()`);
    });

    it.each(['57014', '40P01'])('can be sent again, because nothing was written (%s)', async (sqlState) => {
      await app.database.db.user.deleteMany({ where: { userName: 'given up' } });
      await giveUp(sqlState);
      await app.database.pool.query('ALTER TABLE users ENABLE TRIGGER give_up');
      const first = await send(`given up ${sqlState}`.replaceAll(' ', '-'), alone);
      expect(first).toMatchObject({ data: { createUser: null }, error: { extensions: { code: 'TIMEOUT' } } });
      await app.database.pool.query('ALTER TABLE users DISABLE TRIGGER give_up');
      const again = await send(`given up ${sqlState}`.replaceAll(' ', '-'), alone);
      expect(again).toMatchObject({ status: 200, replayed: null, data: { createUser: { user: { userName: 'given up' } } } });
      expect(await countOf('given up')).toBe(1);
    });

    it('beside another that was carried out keeps its answer', async () => {
      await app.database.db.user.deleteMany({ where: { userName: 'given up' } });
      await app.database.pool.query('ALTER TABLE users ENABLE TRIGGER give_up');
      const first = await send('one-of-two', { query: both });
      expect(first).toMatchObject({ data: { first: null, second: { user: {} } } });
      expect(await send('one-of-two', { query: both })).toEqual({ ...first, replayed: 'true' });
    });
  });

  it('keeps its answer when it was written, and only reading it was given up', async () => {
    const query = 'mutation { createUser(input: { userName: "unread" }) { user { devices { totalCount } } } }';
    await app.database.pool.query(`CREATE FUNCTION give_up_reading() RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '57014'; END $$`);
    await app.database.pool.query('ALTER TABLE devices RENAME TO kept_devices');
    await app.database.pool.query('CREATE VIEW devices AS SELECT * FROM kept_devices WHERE give_up_reading()');
    const first = await send('unread', { query });
    await app.database.pool.query('DROP VIEW devices');
    await app.database.pool.query('ALTER TABLE kept_devices RENAME TO devices');
    expect(first).toMatchObject({ data: { createUser: null }, error: { extensions: { code: 'TIMEOUT' } } });
    expect(await send('unread', { query })).toEqual({ ...first, replayed: 'true' });
    expect(await countOf('unread')).toBe(1);
  });

  it('can be used again after 24 hours, and leaves nothing behind', async () => {
    const variables = { userName: 'old' };
    await send('old', { variables });
    await send('forgotten', { variables: { userName: 'forgotten' } });
    const createdAt = new Date(Date.now() - 25 * 3_600_000);
    await app.database.db.idempotentRequest.updateMany({ where: { key: { in: ['old', 'forgotten'] } }, data: { createdAt } });
    expect(await send('old', { variables })).toMatchObject({ replayed: null, error: { extensions: { code: 'ALREADY_EXISTS' } } });
    expect(await app.database.db.idempotentRequest.count({ where: { key: 'forgotten' } })).toBe(0);
  });

  it.each([
    ['a space', 'a b'],
    ['256 characters', 'x'.repeat(256)],
    ['nothing', ''],
    ['é', 'é'],
  ])('whose key is %s is refused', async (_, key) => {
    expect(await send(key, { variables: { userName: 'unkeyed' } })).toMatchObject(refusal(200, 'INVALID_INPUT', /1 to 255 visible ASCII/));
    expect(await countOf('unkeyed')).toBe(0);
  });

  it('takes two statements more than without, and two when it is sent again', async () => {
    await app.ask('{ viewer { id } }');
    const variables = { userName: 'counted' };
    const statements = async (act: () => Promise<unknown>) =>
      (await statementsDuring(app.database, act)).filter(({ text }) => !text.includes('"credentials"')).length;
    const without = await statements(() => app.story.user('uncounted'));
    expect(await statements(() => send('counted', { variables }))).toBe(without + 2);
    expect(await statements(() => send('counted', { variables }))).toBe(2);
  });
});

describe('a query with an Idempotency-Key', () => {
  it('is refused: it may be repeated as it is', async () => {
    expect(await send('query', { query: '{ viewer { id } }' })).toMatchObject(refusal(200, 'INVALID_INPUT', /belongs to a mutation/));
  });
});

describe('the server', () => {
  it('has logged no fault', () => {
    expect(app.logged()).not.toContain('"level":50');
  });
});
