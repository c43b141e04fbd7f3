import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countStatements, freshDatabase, type TestDatabase } from '#test/support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query('CREATE TABLE notes (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, note text)');
});
afterAll(() => database.close());

const count = async () => (await database.pool.query<{ count: number }>('SELECT count(*)::int FROM notes')).rows[0]?.count;

describe('the pool', () => {
  it.each<[string, string, unknown, unknown]>([
    ['a text', 'text', `it's "100%" \\ ü 🙂`, `it's "100%" \\ ü 🙂`],
    ['a null', 'text', null, null],
    ['an empty text', 'text', '', ''],
    ['an array', 'text[]', ['a"b', 'c,d', '', null, '\\', '{}'], ['a"b', 'c,d', '', null, '\\', '{}']],
    ['an empty array', 'text[]', [], []],
    ['an array of ids', 'uuid[]', ['00000000-0000-7000-8000-000000000000'], ['00000000-0000-7000-8000-000000000000']],
    ['an array of numbers', 'int[]', [1, 2], [1, 2]],
    ['JSON', 'jsonb', { a: [1, 'x', null] }, { a: [1, 'x', null] }],
    ['a list as JSON', 'jsonb', JSON.stringify([{ value: 1 }]), [{ value: 1 }]],
    ['an instant', 'timestamptz(3)', new Date(1234567890123), new Date(1234567890123)],
    ['bytes', 'bytea', Buffer.from([0, 1, 255]), Buffer.from([0, 1, 255])],
    ['a big number', 'bigint', 9007199254740993n, '9007199254740993'],
    ['a boolean', 'boolean', false, false],
  ])('carries %s there and back', async (_what, type, value, back) => {
    const { rows } = await database.pool.query(`SELECT $1::${type} AS value`, [value]);
    expect(rows[0].value).toEqual(back);
  });

  it('carries a megabyte there and ten back', async () => {
    const { rows } = await database.pool.query('SELECT repeat($1, 10) AS value', ['ü'.repeat(1_000_000)]);
    expect(rows[0].value).toHaveLength(10_000_000);
  });

  it('tells what a server tells of an error', async () => {
    const insert = `INSERT INTO connections (id, name, provider, "updatedBy") VALUES ('00000000-0000-7000-8000-000000000000', 'x', 'OKTA', 'x')`;
    const error = await database.pool.query(insert).catch((cause) => cause);
    expect(error).toBeInstanceOf(pg.DatabaseError);
    expect(error).toMatchObject({
      code: '23505',
      severity: 'ERROR',
      table: 'connections',
      constraint: 'connections_pkey',
      detail: 'Key (id)=(00000000-0000-7000-8000-000000000000) already exists.',
    });
  });

  it.each<[string, pg.QueryConfig, string]>([
    ['no SQL', { text: 'SELEC $1', values: ['x'] }, '42601'],
    ['a wrong parameter', { text: 'SELECT $1::int', values: ['x'] }, '22P02'],
    ['a failing statement', { text: 'SELECT 1 / $1::int', values: [0] }, '22012'],
    ['a failing prepared statement', { name: 'failing', text: 'SELECT 2 / $1::int', values: [0] }, '22012'],
    ['NUL', { text: 'SELECT $1::text', values: ['\0'] }, '22021'],
  ])('goes on after %s', async (_what, query, code) => {
    await expect(database.pool.query(query)).rejects.toMatchObject({ code });
    expect((await database.pool.query('SELECT $1::int AS one', [1])).rows).toEqual([{ one: 1 }]);
  });

  it('runs a prepared statement again', async () => {
    const run = async (number: number) =>
      (await database.pool.query({ name: 'next', text: 'SELECT $1::int + 1 AS next', values: [number] })).rows[0].next;
    expect([await run(1), await run(2), await run(3)]).toEqual([2, 3, 4]);
  });

  it('counts the rows that a statement changed', async () => {
    await database.pool.query('INSERT INTO notes SELECT generate_series(1, 3)');
    expect((await database.pool.query('DELETE FROM notes RETURNING id')).rowCount).toBe(3);
    expect((await database.pool.query('DELETE FROM notes')).rowCount).toBe(0);
  });

  it('keeps a transaction to itself', async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO notes VALUES (1)');
    const seen = count();
    await client.query('ROLLBACK');
    client.release();
    expect(await seen).toBe(0);
  });

  it('says that a commit failed', async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO notes VALUES (1), (1)');
    await expect(client.query('COMMIT')).rejects.toMatchObject({ code: '23505' });
    client.release();
    expect(await count()).toBe(0);
  });

  it('forgets what a client that is given up had begun', async () => {
    const client = await database.pool.connect();
    await client.query(`SET application_name = 'given up'`);
    await client.query('BEGIN');
    await client.query('INSERT INTO notes VALUES (1)');
    client.release(true);
    expect(await count()).toBe(0);
    expect((await database.pool.query('SHOW application_name')).rows[0].application_name).not.toBe('given up');
  });

  it('serves a hundred at once', async () => {
    const rows = await Promise.all(Array.from({ length: 100 }, (_, at) => database.pool.query('SELECT $1::int AS at', [at])));
    expect(rows.map(({ rows: [row] }) => row.at)).toEqual(Array.from({ length: 100 }, (_, at) => at));
  });
});

describe('the Prisma client', () => {
  it('undoes a transaction that throws', async () => {
    const name = 'Undone';
    const undone = database.db.$transaction(async (transaction) => {
      await transaction.connection.create({ data: { name, provider: 'OKTA', updatedBy: 'ada' } });
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await database.db.connection.count({ where: { name } })).toBe(0);
  });

  it('honours the isolation level', async () => {
    const level = await database.db.$transaction(
      async (transaction) => transaction.$queryRaw<{ transaction_isolation: string }[]>`SHOW transaction_isolation`,
      { isolationLevel: 'Serializable' },
    );
    expect(level).toEqual([{ transaction_isolation: 'serializable' }]);
  });

  it('brings back lists, JSON, bytes and instants', async () => {
    const { db } = database;
    const made = await db.credential.create({
      data: {
        name: 'key',
        role: 'READER',
        hash: Buffer.from([0, 255]),
        connectionIds: ['00000000-0000-7000-8000-000000000000'],
        createdBy: 'ada',
        expiresAt: new Date(5),
      },
    });
    expect(await db.credential.findUnique({ where: { id: made.id } })).toEqual(made);
    expect(made).toMatchObject({ connectionIds: ['00000000-0000-7000-8000-000000000000'], expiresAt: new Date(5) });
    expect([...made.hash]).toEqual([0, 255]);
  });
});

describe('countStatements', () => {
  it.each([
    ['a read', 1, () => database.db.connection.findMany()],
    ['two by the pool', 2, () => Promise.all([database.pool.query('SELECT 1'), database.pool.query('SELECT 2')])],
    ['nothing', 0, async () => {}],
  ])('counts %s as %i', async (_what, statements, act) => {
    expect(await countStatements(database, act)).toBe(statements);
    expect(await countStatements(database, async () => {})).toBe(0);
  });
});
