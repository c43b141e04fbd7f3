import { describe, expect, it } from 'vitest';
import { readSearch, toParameters } from '#scim-gateway/operations/readSearch.ts';

describe('readSearch', () => {
  it('reads a query string and a body alike', () => {
    const fromQuery = readSearch(
      new Map([
        ['filter', 'active eq true'],
        ['sortby', 'userName'],
        ['sortorder', 'descending'],
        ['startindex', '11'],
        ['count', '10'],
        ['attributes', 'userName,emails'],
      ]),
    );
    const body = {
      filter: 'active eq true',
      sortBy: 'userName',
      SortOrder: 'Descending',
      startIndex: 11,
      count: 10,
      attributes: ['userName', 'emails'],
    };
    expect(readSearch(toParameters(body))).toEqual(fromQuery);
    expect(fromQuery).toMatchObject({ sortBy: 'userName', descending: true, startIndex: 11, count: 10 });
  });

  it('has defaults for everything', () => {
    expect(readSearch(new Map())).toMatchObject({ filter: undefined, sortBy: undefined, descending: false, startIndex: 1, count: 100 });
  });

  it.each([
    [{ filter: 7 }, 'invalidValue'],
    [{ filter: '' }, 'invalidFilter'],
    [{ sortOrder: 'up' }, 'invalidValue'],
    [{ startIndex: 'first' }, 'invalidValue'],
    [{ count: 1.5 }, 'invalidValue'],
  ])('refuses %j', (body, scimType) => {
    expect(() => readSearch(toParameters(body))).toThrow(expect.objectContaining({ status: 400, scimType }));
  });

  it.each([[undefined], [null], ['text'], [[]]])('refuses a body that is no object: %j', (body) => {
    expect(() => toParameters(body)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidSyntax' }));
  });
});
