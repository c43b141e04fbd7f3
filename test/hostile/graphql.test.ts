import { isEnumType } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '#graph/schema.ts';
import { type App, startApp } from '#test/support/app.ts';
import { floods } from './floods.ts';

let app: App;
let user: string;
beforeAll(async () => {
  app = await startApp();
  user = (await app.story.user('ada', { title: 'Analyst' })).id;
});
afterAll(() => app.close());

afterEach(async () => {
  const { user: found } = await app.ask('query ($id: ID!) { user(by: { id: $id }) { userName title version } }', { id: user });
  expect(found).toEqual({ userName: 'ada', title: 'Analyst', version: 1 });
  expect(Object.keys(Object.prototype)).toEqual([]);
});

interface Answer {
  status: number;
  body: { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };
}

async function post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${app.adminKey}`, ...headers },
    body,
  });
  const text = await response.text();
  expect(text.length).toBeLessThan(20_000);
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

/** Sends a document and expects a refusal that is no fault of the server; tells its code. */
async function refusalOf(query: string, variables: unknown = {}): Promise<string | undefined> {
  const { status, body } = await post(JSON.stringify({ query, variables }));
  expect(status).toBeLessThan(500);
  const [error] = body.errors ?? [];
  expect(error?.message).toMatch(/\S/);
  expect(error?.extensions?.code).not.toBe('INTERNAL');
  expect(error?.extensions?.code).not.toBe('INTERNAL_SERVER_ERROR');
  return error?.extensions?.code;
}

const errorCode = schema.getType('ErrorCode');
/** The codes that a client can know from the schema. */
const knownCodes: unknown[] = isEnumType(errorCode) ? errorCode.getValues().map(({ name }) => name) : [];

const users = 'query ($where: UserWhere) { users(where: $where) { totalCount } }';
const nested = (levels: number, inner: object = {}): object => (levels === 0 ? inner : { not: nested(levels - 1, inner) });

describe('a hostile document', () => {
  it.each([
    ['a syntax error', '{ users {'],
    ['an unknown field', '{ passwords }'],
    ['an unknown argument', '{ users(every: true) { totalCount } }'],
    ['a subscription', 'subscription { users { totalCount } }'],
    ['a fragment in a circle', '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }'],
    ['a wrong type', '{ users(first: "many") { totalCount } }'],
    ['two ways to name one person', `{ user(by: { id: "a", externalId: { connectionId: "a", externalId: "b" } }) { id } }`],
    ['no way to name a person', '{ user(by: {}) { id } }'],
    ['nothing', ''],
    ['100,000 characters of braces', '{'.repeat(100_000)],
    ['an integer beyond all integers', '{ users(first: 99999999999) { totalCount } }'],
  ])('of %s is refused', async (_, query) => {
    await refusalOf(query);
  });

  it('of 10,000 levels is refused', async () => {
    await refusalOf(`{ users { nodes { ${'manager { '.repeat(10_000)} id ${'}'.repeat(10_000)} } } }`);
  });

  it('of 20,000 aliases is refused', async () => {
    await refusalOf(`{ ${Array.from({ length: 20_000 }, (_, place) => `a${place}: __typename`).join(' ')} }`);
  });
});

describe('a hostile value', () => {
  const update = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';

  it.each([
    ['a NUL', { title: 'a\0b' }],
    ['half a surrogate pair', { title: '\udfff' }],
    ['a NUL in a list', { roles: [{ value: '\0' }] }],
    ['a NUL in the name of an attribute', { extensions: { 'a\0': 1 } }],
    ['half a surrogate pair in an extension', { extensions: { 'urn:x': { a: '\ud800' } } }],
    ['a megabyte', { nickName: 'x'.repeat(1_000_000) }],
    ['a version beyond all integers', { expectedVersion: 1e30 }],
    ['a userName that is a list', { userName: ['a', 'b'] }],
    ['an extension that is a list', { extensions: [] }],
    ['an unknown field', { password: 'x' }],
    ['the field __proto__', JSON.parse('{"__proto__":{"title":"x"},"title":["x"]}')],
  ])('of %s is refused', async (_, change) => {
    await refusalOf(update, { input: { id: user, ...change } });
  });

  it('of an extension named __proto__ is kept as it is or refused, and changes no object', async () => {
    const extensions = '{"urn:acme:User":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}';
    const body = `{"query":"mutation ($e: JSONObject) { createUser(input: { userName: \\"polluter\\", extensions: $e }) { user { extensions } } }","variables":{"e":${extensions}}}`;
    expect((await post(body)).status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(['\0', 'a\0b', "' OR TRUE --", '\ud800', 'x'.repeat(100_000), '__proto__', '00000000-0000-0000-0000-00000000000g'])(
    'that is no id names nobody',
    async (id) => {
      expect(await app.ask('query ($id: ID!) { user(by: { id: $id }) { id } }', { id })).toEqual({ user: null });
      expect(await app.ask('query ($id: ID!) { group(by: { id: $id }) { id } }', { id })).toEqual({ group: null });
      expect(await app.ask('query ($id: ID!) { connection(id: $id) { id } }', { id })).toEqual({ connection: null });
      for (const mutation of ['updateUser', 'updateGroup', 'updateConnection'] as const) {
        const input = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
        expect(await refusalOf(`mutation ($input: ${input}!) { ${mutation}(input: $input) { __typename } }`, { input: { id } })).toBe(
          'NOT_FOUND',
        );
      }
    },
  );

  it.each([
    ['userName', { userName: { connectionId: '00000000-0000-7000-8000-000000000000', userName: 'a\0' } }],
    ['externalId', { externalId: { connectionId: '00000000-0000-7000-8000-000000000000', externalId: '\0' } }],
  ])('of a NUL in the %s to look for is refused', async (_, by) => {
    expect(await refusalOf('query ($by: UserBy!) { user(by: $by) { id } }', { by })).toBe('INVALID_INPUT');
  });
});

describe('a hostile where', () => {
  it.each([
    ['30 levels', nested(30, { active: { eq: true } })],
    ['1,000 levels', nested(1000, { active: { eq: true } })],
    ['1,000 nodes', { or: Array.from({ length: 1000 }, (_, place) => ({ title: { eq: `${place}` } })) }],
    ['5,000 values', { title: { in: Array.from({ length: 5000 }, (_, place) => `${place}`) } }],
    ['100,000 characters', { title: { contains: 'x'.repeat(100_000) } }],
    ['a NUL', { title: { eq: 'a\0' } }],
    ['half a surrogate pair', { title: { startsWith: '\ud800' } }],
    ['a NUL in the key of an attribute', { attribute: { key: 'urn:a:b\0', string: { eq: 'x' } } }],
    ['an attribute without a comparison', { attribute: { key: 'urn:a:b' } }],
    ['an attribute without a key', { attribute: { key: '', string: { eq: 'x' } } }],
    ['an empty comparison', { title: {} }],
    ['a comparison with null', { title: { eq: null } }],
    ['a span of time that is too long', { createdAt: { withinLast: 'P9999999Y' } }],
    ['a pattern that refers to what it has matched', { title: { matches: '(a)\\1' } }],
    ['a pattern that is long with its repeats written out', { title: { matches: '(((a?){100}){100}){100}' } }],
    ['a pattern of 10,000 groups', { title: { matches: '('.repeat(10_000) } }],
    ['100 patterns', { or: Array.from({ length: 100 }, (_, place) => ({ title: { matches: `${place}` } })) }],
    ['a depth below nothing', { reportsTo: { id: '01900000-0000-7000-8000-000000000000', maxDepth: -1 } }],
    ['10,000 groups', { memberOf: { ids: Array.from({ length: 10_000 }, () => '01900000-0000-7000-8000-000000000000') } }],
  ])('of %s is refused', async (_, where) => {
    expect(['INVALID_CONDITION', 'INVALID_INPUT']).toContain(await refusalOf(users, { where }));
  });

  it.each([
    ['nots', '{"not":', '}'],
    ['ands', '{"and":[', ']}'],
    ['ors', '{"or":[', ']}'],
  ])('of 20,000 nested %s is refused', async (_, open, close) => {
    const where = `${open.repeat(20_000)}{}${close.repeat(20_000)}`;
    const { status, body } = await post(`{"query":${JSON.stringify(users)},"variables":{"where":${where}}}`);
    expect(status).toBeLessThan(500);
    expect(['LIMIT_EXCEEDED', 'INVALID_CONDITION', 'INVALID_INPUT']).toContain(body.errors?.[0]?.extensions?.code);
  });

  it('of a pattern that others would go back and forth in is answered', async () => {
    const title = `${'a'.repeat(5000)}!`;
    await app.story.user('patient', { title });
    const where = { userName: { eq: 'patient' }, title: { matches: '^(a+)+$' } };
    expect(await app.ask(users, { where })).toEqual({ users: { totalCount: 0 } });
  });

  it('of wildcards and quotes means what it says', async () => {
    for (const contains of ['%', '_', "'", '\\', '*', '$1']) {
      expect(await app.ask(users, { where: { title: { contains } } }), contains).toEqual({ users: { totalCount: 0 } });
    }
  });
});

describe('a hostile request', () => {
  it.each([
    ['broken JSON', '{"query":'],
    ['a list', '[]'],
    ['a batch', '[{"query":"{ viewer { id } }"},{"query":"{ viewer { id } }"}]'],
    ['a text', '"x"'],
    ['no query', '{}'],
    ['a query that is a number', '{"query":7}'],
    ['variables that are a text', '{"query":"{ viewer { id } }","variables":"x"}'],
    ['100,000 levels', '['.repeat(100_000)],
    ['a query of 200,000 characters', JSON.stringify({ query: `{ viewer { id } ${' '.repeat(200_000)} }` })],
  ])('of %s is refused', async (_, sent) => {
    const { status, body } = await post(sent);
    expect(status).toBeLessThan(500);
    expect(body.data ?? undefined).toBeUndefined();
    expect(body.errors?.[0]?.message).toMatch(/\S/);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of the type %s changes nothing',
    async (type) => {
      const mutation = `mutation { updateUser(input: { id: "${user}", title: "forged" }) { user { id } } }`;
      const { status } = await post(`query=${encodeURIComponent(mutation)}`, { 'content-type': type });
      expect(status).toBeGreaterThanOrEqual(400);
    },
  );

  it('by GET changes nothing', async () => {
    const query = encodeURIComponent(`mutation { updateUser(input: { id: "${user}", title: "forged" }) { user { id } } }`);
    const response = await fetch(`${app.url}/graphql?query=${query}`, { headers: { authorization: `Bearer ${app.adminKey}` } });
    expect(response.status).toBe(405);
  });

  it.each(['variables', 'extensions'])('by GET with %s that are no JSON is refused, and not logged', async (parameter) => {
    const query = encodeURIComponent('{ viewer { id } }');
    const response = await fetch(`${app.url}/graphql?query=${query}&${parameter}=ada.lovelace@acme.example`, {
      headers: { accept: 'application/json', authorization: `Bearer ${app.adminKey}` },
    });
    expect(response.status).toBeLessThan(500);
    const { errors } = (await response.json()) as Answer['body'];
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
    expect(app.logged()).not.toContain('lovelace');
  });

  it.each([
    ['a syntax error', JSON.stringify({ query: '{ users {' })],
    ['an unknown field', JSON.stringify({ query: '{ passwords }' })],
    ['a variable that is missing', JSON.stringify({ query: 'query ($id: ID!) { connection(id: $id) { id } }' })],
    ['a variable of a wrong type', JSON.stringify({ query: 'query ($n: Int) { users(first: $n) { totalCount } }', variables: { n: 'x' } })],
    ['an operation that is not there', JSON.stringify({ query: '{ viewer { id } }', operationName: 'other' })],
    ['a document of too many tokens', JSON.stringify({ query: `{ ${'viewer '.repeat(5000)} }` })],
    ['a document of too many characters', JSON.stringify({ query: ' '.repeat(200_000) })],
    ['broken JSON', '{"query":'],
    ['a batch', '[{"query":"{ viewer { id } }"}]'],
    ['no query', '{}'],
    ['an unknown parameter', '{"query":"{ viewer { id } }","password":"x"}'],
    ['a value that is refused', JSON.stringify({ query: '{ users(first: -1) { totalCount } }' })],
    ['more than 10 MB', JSON.stringify({ query: 'x'.repeat(11_000_000) })],
  ])('of %s is refused with a code of the schema', async (_, sent) => {
    const { body } = await post(sent);
    expect(body.errors?.length).toBeGreaterThan(0);
    for (const { extensions } of body.errors ?? []) expect(knownCodes).toContain(extensions?.code);
    expect(body.errors?.map(({ extensions }) => extensions?.code)).not.toContain('INTERNAL');
  });

  it.each([
    ['another method', { method: 'PUT' }],
    ['another type', { headers: { 'content-type': 'text/plain' } }],
    ['no credential', { headers: { authorization: '' } }],
  ])('by %s is refused with a code of the schema, or without a body', async (_, { method = 'POST', headers = {} }: RequestInit) => {
    const usual = { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${app.adminKey}` };
    const body = JSON.stringify({ query: '{ viewer { id } }' });
    const response = await fetch(`${app.url}/graphql`, { method, headers: { ...usual, ...(headers as object) }, body });
    const text = await response.text();
    expect(response.status).toBeGreaterThanOrEqual(400);
    if (text) expect(knownCodes).toContain(JSON.parse(text).errors[0].extensions.code);
  });

  it.each([
    ['Int', 'query ($value: Int) { users(first: $value) { totalCount } }'],
    ['UserWhere', 'query ($value: UserWhere) { users(where: $value) { totalCount } }'],
    ['Provider', 'mutation ($value: Provider!) { createConnection(input: { name: "x", provider: $value }) { token } }'],
  ])('with a megabyte for a variable of the type %s is refused without repeating it', async (_, query) => {
    const { body } = await post(JSON.stringify({ query, variables: { value: 'x'.repeat(1_000_000) } }));
    expect(body.errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
    expect(body.errors?.[0]?.message.length).toBeLessThanOrEqual(1100);
  });

  it('without a credential is told which one is asked for', async () => {
    for (const authorization of ['', 'Bearer muster_admin_wrong', 'Basic YTpi']) {
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', authorization },
        body: JSON.stringify({ query: '{ users { totalCount } }' }),
      });
      expect([response.status, response.headers.get('www-authenticate')], authorization).toEqual([401, 'Bearer realm="Muster"']);
    }
  });

  it.each(['POST', 'GET', 'OPTIONS'])('of a page of another origin is not opened to it: %s', async (method) => {
    const query = '{ viewer { id } }';
    const response = await fetch(`${app.url}/graphql${method === 'GET' ? `?query=${encodeURIComponent(query)}` : ''}`, {
      method,
      headers: {
        origin: 'https://evil.example',
        accept: 'application/json',
        authorization: `Bearer ${app.adminKey}`,
        ...(method === 'POST' && { 'content-type': 'application/json' }),
        ...(method === 'OPTIONS' && { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }),
      },
      ...(method === 'POST' && { body: JSON.stringify({ query }) }),
    });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('of more than 10 MB is refused', async () => {
    const { status } = await post(JSON.stringify({ query: 'x'.repeat(11_000_000) }));
    expect(status).toBe(413);
  });
});

describe('a flood', () => {
  it.each(Object.keys(floods))('of %s is refused with a code and a sentence, and nothing is written', async (name) => {
    const { db } = app.database;
    const before = await db.change.count();
    const { status, body } = await post(JSON.stringify(floods[name]));
    expect(status).toBeLessThan(500);
    expect(Object.values(body.data ?? {}).filter((value) => value !== null)).toEqual([]);
    expect(body.errors?.length).toBeGreaterThan(0);
    for (const { message, extensions } of body.errors ?? []) {
      expect(knownCodes).toContain(extensions?.code);
      expect(extensions?.code).not.toBe('INTERNAL');
      expect(message).toMatch(/^\S+( \S+){2,}/);
    }
    expect(await db.change.count()).toBe(before);
  });
});

describe('the server', () => {
  it('has logged no fault', () => {
    expect(app.logged()).not.toContain('"level":50');
  });
});
