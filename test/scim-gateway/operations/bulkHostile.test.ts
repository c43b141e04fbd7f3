import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, providerAt, startGateway, type TestGateway } from '../http/startGateway.ts';
import { groupIn, inBulk, userIn } from './bulk.ts';

let gateway: TestGateway;
let acme: Provider;
let base: string;
let token: string;
let id: string;
beforeAll(async () => {
  gateway = await startGateway();
  const connection = await gateway.connect('Acme');
  acme = connection.provider;
  token = connection.token;
  base = `${gateway.url}/scim/v2/${connection.id}`;
  id = (await acme('POST', '/Users', { userName: 'ada' })).body.id;
});
afterAll(async () => {
  expect((await acme('GET', `/Users/${id}`)).body).toMatchObject({ userName: 'ada', meta: { version: 'W/"1"' } });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(gateway.lines().filter(({ level }) => level === 50)).toEqual([]);
  await gateway.close();
});

const removing = (path: string) => ({ method: 'DELETE', path });

describe('a hostile bulk request', () => {
  it.each<[string, () => object, string]>([
    ['no endpoint', () => removing('/Nothing/1'), '404'],
    ['__proto__', () => removing('/__proto__/1'), '404'],
    ['the root', () => removing('/'), '404'],
    ['nothing', () => removing(''), '404'],
    ['itself', () => ({ ...userIn('x'), path: '/Bulk' }), '404'],
    ['/Me', () => ({ ...userIn('x'), path: '/Me' }), '501'],
    ['too many parts', () => removing(`/Users/${id}/x`), '404'],
    ['an id that climbs', () => removing(`/Groups/..%2FUsers%2F${id}`), '404'],
    ['parts that climb', () => removing(`/Groups/../Users/${id}`), '404'],
    ['no id', () => removing('/Users'), '405'],
    ['an id where there must be none', () => ({ ...userIn('x'), path: `/Users/${id}` }), '405'],
    ['a query', () => removing(`/Users/${id}?attributes=id`), '400'],
    ['a fragment', () => removing(`/Users/${id}#`), '400'],
    ['an absolute URL', () => removing(`${base}/Users/${id}`), '400'],
    ['a URL without a scheme', () => removing(`//localhost/Users/${id}`), '400'],
    ['the path from the host', () => removing(`${new URL(base).pathname}/Users/${id}`), '404'],
    ['bytes that are no UTF-8', () => removing('/Users/%FF'), '400'],
    ['a NUL', () => removing('/Users/%00'), '404'],
    ['a path of a megabyte', () => removing(`/${'x'.repeat(1_000_000)}`), '404'],
  ])('whose path is %s fails in that operation alone', async (_, operation, status) => {
    const { results } = await inBulk(acme, [operation(), removing('/Users/nobody')]);
    expect(results).toMatchObject([{ status, response: { status, detail: expect.stringMatching(/^.{1,300}$/) } }, { status: '404' }]);
  });

  it.each<[string, object]>([
    ['no data', { method: 'POST', path: '/Users', bulkId: 'x' }],
    ['data of null', { ...userIn('x'), data: null }],
    ['data that is a list', { ...userIn('x'), data: [] }],
    ['data that is a text', { ...userIn('x'), data: 'x' }],
    ['data that is a text of its own name', { ...userIn('x'), data: 'bulkId:x' }],
    ['data that is a list of its own name', { ...userIn('x'), data: ['bulkId:x'] }],
    ['a PATCH of nothing', { method: 'PATCH', path: '/Groups/1', data: {} }],
    ['a PATCH of numbers', { method: 'PATCH', path: '/Groups/1', data: [1] }],
  ])('with %s fails in that operation alone', async (_, operation) => {
    const { results } = await inBulk(acme, [operation, removing('/Users/nobody')]);
    expect(results).toMatchObject([{ status: '400', response: { scimType: 'invalidSyntax' } }, { status: '404' }]);
  });

  it.each<[string, string]>([
    ['broken JSON', '{"Operations":['],
    ['100,000 levels', `{"Operations":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['a million operations', `{"Operations":[${'0,'.repeat(1_000_000)}0]}`],
    ['no operations', '{"__proto__":{"Operations":[]}}'],
  ])('of %s is refused whole, soon', async (_, body) => {
    const { status, body: error } = await acme('POST', '/Bulk', body);
    expect([400, 413]).toContain(status);
    expect(error).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: `${status}` });
  });

  it('with prototype keys leaves every object as it was', async () => {
    const sent = `{"Operations":[{"method":"POST","path":"/Users","bulkId":"__proto__","__proto__":{"polluted":true},"data":{"userName":"proto","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"manager":"bulkId:constructor"}},{"method":"DELETE","path":"/Users/bulkId:__proto__"}]}`;
    const { body } = await acme('POST', '/Bulk', sent);
    expect(body.Operations).toMatchObject([{ bulkId: '__proto__', status: '400' }, { status: '409' }]);
    const created = await acme('POST', '/Bulk', sent.replace('bulkId:constructor', 'x'));
    expect(created.body.Operations).toMatchObject([{ bulkId: '__proto__', status: '201' }, { status: '204' }]);
  });

  it('reaches no other connection', async () => {
    const other = await gateway.connect('Other');
    const theirs = (await other.provider('POST', '/Users', { userName: 'theirs' })).body;
    const { results } = await inBulk(acme, [
      removing(`/Users/${theirs.id}`),
      { method: 'PATCH', path: `/Users/${theirs.id}`, data: [{ op: 'replace', path: 'title', value: 'seized' }] },
      groupIn('abducted', theirs.id),
      removing(`/../${other.id}/Users/${theirs.id}`),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['404', '404', '400', '404']);
    expect((await other.provider('GET', `/Users/${theirs.id}`)).body).toEqual(theirs);
  });

  it.each([
    ['a wrong token', () => 'wrong'],
    ['the token of another connection', async () => (await gateway.connect('Third')).token],
  ])('with %s is refused whole, whatever is in it', async (_, tokenOf) => {
    const stranger = providerAt(base, await tokenOf());
    for (const body of [{ Operations: [removing(`/Users/${id}`)] }, {}]) {
      expect(await stranger('POST', '/Bulk', body)).toMatchObject({ status: 401, body: { status: '401' } });
    }
  });

  it('is not possible by another method', async () => {
    const answer = await providerAt(base, token)('PATCH', '/Bulk', {});
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('that has many names and a large group is planned soon', async () => {
    const names = Array.from({ length: 900 }, (_, at) => `n${at}`);
    const circular = names.map((name) => groupIn(name, ...names.slice(0, 150).map((other) => `bulkId:${other}`)));
    const operations = circular.map((operation) => ({ ...operation, data: { ...operation.data, displayName: '' } }));
    const { results } = await inBulk(acme, operations);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['400', '409']));
  });
});
