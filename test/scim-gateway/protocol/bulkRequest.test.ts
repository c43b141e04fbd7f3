import { describe, expect, it } from 'vitest';
import { readBulkRequest } from '#scim-gateway/protocol/bulkRequest.ts';
import { refusalOf } from './refusal.ts';

const post = (bulkId: string) => ({ method: 'POST', path: '/Users', bulkId, data: {} });

describe('readBulkRequest (RFC 7644 §3.7)', () => {
  it('reads names and methods in any case, and null as what is left out', () => {
    const body = {
      OPERATIONS: [
        { Method: 'post', Path: '/Users', BulkId: 'a', version: null, data: { userName: 'ada' } },
        { method: 'Delete', path: '/Users/1', bulkId: null, version: 'W/"1"' },
      ],
      failonerrors: 1,
    };
    expect(readBulkRequest(body)).toEqual({
      operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'ada' } },
        { method: 'DELETE', path: '/Users/1', version: 'W/"1"' },
      ],
      failOnErrors: 1,
    });
  });

  it('accepts any number of errors unless it is told how many', () => {
    expect(readBulkRequest({ Operations: [] }).failOnErrors).toBe(Number.POSITIVE_INFINITY);
  });

  it('MUST NOT take more operations than it says, and MUST tell the limit (§3.7.4)', () => {
    const operations = (count: number) => ({ Operations: Array.from({ length: count }, (_, at) => post(`${at}`)) });
    expect(readBulkRequest(operations(1000)).operations).toHaveLength(1000);
    expect(refusalOf(() => readBulkRequest(operations(1001)))).toMatchObject({ status: 413 });
    expect(() => readBulkRequest(operations(1001))).toThrow('at most 1000 operations');
    expect(refusalOf(() => readBulkRequest({ Operations: Array(1_000_000).fill(0) }))).toMatchObject({ status: 413 });
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'invalidSyntax'],
    ['no Operations', {}, 'invalidSyntax'],
    ['Operations that are an object', { Operations: {} }, 'invalidSyntax'],
    ['an operation that is a text', { Operations: ['POST'] }, 'invalidSyntax'],
    ['an operation that is null', { Operations: [null] }, 'invalidSyntax'],
    ['no method', { Operations: [{ path: '/Users' }] }, 'invalidSyntax'],
    ['a method that cannot be', { Operations: [{ method: 'GET', path: '/Users' }] }, 'invalidSyntax'],
    ['a method __proto__', { Operations: [{ method: '__proto__', path: '/Users' }] }, 'invalidSyntax'],
    ['a method that is a list', { Operations: [{ method: ['POST'], path: '/Users' }] }, 'invalidSyntax'],
    ['no path', { Operations: [{ method: 'DELETE' }] }, 'invalidSyntax'],
    ['a path that is a number', { Operations: [{ method: 'DELETE', path: 7 }] }, 'invalidSyntax'],
    ['a version that is a number', { Operations: [{ method: 'DELETE', path: '/Users/1', version: 7 }] }, 'invalidSyntax'],
    ['a bulkId that is an object', { Operations: [{ ...post('a'), bulkId: {} }] }, 'invalidSyntax'],
    ['a POST without a bulkId', { Operations: [{ method: 'POST', path: '/Users', data: {} }] }, 'invalidSyntax'],
    ['a POST with an empty bulkId', { Operations: [post('')] }, 'invalidSyntax'],
    ['a bulkId that no filter could name', { Operations: [post('a"b')] }, 'invalidSyntax'],
    ['a bulkId twice', { Operations: [post('a'), post('b'), post('a')] }, 'invalidValue'],
    ['failOnErrors of 0', { failOnErrors: 0, Operations: [] }, 'invalidSyntax'],
    ['failOnErrors of a half', { failOnErrors: 0.5, Operations: [] }, 'invalidSyntax'],
    ['failOnErrors that is a text', { failOnErrors: '1', Operations: [] }, 'invalidSyntax'],
  ])('refuses %s', (_, body, scimType) => {
    expect(refusalOf(() => readBulkRequest(body))).toMatchObject({ status: 400, scimType });
  });

  it('says which operation cannot be read', () => {
    const body = { Operations: [post('a'), { method: 'POST', path: '/Users' }] };
    expect(() => readBulkRequest(body)).toThrow('operation 2: a POST needs a bulkId');
  });
});
