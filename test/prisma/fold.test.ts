import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold, foldings } from '#filter/fold.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

async function foldedByDatabase(texts: string[]): Promise<string[]> {
  const { rows } = await database.pool.query<{ folded: string[] }>(
    'SELECT array_agg(fold(text) ORDER BY at) AS folded FROM unnest($1::text[]) WITH ORDINALITY AS texts(text, at)',
    [texts],
  );
  return rows[0]?.folded ?? [];
}

/** Each character of the Basic Multilingual Plane that PostgreSQL can hold. */
const everyCharacter = Array.from({ length: 0xffff }, (_, at) => at + 1)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCharCode(code));

const noNul = (text: string) => text.replaceAll('\0', '');

describe('fold', () => {
  it('does to each character what the database does', async () => {
    expect(await foldedByDatabase(everyCharacter)).toEqual(everyCharacter.map(fold));
  });

  it.each(['grapheme', 'binary', 'grapheme-ascii'] as const)('does to any text of %s characters what the database does', async (unit) => {
    const texts = fc.sample(fc.string({ unit, maxLength: 40 }).map(noNul), 2_000);
    expect(await foldedByDatabase(texts)).toEqual(texts.map(fold));
  });

  it.each([
    ['ADA@Acme.com', 'ada@acme.com'],
    ['JÜRGEN', 'jürgen'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['Ὀδυσσεύς', 'ὀδυσσεύσ'],
    ['ДОБРЫНЯ', 'добрыня'],
    ['ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ', 'საქართველო'],
    ['ſtraße', 'straße'],
    ['STRAẞE', 'straße'],
    ['µ', 'μ'],
    ['İı', 'İı'],
    ['100%_\'"\\', '100%_\'"\\'],
    ['𐐀', '𐐀'],
    ['', ''],
  ])('makes %s into %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('leaves what is folded', () => {
    expect(everyCharacter.filter((character) => fold(fold(character)) !== fold(character))).toEqual([]);
  });

  it('folds each letter to one that Unicode calls the same without regard to case', () => {
    const letters = foldings.flatMap(([from]) => [...from]).filter((letter) => !/\p{Unassigned}/u.test(letter));
    expect(letters.filter((letter) => !new RegExp(letter, 'iu').test(fold(letter)))).toEqual([]);
  });

  it('has one letter for each letter', () => {
    expect(foldings.filter(([from, to]) => from.length !== to.length)).toEqual([]);
  });

  it('gives null for null, in the database', async () => {
    const { rows } = await database.pool.query('SELECT fold(NULL) AS folded');
    expect(rows).toEqual([{ folded: null }]);
  });
});

describe('folded_values', () => {
  it.each([
    [
      [{ value: 'ADA@acme.com' }, { value: 'Ü' }],
      ['ada@acme.com', 'ü'],
    ],
    [[{ type: 'work' }, { value: null }, 3, 'text', null], []],
    [[], []],
  ])('of %j are %j', async (list, folded) => {
    const { rows } = await database.pool.query('SELECT folded_values($1) AS folded', [JSON.stringify(list)]);
    expect(rows).toEqual([{ folded }]);
  });
});

describe('uuid_v7', () => {
  it('makes ids of version 7 that grow with time', async () => {
    const before = Date.now();
    const { rows } = await database.pool.query<{ id: string }>('SELECT uuid_v7() AS id FROM generate_series(1, 1000)');
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(1000);
    expect(ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
    const millisecond = Number.parseInt(ids[0]?.replace('-', '').slice(0, 12) ?? '', 16);
    expect(Math.abs(millisecond - before)).toBeLessThan(60_000);
    const later = await database.pool.query<{ id: string }>('SELECT uuid_v7() AS id FROM pg_sleep(0.002)');
    expect(ids.every((id) => id < (later.rows[0]?.id ?? ''))).toBe(true);
  });
});

describe('the indexes on fold', () => {
  it.each([
    ['users_user_name_key', `SELECT id FROM users WHERE "connectionId" = $connection AND fold("userName") COLLATE "C" = fold('A')`],
    ['groups_display_name_key', `SELECT id FROM groups WHERE "connectionId" = $connection AND fold("displayName") COLLATE "C" = fold('A')`],
    ['users_department_idx', `SELECT id FROM users WHERE "connectionId" = $connection AND fold("department") COLLATE "C" = fold('A')`],
    ['users_emails_idx', `SELECT id FROM users WHERE folded_values("emails") @> ARRAY[fold('A')]`],
  ])('answer a lookup by %s', async (index, sql) => {
    const client = await database.pool.connect();
    try {
      await client.query('SET enable_seqscan = off');
      const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${sql.replace('$connection', `'00000000-0000-7000-8000-000000000000'`)}`);
      expect(JSON.stringify(rows)).toContain(index);
    } finally {
      await client.query('RESET enable_seqscan');
      client.release();
    }
  });
});
