import { describe, expect, it } from 'vitest';
import { readQuery } from '#scim-gateway/http/readQuery.ts';

describe('readQuery', () => {
  it.each([
    ['/Users', {}],
    ['/Users?', {}],
    ['/Users?count=1&', { count: '1' }],
    ['/Users?filter=userName+eq+%22a%2Bb%40c%22', { filter: 'userName eq "a+b@c"' }],
    ['/Users?filter=userName%20eq%20%22Zo%C3%AB%22', { filter: 'userName eq "Zoë"' }],
    ['/Users?filter=title eq "a=b?c"', { filter: 'title eq "a=b?c"' }],
    ['/Users?startIndex=1&COUNT=2', { startindex: '1', count: '2' }],
    ['/Users?aadOptscim062020&count=2', { aadoptscim062020: '', count: '2' }],
    ['/Users?__proto__=x', { ['__proto__']: 'x' }],
  ])('reads %s', (url, parameters) => {
    expect([...readQuery(url)]).toEqual(Object.entries(parameters));
  });

  it.each([
    ['a parameter twice', '/Users?count=1&count=2'],
    ['a parameter twice in other letters', '/Users?count=1&Count=2'],
    ['half an escape', '/Users?filter=%4'],
    ['bytes that are not UTF-8', '/Users?filter=%FF'],
    ['half a surrogate pair', '/Users?filter=%ED%A0%80'],
    ['a NUL', '/Users?filter=userName+eq+%22a%00%22'],
  ])('refuses %s', (_what, url) => {
    expect(() => readQuery(url)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidValue' }));
  });
});
