import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { isDated, undated } from './undated.ts';

describe('a deprecation', () => {
  it('has its day everywhere in schema.graphql', () => {
    expect(undated(parse(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')))).toEqual([]);
  });

  it.each([
    ['Removed after 2027-06-30.', true],
    ['Use displayName. Removed after 2028-02-29.', true],
    ['Use displayName; removed after 2027-01-01', true],
    ['Removed after 2027-02-29.', false],
    ['Removed after 2027-13-01.', false],
    ['Removed after 30/06/2027.', false],
    ['Removed after 2027-06-301.', false],
    ['Since 2026-11-22.', false],
    ['Use displayName.', false],
    ['', false],
  ])('with the reason "%s" has a day: %s', (reason, dated) => {
    expect(isDated(reason)).toBe(dated);
  });

  it('without a day is found on fields, arguments, input fields and values of enums', () => {
    const schema = parse(`
      type Query {
        old: Int @deprecated
        user(name: String @deprecated(reason: "Use id."), id: ID @deprecated(reason: "Removed after 2027-06-30.")): Int
      }
      input UserBy { name: String @deprecated(reason: "Soon.") id: ID }
      enum Role { ADMIN READER @deprecated(reason: "Now.") OPERATOR @deprecated(reason: "Removed after 2027-06-30.") }
      interface Named { name: String @deprecated }
    `);
    expect(undated(schema)).toEqual(['Query.old', 'Query.user(name:)', 'UserBy.name', 'Role.READER', 'Named.name']);
  });
});
