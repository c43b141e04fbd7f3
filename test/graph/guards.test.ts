import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { statementsDuring } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';

type Sent = { query: string; variables?: object };

/** The whole answer, of which `ask` gives only the data or the first error. */
async function post({ url, adminKey }: App, sent: Sent, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}`, ...headers },
    body: JSON.stringify(sent),
  });
  const { data, errors = [] } = (await response.json()) as { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
  return { status: response.status, headers: response.headers, data, message: errors[0]?.message, code: errors[0]?.extensions.code };
}

describe('an operation', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const names = (count: number) => Array.from({ length: count }, (_, place) => `a${place}: id`).join(' ');
  const inFragments = (spreads: number) => `{ viewer { ${'...ten '.repeat(spreads)} } } fragment ten on Viewer { ${names(10)} }`;

  it.each([
    ['100 aliases', `{ viewer { ${names(100)} } }`],
    ['100 aliases in fragments', inFragments(10)],
  ])('with %s is answered', async (_, query) => {
    expect(await app.ask(query)).toMatchObject({ viewer: { a0: expect.any(String) } });
  });

  it.each([
    ['101 aliases', `{ viewer { ${names(101)} } }`],
    ['more than 100 aliases in fragments', inFragments(11)],
    ['101 names for the type', `{ ${names(101).replaceAll('id', '__typename')} }`],
  ])('with %s is refused', async (_, query) => {
    await expect(app.ask(query)).rejects.toMatchObject({ ...refused('LIMIT_EXCEEDED'), message: expect.stringContaining('100 aliases') });
  });

  it('of more than 2,000 tokens is refused', async () => {
    await expect(app.ask(`{ viewer { ${'id '.repeat(2000)} } }`)).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
  });

  it('is refused with 400 before it is carried out, and with 200 to a client that accepts application/json alone', async () => {
    for (const query of [`{ viewer { ${names(101)} } }`, `{ viewer { ${'id '.repeat(501)} } }`, `{ viewer { ${'id '.repeat(2000)} } }`]) {
      expect((await post(app, { query }, { accept: 'application/graphql-response+json' })).status).toBe(400);
      expect((await post(app, { query }, { accept: 'application/json' })).status).toBe(200);
    }
  });
});

describe('introspection', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('tells the schema as tools ask for it, to those without a credential too', async () => {
    const { data } = await post(
      app,
      { query: getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true }) },
      { authorization: '' },
    );
    expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
  });

  it('tells one type', async () => {
    const query = '{ __type(name: "Role") { enumValues { name } fields { type { name } } } }';
    expect((await post(app, { query })).data).toMatchObject({ __type: { enumValues: expect.arrayContaining([{ name: 'READER' }]) } });
  });

  it.each([
    ['several times', '{ a: __schema { types { name } } b: __schema { types { name } } }'],
    ['with lists of several names', '{ __schema { a: types { name } b: types { name } } }'],
    ['with several names in a fragment', '{ __schema { ...all } } fragment all on __Schema { a: types { name } }'],
    ['with the fields of fields', '{ __schema { types { fields { type { fields { name } } } } } }'],
    [
      'with the fields of fields in fragments',
      '{ __schema { types { ...t } } } fragment t on __Type { fields { type { ...u } } } fragment u on __Type { ... on __Type { fields { name } } }',
    ],
    ['of a type of several names', '{ a: __type(name: "User") { name } b: __type(name: "Group") { name } }'],
    ['to the twentieth level', `{ __schema { types { ${'fields { type { '.repeat(20)} name ${'} } '.repeat(20)} } } }`],
  ])('is refused %s', async (_, query) => {
    expect((await post(app, { query })).code).toMatch(/LIMIT_EXCEEDED|INVALID_INPUT/);
  });
});

describe('a server with INTROSPECTION=off', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ introspection: false });
  });
  afterAll(() => app.close());

  it.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "User") { name } }',
    '{ ...a } fragment a on Query { __schema { description } }',
  ])('refuses %s', async (query) => {
    expect(await post(app, { query })).toMatchObject({ code: 'FORBIDDEN', message: expect.stringMatching(/^This server does not tell/) });
  });

  it('answers everything else', async () => {
    expect((await post(app, { query: '{ __typename viewer { __typename } }' })).data).toEqual({
      __typename: 'Query',
      viewer: { __typename: 'Viewer' },
    });
  });

  it('shows no GraphiQL', async () => {
    const response = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await response.text()).not.toContain('<html');
  });

  const slips: [string, Sent][] = [
    ['a field', { query: '{ viewers { id } }' }],
    ['an argument', { query: '{ users(frist: 1) { totalCount } }' }],
    ['a type', { query: 'query ($a: UserWher) { users(where: $a) { totalCount } }' }],
    ['a field of a literal', { query: '{ users(where: { usrName: { eq: "a" } }) { totalCount } }' }],
    ['a value of a literal', { query: '{ users(orderBy: [{ field: USER_NAMES }]) { totalCount } }' }],
    ['a field of a variable', { query: 'query ($a: UserWhere) { users(where: $a) { totalCount } }', variables: { a: { usrName: {} } } }],
    [
      'a value of a variable',
      { query: 'query ($a: [UserOrder!]) { users(orderBy: $a) { totalCount } }', variables: { a: [{ field: 'USER_NAMES' }] } },
    ],
  ];

  it.each(slips)('suggests no other name for %s', async (_, sent) => {
    const { code, message } = await post(app, sent);
    expect(code).toBe('INVALID_INPUT');
    expect(message).not.toContain('Did you mean');
  });

  it('suggests them where introspection is on', async () => {
    const open = await startApp();
    for (const [, sent] of slips) expect((await post(open, sent)).message).toContain('Did you mean');
    await open.close();
  });
});

describe('a credential', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ rateLimit: 60 });
  });
  afterAll(() => app.close());

  const query = '{ viewer { id } }';
  const key = async (name: string): Promise<string> =>
    (await app.ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }', { input: { name, role: 'READER' } }))
      .createApiKey.token;
  const asking = (token: string, times: number) =>
    Promise.all(Array.from({ length: times }, () => post(app, { query }, { authorization: `Bearer ${token}` })));

  it('is told of what it has left', async () => {
    const [answer] = await asking(await key('told'), 1);
    expect(answer?.headers.get('ratelimit-policy')).toBe('"credential";q=60;w=10');
    expect(answer?.headers.get('ratelimit')).toBe('"credential";r=59;t=10');
  });

  it('is refused when it asks too often, and told when to come back; others are not', async () => {
    const [busy, calm] = [await key('busy'), await key('calm')];
    const answers = await asking(busy, 70);
    const refusals = answers.filter(({ status }) => status === 429);
    expect(refusals).toHaveLength(10);
    for (const { code, message, data, headers } of refusals) {
      expect([code, data]).toEqual(['RATE_LIMITED', undefined]);
      expect(headers.get('retry-after')).toMatch(/^([1-9]|10)$/);
      expect(message).toContain(`Wait ${headers.get('retry-after')} second`);
      expect(headers.get('ratelimit')).toMatch(/^"credential";r=0;t=([1-9]|10)$/);
    }
    expect(answers.filter(({ data }) => data)).toHaveLength(60);
    const [other] = await asking(calm, 1);
    expect(other?.status).toBe(200);
  });

  it('that is refused may ask SCIM all the same, which has limits of its own', async () => {
    const { scimUrl, token } = await app.story.connection();
    await asking(token, 61);
    const response = await fetch(`${scimUrl}/ServiceProviderConfig`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
  });

  it('that is unknown shares a smaller number with all others of its address, apart from none, and takes nothing from known ones', async () => {
    const strangers = ['muster_key_wrong', 'muster_key_false', 'x', ''];
    const answers = [];
    for (const token of strangers) answers.push(...(await asking(token, 1)));
    expect(answers.map(({ code }) => code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'RATE_LIMITED', 'UNAUTHENTICATED']);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"address";q=2;w=10');
    const [known] = await asking(await key('known'), 1);
    expect(known?.status).toBe(200);
  });

  it('is never written to the log', async () => {
    const token = await key('logged');
    await asking(token, 61);
    expect(app.logged()).not.toContain(token);
  });
});

describe('an operation that takes too long', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ operationTimeout: 300 });
  });
  afterAll(() => app.close());

  /** Keeps every statement on people waiting while the act goes on. */
  async function whileBlocked<Result>(act: () => Promise<Result>): Promise<Result> {
    await app.ask('{ viewer { id } }');
    const client = await app.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('LOCK TABLE "users" IN ACCESS EXCLUSIVE MODE');
      return await act();
    } finally {
      await client.query('COMMIT');
      client.release();
    }
  }

  const people = async (): Promise<string[]> =>
    (await app.ask('{ users(orderBy: [{ field: USER_NAME }]) { nodes { userName } } }')).users.nodes.map(
      ({ userName }: { userName: string }) => userName,
    );

  it('is given up, and says so', async () => {
    const answer = await whileBlocked(() => post(app, { query: '{ users { totalCount } }' }));
    expect(answer).toMatchObject({ status: 504, code: 'TIMEOUT', data: undefined, message: expect.stringMatching(/Ask for less/) });
  });

  it('asks nothing more of the database', async () => {
    const lists = Array.from({ length: 20 }, (_, place) => `a${place}: users(first: 1) { totalCount }`).join(' ');
    const late = await statementsDuring(app.database, async () => {
      expect(await whileBlocked(() => post(app, { query: `{ ${lists} }` }))).toMatchObject({ status: 504 });
      await people();
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    expect(late.filter(({ text }) => text.includes('"pageTotal"')).length).toBeLessThanOrEqual(4);
  });

  it('says of a mutation that it may be written all the same, and begins nothing more', async () => {
    const query = `mutation {
      first: createUser(input: { userName: "first" }) { user { manager { id } } }
      second: createUser(input: { userName: "second" }) { user { id } } }`;
    const answer = await whileBlocked(() => post(app, { query }));
    expect(answer).toMatchObject({ status: 504, code: 'TIMEOUT', message: expect.stringMatching(/may still be written\. Read/) });
    // What waited is written once it may be.
    await expect.poll(people).toEqual(['first']);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await people()).toEqual(['first']);
  });

  it('leaves a server that answers', async () => {
    expect(await people()).toEqual(['first']);
    expect(app.logged()).not.toContain('"level":50');
  });
});
