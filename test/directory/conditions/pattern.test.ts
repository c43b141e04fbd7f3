import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noDefinitions } from '#directory/conditions/definitions.ts';
import { holds } from '#directory/conditions/holds.ts';
import { matchesPattern } from '#directory/conditions/matchesPattern.ts';
import { parsePattern } from '#directory/conditions/parsePattern.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import type { Person } from '#directory/conditions/subjects.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { pattern } from './patterns.ts';
import { word } from './values.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** Both answers about somebody's title. */
async function answers(title: string | null, comparison: object) {
  const condition = readCondition('User', { title: comparison }, noDefinitions);
  const [row] = await database.db.$queryRaw<{ holds: boolean | null }[]>`
    SELECT ${toSql(condition, Prisma.sql`"row"`)} AS "holds"
    FROM jsonb_populate_record(NULL::"users", ${JSON.stringify({ title })}::jsonb) AS "row"`;
  return { sql: row?.holds, memory: holds(condition, { title } as Person) };
}

describe('a pattern', () => {
  it.each([
    ['LAB-ART-101', '^LAB-.*$', true],
    ['The LAB-1', '^LAB-.*$', false],
    ['The LAB-1', 'LAB-', true],
    ['lab-art-101', '^LAB-[A-Z]+-\\d{3}$', true],
    ['lab-art-1011', '^LAB-[A-Z]+-\\d{3}$', false],
    ['Straße', '^STRAẞE$', true],
    ['Σ', '^[^Σ]$', false],
    ['ς', '[Σ]', true],
    ['VP of Sales', '^(VP|Head) of (Sales|Support)$', true],
    ['Vice VP of Sales', '^(VP|Head) of (Sales|Support)$', false],
    ['a.b', 'a\\.b', true],
    ['axb', 'a\\.b', false],
    ['100%', '^\\d+%$', true],
    ['a_b', '^\\w{3}$', true],
    ['é', '^\\w$', false],
    ['٣', '^\\d$', false],
    ['\u00a0', '^\\s$', false],
    ['one\ntwo', '^one.two$', true],
    ['one\ntwo', '^two', false],
    ['😀', '^.$', true],
    ['a-b', '^[a\\-]+b$', true],
    ['a-b', '^[a-]+b$', true],
    [']', '[\\]]', true],
    ['^', '[.^]', true],
    ['', '^', false],
    ['aaa', '^a{2}$', false],
    ['aaa', '^a{2,}$', true],
    ['aaa', '^(?:a{1,2}){2}$', true],
    ['b', '^a{0}b$', true],
    ['ba', '(^)*a', true],
    [null, '^', false],
  ])('finds in %j with %j: %s', async (title, matches, expected) => {
    expect(await answers(title, { matches })).toEqual({ sql: expected, memory: expected });
    expect(await answers(title, { notMatches: matches })).toEqual({ sql: !expected, memory: !expected });
  });

  it('minds its case when it is told to', async () => {
    expect(await answers('lab', { matches: '^LAB$', caseSensitive: true })).toEqual({ sql: false, memory: false });
    expect(await answers('LAB', { matches: '^LAB$', caseSensitive: true })).toEqual({ sql: true, memory: true });
  });
});

