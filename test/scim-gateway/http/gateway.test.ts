import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, providerAt, startGateway, type TestGateway } from './startGateway.ts';

let gateway: TestGateway;
let acme: Provider;
let base: string;

beforeAll(async () => {
  gateway = await startGateway();
  const connection = await gateway.connect('Acme');
  acme = connection.provider;
  base = `${gateway.url}/scim/v2/${connection.id}`;
});
afterAll(() => gateway.close());

const scimError = (status: number, scimType?: string) => ({
  status,
  body: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail: expect.stringMatching(/\S/),
    ...(scimType && { scimType }),
  },
});

const operation = (op: object) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [op] });

describe('every answer', () => {
  it.each([
    ['GET', '/Users', 200],
    ['GET', '/Users/nobody', 404],
    ['GET', '/nowhere', 404],
    ['PUT', '/Users', 405],
    ['GET', '/Users?filter=x', 400],
    ['GET', '/Schemas', 200],
  ])('is SCIM JSON whatever is accepted: %s %s', async (method, path, status) => {
    const answer = await acme(method, path, undefined, { accept: 'text/html' });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  });

  it('carries the id of its request, which is logged with the route and nothing about people', async () => {
    const answer = await acme('GET', '/Users?filter=userName+eq+%22secret-person%22');
    const requestId = answer.headers.get('x-request-id');
    await expect
      .poll(() => gateway.lines().find((line) => line.requestId === requestId))
      .toMatchObject({
        msg: 'request',
        method: 'GET',
        route: '/Users',
        status: 200,
        ms: expect.any(Number),
      });
    expect(JSON.stringify(gateway.lines())).not.toContain('secret-person');
  });
});

describe('the credential', () => {
  it.each(['/Users', '/Groups', '/Users/1', '/Schemas', '/ResourceTypes', '/ServiceProviderConfig', '/nowhere'])(
    'is missed on %s',
    async (path) => {
      const response = await fetch(base + path);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="Muster"');
      expect(await response.json()).toMatchObject(scimError(401).body);
    },
  );

  it.each(['/Users', '/Groups/1', '/Schemas', '/ResourceTypes/User', '/ServiceProviderConfig', '/'])(
    'is refused on %s when it is wrong, or of another connection',
    async (path) => {
      const other = await gateway.connect('Other');
      expect(await providerAt(base, 'wrong')('GET', path)).toMatchObject(scimError(401));
      expect(await providerAt(base, other.token)('GET', path)).toMatchObject(scimError(401));
    },
  );
});

describe('a method that a path does not have', () => {
  it.each([
    ['PUT', '/Users', 'GET, POST'],
    ['POST', '/Users/1', 'GET, PUT, PATCH, DELETE'],
    ['GET', '/Groups/.search', 'POST'],
    ['POST', '/Schemas', 'GET'],
    ['DELETE', '/ResourceTypes/User', 'GET'],
    ['PATCH', '/ServiceProviderConfig', 'GET'],
  ])('is refused with those it has: %s %s', async (method, path, allow) => {
    const answer = await acme(method, path, method === 'DELETE' || method === 'GET' ? undefined : {});
    expect(answer).toMatchObject(scimError(405));
    expect(answer.headers.get('allow')).toBe(allow);
  });
});

