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
    ['a bulkId twice', { Operations: [post('a'), post('b'), post('a')] }, 'invalidValue'],
    ['failOnErrors of 0', { failOnErrors: 0, Operations: [] }, 'invalidSyntax'],
    ['failOnErrors of a half', { failOnErrors: 0.5, Operations: [] }, 'invalidSyntax'],
    ['failOnErrors that is a text', { failOnErrors: '1', Operations: [] }, 'invalidSyntax'],
  ])('refuses %s', (_, body, scimType) => {
    expect(refusalOf(() => readBulkRequest(body))).toMatchObject({ status: 400, scimType });
  });

  it.each<[string, unknown, object]>([
    ['is a text', 'POST', {}],
    ['is null', null, {}],
    ['has no method', { path: '/Users' }, {}],
    ['has a method that cannot be', { method: 'Get', path: '/Users', bulkId: 'b' }, { method: 'GET', bulkId: 'b' }],
    ['has a method __proto__', { method: '__proto__', path: '/Users' }, { method: '__PROTO__' }],
    ['has a method that is a list', { method: ['POST'], path: '/Users' }, {}],
    ['has no path', { method: 'DELETE' }, { method: 'DELETE' }],
    ['has a path that is a number', { method: 'DELETE', path: 7 }, { method: 'DELETE' }],
    ['has a version that is a number', { method: 'DELETE', path: '/Users/1', version: 7 }, { method: 'DELETE' }],
    ['has a bulkId that is an object', { ...post('a'), bulkId: {} }, { method: 'POST' }],
    ['is a POST without a bulkId', { method: 'POST', path: '/Users', data: {} }, { method: 'POST' }],
    ['is a POST with an empty bulkId', post(''), { method: 'POST' }],
    ['has a bulkId that no filter could name', post('a"b'), { method: 'POST', bulkId: 'a"b' }],
  ])('refuses an operation that %s in its place, and reads the others', (_, sent, told) => {
    const { operations } = readBulkRequest({ Operations: [post('before'), sent, post('after')] });
    const refusal = expect.objectContaining({
      status: 400,
      scimType: 'invalidSyntax',
      message: expect.stringMatching(/cannot be read: .+/),
    });
    expect(operations).toEqual([post('before'), { ...told, path: '', refusal }, post('after')]);
  });
});
