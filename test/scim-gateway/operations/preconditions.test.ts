import { describe, expect, it } from 'vitest';
import { isKnown, readIfMatch } from '#scim-gateway/operations/preconditions.ts';

describe('If-Match', () => {
  it.each([
    [undefined, undefined],
    ['*', undefined],
    ['W/"3"', 3],
    ['"3"', 3],
    [' W/"12" ', 12],
  ])('reads %j as %j', (header, version) => {
    expect(readIfMatch(header)).toBe(version);
  });

  it.each(['', '3', 'W/"x"', 'W/"1", W/"2"', '"99999999999"'])('fails with 412 for %j, which no version can match', (header) => {
    expect(() => readIfMatch(header)).toThrow(expect.objectContaining({ status: 412 }));
  });
});

describe('If-None-Match', () => {
  it.each([
    [undefined, false],
    ['*', true],
    ['W/"3"', true],
    ['"3"', true],
    ['"1", W/"3"', true],
    ['W/"33"', false],
    ['', false],
  ])('knows version 3 from %j: %j', (header, known) => {
    expect(isKnown(3, header)).toBe(known);
  });
});
