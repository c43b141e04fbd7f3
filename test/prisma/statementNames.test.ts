import { describe, expect, it } from 'vitest';
import { statementNames } from '#prisma/statementNames.ts';

describe('statementNames', () => {
  it('names a statement from the third time on, always the same', () => {
    const nameOf = statementNames();
    const names = Array.from({ length: 5 }, () => nameOf({ sql: 'SELECT 1' }));
    expect(names.slice(0, 2)).toEqual(['', '']);
    expect(new Set(names.slice(2)).size).toBe(1);
    expect(names[2]).not.toBe('');
  });

  it('gives different statements different names, short enough for PostgreSQL', () => {
    const nameOf = statementNames();
    const third = (sql: string) => [nameOf({ sql }), nameOf({ sql }), nameOf({ sql })][2] ?? '';
    expect(third('SELECT 1')).not.toBe(third('SELECT 2'));
    expect(third('SELECT 1').length).toBeLessThan(64);
  });

  it('leaves alone what wants to be planned anew', () => {
    const nameOf = statementNames();
    const names = Array.from({ length: 5 }, () => nameOf({ sql: 'WITH /* planned anew */ one AS (SELECT 1) SELECT FROM one' }));
    expect(names).toEqual(['', '', '', '', '']);
  });

  it('has an end, after which the named keep their names and the others have none', () => {
    const nameOf = statementNames();
    const texts = Array.from({ length: 600 }, (_, at) => `SELECT ${at}`);
    const names = texts.map((sql) => [nameOf({ sql }), nameOf({ sql }), nameOf({ sql })][2]);
    expect(names.filter((name) => name !== '')).toHaveLength(500);
    expect(nameOf({ sql: 'SELECT 0' })).toBe(names[0]);
  });
});
