import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searched } from '#directory/search.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { manual } from './conditions/people.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query(
    `INSERT INTO users ("connectionId", "userName", "displayName", emails, "updatedBy")
     SELECT $1::uuid, 'user' || n, 'Person' || n % 1250 || ' Family' || n % 170,
       jsonb_build_array(jsonb_build_object('value', 'mail' || n || '@acme.com')), 'test'
     FROM generate_series(1, 5000) AS n`,
    [manual],
  );
  await database.pool.query('ANALYZE users');
});
afterAll(() => database.close());

describe('a search among 5,000 people', () => {
  it.each([
    ['a name', 'person432', 4],
    ['two names', 'family77 person12', 2],
    ['an e-mail address', 'mail777@acme', 1],
    ['nobody', 'zeppelin', 0],
  ])('for %s goes through its index', async (_, search, found) => {
    const page = Prisma.sql`SELECT "row".id FROM users AS "row" WHERE ${searched(search)} ORDER BY "row".id LIMIT 51`;
    const rows = await database.db.$queryRaw<{ 'QUERY PLAN': string }[]>`EXPLAIN ${page}`;
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('users_search_idx');
    expect(plan).not.toContain('Seq Scan on users');
    expect(await database.db.$queryRaw(page)).toHaveLength(found);
  });
});
