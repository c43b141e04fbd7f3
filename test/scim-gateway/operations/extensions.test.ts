import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';

let gateway: TestGateway;
let acme: Provider;
beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
});
afterAll(() => gateway.close());

let made = 0;
const resources = {
  '/Users': () => ({ userName: `person-${++made}` }),
  '/Groups': () => ({ displayName: `group-${++made}` }),
};

const segment = fc.constantFrom(
  'acme',
  'scim',
  'User',
  'user',
  'Group',
  'custom',
  'v1.0',
  '2.0',
  'App_2.0',
  'x.y.z',
  'constructor',
  'a b',
  '(a)',
);
const urn = fc
  .tuple(fc.constantFrom('urn', 'URN', 'http', 'tag'), fc.array(segment, { minLength: 1, maxLength: 4 }))
  .map(([scheme, segments]) => [scheme, ...segments].join(':'));
const text = fc.oneof(
  fc.constantFrom('a', 'A', 'badge', 'constructor', 'Prototype', 'toString', 'x.y', 'x:y', '', 'schemas', 'id'),
  fc.string({ unit: 'grapheme', maxLength: 8 }).filter((sent) => sent.isWellFormed() && !sent.includes('\0')),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(text, tie('json'), { maxKeys: 4 }),
  ),
}));
const extensions = fc.dictionary(urn, fc.dictionary(text, json, { maxKeys: 4 }), { maxKeys: 4 });

/** What is assigned of an object (RFC 7643 §2.5): null, empty texts, lists and objects are no values, but in lists they are kept. */
const assigned = (value: object): object =>
  Object.fromEntries(
    Object.entries(value)
      .map(([name, part]) => [name, isObject(part) ? assigned(part) : part])
      .filter(([, part]) => isAssigned(part)),
  );
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const isAssigned = (value: unknown) => {
  if (Array.isArray(value)) return value.some((element) => element !== null);
  return value !== null && value !== '' && !(isObject(value) && Object.keys(value).length === 0);
};
const asJson = (value: object) => JSON.parse(JSON.stringify(value));
const differInCaseOnly = (names: string[]) => new Set(names.map((name) => name.toLowerCase())).size < names.length;

describe.each(['/Users', '/Groups'] as const)('attributes of other schemas at %s', (endpoint) => {
  const create = (others: object) => acme('POST', endpoint, { ...resources[endpoint](), ...others });
  const patch = (path: string, ...Operations: object[]) => acme('PATCH', path, { Operations });

  it('are kept as they were sent, and stay what they are when they are sent back', async () => {
    await fc.assert(
      fc.asyncProperty(
        extensions.filter((sent) => !differInCaseOnly(Object.keys(sent))),
        async (sent) => {
          const created = await create(sent);
          expect(created.status).toBe(201);
          const at = `${endpoint}/${created.body.id}`;
          const { body } = await acme('GET', at);
          expect(Object.fromEntries(Object.entries(body).filter(([name]) => name.includes(':')))).toEqual(asJson(assigned(sent)));
          expect((await acme('PUT', at, body)).body).toEqual(body);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are refused where the database would lose them', async () => {
    const body = JSON.stringify({ ...resources[endpoint](), 'urn:acme:x': { a: { b: 0 } } }).replace('"b"', '"__proto__"');
    expect(await acme('POST', endpoint, body)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });

  it('are changed by a path under the schema that holds them', async () => {
    const at = `${endpoint}/${(await create({ 'urn:acme:scim:v1.0': { badge: 'B1', doors: ['x', 'y'] } })).body.id}`;
    await patch(at, { op: 'replace', path: 'urn:acme:scim:v1.0:badge', value: 'B2' });
    await patch(at, { op: 'Remove', path: 'urn:acme:scim:v1.0:doors', value: ['x'] });
    expect((await acme('GET', at)).body['urn:acme:scim:v1.0']).toEqual({ badge: 'B2', doors: ['y'] });
    await patch(at, { op: 'remove', path: 'urn:acme:scim:v1.0:badge' });
    expect((await acme('GET', at)).body['urn:acme:scim:v1.0']).toEqual({ doors: ['y'] });
    await patch(at, { op: 'remove', path: 'urn:acme:scim:v1.0' });
    expect((await acme('GET', at)).body).not.toHaveProperty(['urn:acme:scim:v1.0']);
  });
});

describe('a filter on attributes of other schemas', () => {
  const found = async (filter: string) => (await acme('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body.totalResults;

  it('asks for presence whatever the type', async () => {
    const values = ['text', 7, 0, true, false, ['a'], '2026-01-31T12:00:00Z'];
    for (const n of values) await acme('POST', '/Users', { ...resources['/Users'](), 'urn:presence:1.0:User': { n } });
    expect(await found('urn:presence:1.0:User:n pr')).toBe(values.length);
    expect(await found('urn:presence:1.0:User:n eq null and userName sw "person-"')).toBe(
      Number(await found('userName pr')) - values.length,
    );
  });
});
