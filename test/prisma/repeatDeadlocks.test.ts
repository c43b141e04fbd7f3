import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';

describe.runIf(process.env.TEST_DATABASE_URL)('a statement that PostgreSQL undoes in a circle of waiting (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let ids: string[];
  beforeAll(async () => {
    database = await freshDatabase();
    const make = (name: string) => database.db.connection.create({ data: { name, provider: 'OKTA', updatedBy: 'ada' } });
    ids = [(await make('first')).id, (await make('second')).id];
  });
  afterAll(() => database.close());

  const isWaiting = async () => {
    const query = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await database.pool.query(query)).rowCount === 0) await setTimeout(10);
  };
  const lock = 'SELECT FROM connections WHERE id = $1 FOR UPDATE';

  /** Has the second locked when the act comes to it, and asks for the first, which the act has by then. */
  async function inCircle<Result>(act: () => Promise<Result>): Promise<Result> {
    const client = await database.pool.connect();
    try {
      // Whoever looks first is undone.
      await client.query(`BEGIN; SET LOCAL deadlock_timeout = '1min'`);
      await client.query(lock, [ids[1]]);
      const acted = act();
      acted.catch(() => {});
      await isWaiting();
      await client.query(lock, [ids[0]]);
      await client.query('ROLLBACK');
      return await acted;
    } finally {
      client.release();
    }
  }

  it('is sent again', async () => {
    const locked = await inCircle(
      () => database.db.$queryRaw<{ name: string }[]>`
      SELECT name FROM connections WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`,
    );
    expect(locked.map(({ name }) => name)).toEqual(['first', 'second']);
  });

  it('is its owner’s to repeat where it is one of several', async () => {
    const several = () =>
      database.db.$transaction(async (transaction) => {
        for (const id of ids) await transaction.$queryRaw`SELECT name FROM connections WHERE id = ${id}::uuid FOR UPDATE`;
      });
    await expect(inCircle(several)).rejects.toThrow('40P01');
  });
});