describe('a pattern is refused', () => {
  it.each([
    ['', 'is no pattern: character 1 must be a character, a set or a group.'],
    ['a|', 'character 3 must be a character, a set or a group.'],
    ['()', 'character 2 must be a character, a set or a group.'],
    ['*a', 'character 1 must be a character, a set or a group.'],
    ['^*', 'character 2 must be a character, a set or a group.'],
    ['a**', 'character 3 must be a character, a set or a group.'],
    ['a+?', 'character 3 must be a character, a set or a group.'],
    ['(?=a)', 'character 2 must be a character, a set or a group.'],
    ['(?i)a', 'character 2 must be a character, a set or a group.'],
    ['(a', 'character 3 must be ")".'],
    ['a)', 'character 2 must be the end, or within parentheses.'],
    ['a]', 'character 2 must be a character, a set or a group.'],
    ['(a)\\1', 'character 5 must be d, w, s or punctuation.'],
    ['\\D', 'character 2 must be d, w, s or punctuation.'],
    ['a\\', 'character 3 must be d, w, s or punctuation.'],
    ['a{', 'character 3 must be a number from 0 to 200.'],
    ['a{2,1}', 'character 6 must be a number from 2 to 200.'],
    ['a{201}', 'character 6 must be a number from 0 to 200.'],
    ['[]', 'character 2 must be a member of the set.'],
    ['[a', 'character 3 must be a member of the set, or "]".'],
    ['[[:alpha:]]', 'character 2 must be a member of the set, or "]".'],
    ['[z-a]', 'character 4 must be the end of a range that begins with z.'],
    ['[A-z]', 'character 4 must be the end of a range that begins with A.'],
    ['[à-ü]', 'character 3 must be in a range within 0-9, a-z or A-Z.'],
    ['(a{20}){20}', 'is too long with its repeats written out'],
    ['((((a{0}){200}){200}){200}){200}', 'is too long with its repeats written out'],
    ['a\0', 'contains the character NUL'],
    [7, 'must be a pattern'],
    [null, 'is null: ask with exists'],
  ])('with its path and what is wrong: %j', (matches, reason) => {
    const read = () => readCondition('User', { not: { title: { matches } } }, noDefinitions);
    expect(read).toThrow('where.not.title.matches ');
    expect(read).toThrow(reason);
  });

  it.each([
    ['a long one', 'a'.repeat(501), 'has 501 characters: a pattern has at most 500.'],
    ['many groups', '(?:'.repeat(200), 'has 600 characters'],
    ['many choices', 'a?'.repeat(201), 'is too long with its repeats written out'],
  ])('when it is too large: %s', (_, matches, reason) =>
    expect(() => readCondition('User', { title: { matches } }, noDefinitions)).toThrow(reason),
  );
});

/** The same in the dialect of JavaScript, whose \s knows more, and which has no escapes for some punctuation. */
function inJavaScript(text: string): RegExp {
  let inSet = false;
  const written = text.replace(/\\.|[[\]]/gsu, (token) => {
    if (token.length === 1) inSet = token === '[';
    if (token === '\\s') return inSet ? ' \\t-\\r' : '[ \\t-\\r]';
    return /^(?:\\[dw]|[[\]])$/.test(token) ? token : `\\u{${token.codePointAt(1)?.toString(16)}}`;
  });
  return new RegExp(written, 'su');
}

function parses(text: string): boolean {
  try {
    return parsePattern('pattern', text) !== undefined;
  } catch {
    return false;
  }
}

const noise = fc.string({ unit: fc.constantFrom(...'aab^$.|?*+()[]{}\\\\--,:=0129dwsZé\n~@`'), minLength: 1, maxLength: 9 }).filter(parses);

describe('patterns and texts', () => {
  it('match as regular expressions of JavaScript do', () => {
    fc.assert(
      fc.property(pattern, word, (written, text) => matchesPattern(written, text) === inJavaScript(written).test(text)),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['of the grammar', pattern, word],
    ['of noise', noise, fc.string({ unit: fc.constantFrom(...'ab-^d]=0129ws:Zé\n'), maxLength: 5 })],
  ])('match in PostgreSQL, which refuses none that is taken: %s', async (_, patterns, texts) => {
    const pairs = fc.sample(fc.tuple(patterns, texts), 2000);
    const { rows } = await database.pool.query<{ pattern: string; text: string; matches: boolean }>(
      `SELECT "pattern", "text", ("text" COLLATE "C") ~ "pattern" AS "matches" FROM unnest($1::text[], $2::text[]) AS "pair"("pattern", "text")`,
      [pairs.map(([written]) => written), pairs.map(([, text]) => text)],
    );
    expect(rows).toHaveLength(2000);
    expect(rows.filter(({ pattern, text, matches }) => matchesPattern(pattern, text) !== matches)).toEqual([]);
  });
});
