import { describe, expect, it } from 'vitest';
import { isKnown, readVersions } from '#scim-gateway/operations/preconditions.ts';

describe('the versions in If-Match and If-None-Match', () => {
  it.each([
    ['*', 'any'],
    ['W/"3"', [3]],
    ['"3"', [3]],
    [' W/"12" ', [12]],
    ['W/"3-0a1b2c3d4e5f"', [3]],
    ['W/"77", W/"5-0a","6"', [77, 5, 6]],
    ['"of another server", W/"5"', [5]],
  ])('reads %j as %j', (header, version) => {
    expect(readVersions(header)).toEqual(version);
  });

  it.each(['', '3', 'W/"x"', 'W/"x", "y"', 'W/"3-x"', '"99999999999"'])('finds no version in %j', (header) => {
    expect(readVersions(header)).toEqual([]);
  });
});

describe('If-None-Match of a read', () => {
  it.each([
    [undefined, false],
    ['*', true],
    ['W/"3"', true],
    ['"3"', true],
    ['"1", W/"3"', true],
    ['W/"33"', false],
    ['W/"3-0a"', false],
    ['', false],
  ])('knows version 3 from %j: %j', (header, known) => {
    expect(isKnown('W/"3"', header)).toBe(known);
  });
});