describe('a hostile body', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it.each<[string, string, Record<string, string>, number, string | undefined]>([
    ['broken JSON', "{'userName':", {}, 400, 'invalidSyntax'],
    ['an array', '[]', {}, 400, 'invalidSyntax'],
    ['a number', '7', {}, 400, 'invalidSyntax'],
    ['null', 'null', {}, 400, 'invalidSyntax'],
    ['100,000 nested arrays', nested(100_000), {}, 400, 'invalidSyntax'],
    ['nested arrays in a value', `{"userName":${nested(100_000)}}`, {}, 400, 'invalidSyntax'],
    ['a NUL in a name', '{"userName":"a\\u0000b"}', {}, 400, 'invalidValue'],
    ['half a surrogate pair', '{"userName":"a\\ud800"}', {}, 400, 'invalidValue'],
    ['a userName of 1 MB', JSON.stringify({ userName: 'a'.repeat(1_000_000) }), {}, 400, 'invalidValue'],
    ['10 MB', JSON.stringify({ userName: 'a'.repeat(10_000_000) }), {}, 413, undefined],
    ['text', '{}', { 'content-type': 'text/plain' }, 415, undefined],
    ['a form', 'userName=a', { 'content-type': 'application/x-www-form-urlencoded' }, 415, undefined],
    ['another character set', '{}', { 'content-type': 'application/scim+json; charset=utf-16' }, 415, undefined],
    ['an unknown encoding', '{}', { 'content-encoding': 'snappy' }, 415, undefined],
    ['a broken encoding', '{}', { 'content-encoding': 'gzip' }, 400, undefined],
  ])('gets a bounded refusal: %s', async (_what, body, headers, status, scimType) => {
    for (const path of ['/Users', '/Groups']) expect(await acme('POST', path, body, headers)).toMatchObject(scimError(status, scimType));
  });

  it.each(['POST /Users', 'PUT /Users/1', 'PATCH /Groups/1', 'POST /.search'])('is missed on %s', async (request) => {
    const [method = '', path = ''] = request.split(' ');
    expect(await acme(method, path)).toMatchObject(scimError(400, 'invalidSyntax'));
  });

  it('finds __proto__ and constructor harmless', async () => {
    const body =
      '{"userName":"proto","__proto__":{"active":false,"admin":true},"constructor":{"prototype":{"admin":true}},"name":{"__proto__":{"givenName":"x"}}}';
    const created = await acme('POST', '/Users', body);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ userName: 'proto', active: true });
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
    const patched = await acme('PATCH', `/Users/${created.body.id}`, operation({ op: 'add', path: '__proto__.admin', value: true }));
    expect(patched).toMatchObject(scimError(400, 'invalidPath'));
  });
});

describe('a hostile query', () => {
  it.each([
    ['broken escapes', '/Users?filter=%', 'invalidValue'],
    ['a NUL', '/Users?filter=userName+eq+%22%00%22', 'invalidValue'],
    ['a parameter twice', '/Users?count=1&count=2', 'invalidValue'],
    ['an empty filter', '/Users?filter=', 'invalidFilter'],
    ['an open filter', '/Users?filter=(userName+eq+%22x%22', 'invalidFilter'],
    ['4,000 parentheses', `/Users?filter=${'('.repeat(4_000)}a+pr${')'.repeat(4_000)}`, 'invalidFilter'],
    ['an unknown attribute', '/Users?filter=shoeSize+eq+%2242%22', 'invalidFilter'],
    ['the password', '/Users?filter=password+sw+%22a%22', 'invalidFilter'],
    ['__proto__', '/Users?filter=__proto__+eq+%22a%22', 'invalidFilter'],
    ['an unknown order', '/Users?sortBy=shoeSize', 'invalidValue'],
    ['no number', '/Users?startIndex=one', 'invalidValue'],
  ])('gets a bounded refusal: %s', async (_what, path, scimType) => {
    expect(await acme('GET', path)).toMatchObject(scimError(400, scimType));
  });

  it('gets a bounded refusal for 20,000 parentheses in a search', async () => {
    const filter = `${'('.repeat(20_000)}userName pr${')'.repeat(20_000)}`;
    expect(await acme('POST', '/Users/.search', { filter })).toMatchObject(scimError(400, 'invalidFilter'));
  });

  it('gets an empty page beyond the end, with the true total', async () => {
    const { body } = await acme('GET', '/Users?startIndex=1000000&count=5');
    expect(body).toMatchObject({ startIndex: 1_000_000, itemsPerPage: 0, Resources: [] });
    expect(Number(body.totalResults)).toBeGreaterThan(0);
    for (const [method, path, search] of [
      ['GET', '/Users?startIndex=10000002&count=5'],
      ['POST', '/.search', { startIndex: 10_000_002, count: 5 }],
    ] as const) {
      const far = await acme(method, path, search);
      expect(far).toMatchObject({ status: 200, body: { startIndex: 10_000_002, itemsPerPage: 0, Resources: [] } });
      expect(far.body.totalResults).toBeGreaterThanOrEqual(Number(body.totalResults));
    }
    expect((await acme('GET', '/Users?startIndex=99999999999999999999')).status).toBe(200);
  });

  it('is 404 for an id that is no id', async () => {
    for (const id of ['x', '%00', "'%20or%20'1'='1", 'a'.repeat(5_000)]) {
      expect((await acme('GET', `/Users/${id}`)).status).toBe(404);
      expect((await acme('DELETE', `/Groups/${id}`)).status).toBe(404);
    }
    expect((await acme('GET', '/Users/%ff')).status).toBe(400);
  });
});
