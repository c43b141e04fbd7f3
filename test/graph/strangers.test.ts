import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';

const viewer = '{ viewer { id } }';
const schema = '{ __schema { queryType { name } } }';

interface Answer {
  status: number;
  body: { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
}

async function post({ url }: App, body: string | Buffer, token?: string): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: body as string,
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const asking = (app: App, token?: string, query = viewer) => post(app, JSON.stringify({ query }), token);
const codeOf = ({ status, body }: Answer) => [status, body.errors?.[0]?.extensions.code];

/** Sends the body in pieces, without telling its length. */
const postInPieces = ({ url }: App, pieces: string[], token: string) =>
  new Promise<Answer>((resolve, reject) => {
    const sent = request(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
    sent.on('response', async (response) => {
      let text = '';
      for await (const part of response) text += part;
      resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
    });
    sent.on('error', reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });

describe('a stranger', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ rateLimit: 500 });
  });
  afterAll(() => app.close());

  const key = async (name: string): Promise<string> =>
    (await app.ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }', { input: { name, role: 'READER' } }))
      .createApiKey.token;

  it('costs no statement of its own once the address has spent what strangers may, and hinders nobody who is known', async () => {
    const [known, other] = [await key('known'), await key('other')];
    for (const token of [known, other]) expect((await asking(app, token)).status).toBe(200);
    // What is known is believed for a second: after it, a known credential is looked up again.
    await setTimeout(1100);
    const flood = (times: number) =>
      Promise.all(Array.from({ length: times }, (_, place) => asking(app, `made-up-${Math.random()}-${place}`)));
    expect(await countStatements(app.database, () => flood(40))).toBeLessThanOrEqual(15);
    const answers: Answer[] = [];
    expect(await countStatements(app.database, async () => void answers.push(...(await flood(20))))).toBeLessThanOrEqual(2);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([429]));
    for (const token of [known, other, known]) expect((await asking(app, token)).status).toBe(200);
    const fresh = await key('never used before');
    const [calm] = await Promise.all([asking(app, fresh), flood(20)]);
    expect(calm.status).toBe(200);
  });
});

describe('credentials that are used for the first time', () => {
  it('all at once are all answered', async () => {
    const app = await startApp({ rateLimit: 100 });
    const tokens = [];
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      tokens.push(
        (await app.ask('mutation ($name: String!) { createApiKey(input: { name: $name, role: READER }) { token } }', { name })).createApiKey
          .token,
      );
    const answers = await Promise.all(tokens.flatMap((token) => Array.from({ length: 5 }, () => asking(app, token))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await app.close();
  });
});

describe('the body of a request', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const large = (bytes: number) => JSON.stringify({ query: viewer, variables: { unused: 'x'.repeat(bytes) } });

  it('of a stranger is at most 100 kB, enough for the schema', async () => {
    expect(codeOf(await post(app, large(150_000)))).toEqual([401, 'UNAUTHENTICATED']);
    expect(codeOf(await post(app, large(150_000), 'made-up'))).toEqual([401, 'UNAUTHENTICATED']);
    expect((await post(app, JSON.stringify({ query: schema, variables: { unused: 'x'.repeat(90_000) } }))).body.errors).toBeUndefined();
    expect((await post(app, JSON.stringify({ query: schema, variables: { unused: 'x'.repeat(110_000) } }))).status).toBe(401);
    expect((await post(app, large(150_000), app.adminKey)).status).toBe(200);
  });

  it('is bounded as it comes, where it does not tell its length', async () => {
    const pieces = (count: number) => [
      `{"query":${JSON.stringify(viewer)},"variables":{"unused":"`,
      ...Array.from({ length: count }, () => 'x'.repeat(10_000)),
      '"}}',
    ];
    expect((await postInPieces(app, pieces(20), app.adminKey)).status).toBe(200);
    expect(codeOf(await postInPieces(app, pieces(20), 'made-up'))).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('of more than 10 MB is refused with a code and a sentence', async () => {
    const { status, body } = await post(app, large(11_000_000), app.adminKey);
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([413, 'LIMIT_EXCEEDED']);
    expect(body.errors?.[0]?.message).toMatch(/at most 10000000 bytes\. Send several/);
  });

  it('that is not UTF-8 is refused, and not mended', async () => {
    const document = 'mutation { createUser(input: { userName: "caf\u00e9" }) { user { userName } } }';
    const latin = await post(app, Buffer.from(JSON.stringify({ query: document }), 'latin1'), app.adminKey);
    expect(codeOf(latin)).toEqual([400, 'INVALID_INPUT']);
    expect(latin.body.errors?.[0]?.message).toContain('UTF-8');
    expect((await post(app, JSON.stringify({ query: document }), app.adminKey)).body.data).toEqual({
      createUser: { user: { userName: 'caf\u00e9' } },
    });
  });

  it.each(['application/json-patch+json', 'application/scim+json', 'application/jsonp'])(
    'of the type %s is refused with a sentence',
    async (type) => {
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON.stringify({ query: viewer }),
      });
      const { errors } = (await response.json()) as Answer['body'];
      expect([response.status, errors?.[0]]).toEqual([
        415,
        { message: 'Send the query as application/json.', extensions: { code: 'INVALID_INPUT' } },
      ]);
    },
  );

  it('has at most 200 variables', async () => {
    const variables = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, place) => [`v${place}`, place]));
    const sent = (count: number) => post(app, JSON.stringify({ query: viewer, variables: variables(count) }), app.adminKey);
    expect((await sent(200)).body.errors).toBeUndefined();
    const { body } = await sent(190_000);
    expect(body.errors?.[0]).toMatchObject({ message: expect.stringContaining('200 variables'), extensions: { code: 'LIMIT_EXCEEDED' } });
  });

  it('with a document full of errors is told what to do', async () => {
    const { body } = await asking(app, app.adminKey, `{ ${Array.from({ length: 500 }, () => 'a').join(' ')} }`);
    expect(body.errors?.at(-1)?.message).toBe('The document has more than 10 errors, and was not read to its end. Correct these first.');
    const { body: other } = await asking(app, app.adminKey, `{ ${Array.from({ length: 300 }, (_, place) => `a: f${place}`).join(' ')} }`);
    expect(other.errors?.map(({ message }) => message).join()).not.toContain('aborted');
  });

  it('has logged no fault', () => {
    expect(app.logged()).not.toContain('"level":50');
  });
});
