import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { askForToken, bySecret, oauthClient, tokenOf } from '#test/support/oauth.ts';
import { groupOf, person, type ScimAnswer, type ScimClient, scimClient, userSchema } from '#test/support/scim.ts';
import { type GatewayProcess, runGatewayProcess, startGatewayProcess } from '#test/support/server.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const scimError = (status: number) => ({
  status,
  body: { schemas: [errorSchema], status: `${status}`, detail: expect.stringMatching(/\S/) },
});
const silent = expect.stringMatching(/^The directory did not answer/);

let app: App;
let gateway: GatewayProcess;
let connection: ConnectionOfStory;
/** The same connection through the graph's own process, and through the gateway's. */
let there: ScimClient;
let here: ScimClient;
beforeAll(async () => {
  app = await startApp();
  connection = await app.story.connection();
  there = connection.scim;
  gateway = await startGatewayProcess(app.url);
  here = through(gateway);
}, 120_000);
afterAll(async () => {
  await gateway.stop();
  await app.close();
});

const through = ({ url }: { url: string }, token = connection.token, id = connection.id) => scimClient(`${url}/scim/v2/${id}`, token);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('npm run gateway', { timeout: 60_000 }, () => {
  it('says where it is, needs no database and makes none', async () => {
    const dataDir = join(tmpdir(), `muster-none-${process.pid}`);
    const other = await startGatewayProcess(app.url, { DATA_DIR: dataDir });
    expect(other.said()).toContain(`${app.url}/graphql`);
    expect((await through(other).get('/Users?count=1')).status).toBe(200);
    expect(existsSync(dataDir)).toBe(false);
    expect(await other.stop()).toMatchObject({ code: 0 });
  });

  it.each([
    ['none', {}],
    ['no address', { GRAPH_URL: 'graph' }],
    ['another protocol', { GRAPH_URL: 'postgresql://localhost' }],
    ['a password in it', { GRAPH_URL: 'https://user:secret@graph.example.com' }],
  ])('is refused with %s as GRAPH_URL, in a sentence that names it', async (_, environment: Record<string, string>) => {
    const { code, output } = await runGatewayProcess(environment);
    expect(code).toBe(1);
    expect(output).toMatch(/^GRAPH_URL must be .+\.$/m);
    expect(output).not.toContain('secret');
  });

  it('gives out locations under PUBLIC_URL', async () => {
    const port = await freePort();
    const other = await startGatewayProcess(app.url, { PORT: `${port}`, PUBLIC_URL: 'https://scim.example.com/' });
    const { headers } = await through({ url: `http://127.0.0.1:${port}` }).post('/Users', person('located'));
    expect(headers.get('location')).toMatch(`https://scim.example.com/scim/v2/${connection.id}/Users/`);
    await other.stop();
  });

  it('gives out access tokens, and takes them', async () => {
    const client = await oauthClient(app.ask, connection.id);
    const token = await tokenOf(client, `${gateway.url}/oauth/token`);
    expect((await through(gateway, token).get('/Users?count=1')).status).toBe(200);
    expect(await askForToken(`${gateway.url}/oauth/token`, bySecret({ ...client, secret: 'wrong' }))).toMatchObject({ status: 401 });
    const described = await fetch(`${gateway.url}/.well-known/oauth-authorization-server`);
    expect(await described.json()).toMatchObject({ token_endpoint: `${gateway.url}/oauth/token` });
  });

  it('tells the graph of the habits that it has seen before it ends', async () => {
    const other = await startGatewayProcess(app.url);
    const { id, token } = await app.story.connection();
    await through(other, token, id).post('/Users', person('ada', { active: 'True' }));
    await other.stop();
    const { connection: seen } = await app.ask('query ($id: ID!) { connection(id: $id) { observed { habit count } } }', { id });
    expect(seen.observed).toContainEqual({ habit: 'BOOLEANS_AS_TEXT', count: 1 });
  });

  it('answers SCIM, gives out tokens, is probed, and does nothing else', async () => {
    const status = async (path: string) => (await fetch(gateway.url + path)).status;
    expect(await status('/healthz')).toBe(200);
    expect(await status('/readyz')).toBe(200);
    expect(await status('/graphql')).toBe(404);
  });
});

describe('the same request in both arrangements', () => {
  let id: string;
  beforeAll(async () => {
    id = (await there.post('/Users', person('same'))).body.id;
    await there.post('/Groups', groupOf('same', [id]));
  });

  /** What an answer says, whoever was asked. */
  const said = ({ status, headers, text }: ScimAnswer, base: string) => ({
    status,
    headers: ['content-type', 'etag', 'location', 'www-authenticate', 'allow', 'retry-after'].map((name) =>
      headers.get(name)?.replace(base, ''),
    ),
    text: text.replaceAll(base, ''),
  });

  type Sent = [what: string, method: string, path: string, body?: unknown, headers?: Record<string, string>];

  const requests: Sent[] = [
    ['everything', 'GET', '/'],
    ['a filter', 'GET', '/Users?filter=userName eq "SAME"&attributes=userName,groups'],
    ['a group', 'GET', '/Groups?filter=displayName sw "sa"'],
    ['discovery', 'GET', '/Schemas'],
    ['an unknown id', 'GET', '/Users/nobody'],
    [
      'a version that is no longer',
      'PATCH',
      '/Users/{id}',
      { Operations: [{ op: 'replace', path: 'title', value: 'x' }] },
      { 'if-match': 'W/"99"' },
    ],
    ['a name that is taken', 'POST', '/Users', person('same')],
    ['a member that is nobody', 'POST', '/Groups', groupOf('other', ['nobody'])],
    ['a userName that is too long', 'POST', '/Users', person('x'.repeat(100_000))],
    ['a body of 4 MB in one value', 'POST', '/Users', person('big', { title: 'x'.repeat(4_000_000) })],
    [
      '300,000 members',
      'POST',
      '/Groups',
      groupOf(
        'many',
        Array.from({ length: 300_000 }, () => 'a'),
      ),
    ],
    ['a filter that is too large', 'POST', '/Users/.search', { filter: 'a'.repeat(20_000) }],
    ['no JSON', 'POST', '/Users', '{'],
    ['no method', 'PUT', '/Users', {}],
  ];

  it.each(requests)('is answered with the same words: %s', async (_what, method, path, body, headers) => {
    const ask = (scim: ScimClient) => scim.send(method, path.replace('{id}', id), { body, headers });
    const [one, other] = [await ask(there), await ask(here)];
    expect(one.status).not.toBe(500);
    expect(said(other, gateway.url)).toEqual(said(one, app.url));
  });

  it.each<Sent>([
    [
      'numbers that are longer when they are written out',
      'POST',
      '/Users',
      `{"userName":"n","urn:x:y":{"a":[${'1e20,'.repeat(1_000_000)}1]}}`,
    ],
    [
      'a long value for each of many elements',
      'PATCH',
      '/Users/{id}',
      {
        Operations: [
          { op: 'add', path: 'emails', value: Array.from({ length: 200 }, (_, place) => ({ value: `a${place}@x`, type: `t${place}` })) },
          { op: 'replace', path: 'emails[value pr].display', value: 'x'.repeat(60_000) },
        ],
      },
    ],
  ])('is refused with the same status where more is asked of the graph than it reads: %s', async (_what, method, path, body) => {
    for (const scim of [there, here]) expect(await scim.send(method, path.replace('{id}', id), { body })).toMatchObject(scimError(400));
  });

  it.each([
    ['a NUL', '%00'],
    ['a line break', 'a%0D%0AX-Evil:%201'],
    ['text beyond ASCII', '%C3%A9%E2%82%AC'],
    ['a comma', 'a,b'],
    ['10,000 characters', '%E2%82%AC'.repeat(1000)],
    ['another connection', '00000000-0000-7000-8000-000000000000'],
  ])('is refused with the same words for a connection of %s', async (_, name) => {
    for (const token of [connection.token, 'unknown']) {
      const [one, other] = await Promise.all([through(app, token, name).get('/Users'), through(gateway, token, name).get('/Users')]);
      expect(one).toMatchObject(scimError(401));
      expect(said(other, gateway.url)).toEqual(said(one, app.url));
    }
    expect(await through(gateway, app.adminKey, name).get('/Users')).toMatchObject({ status: name.startsWith('0') ? 200 : 404 });
  });

  it.each([
    ['nothing known', 'unknown'],
    ['a typing error', `muster_scim_${'0'.repeat(49)}`],
    ['a JSON Web Token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.AAAA'],
    ['60,000 characters', 'x'.repeat(60_000)],
    ['65,200 characters, which leave the graph no room', 'x'.repeat(65_200)],
  ])('is refused with 401 for a credential of %s', async (_, token) => {
    for (const scim of [through(app, token), through(gateway, token)]) {
      const answer = await scim.get('/Users');
      expect(answer).toMatchObject(scimError(401));
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
    }
  });
});

describe('a request to the gateway', () => {
  const lines = (said: string) => said.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));

  it('is logged under one id in both processes', async () => {
    const { headers } = await here.get('/Users?count=1');
    const requestId = headers.get('x-request-id');
    await expect
      .poll(() => lines(gateway.said()).find((line) => line.requestId === requestId))
      .toMatchObject({ route: '/Users', status: 200 });
    await expect
      .poll(() => lines(app.logged()).find((line) => line.requestId === requestId))
      .toMatchObject({ route: '/graphql', status: 200 });
  });

  it('is told nothing of a fault of the graph but the id under which the graph has logged it', async () => {
    await app.database.pool.query('ALTER TABLE users RENAME TO gone');
    const answer = await here.get('/Users?count=1');
    await app.database.pool.query('ALTER TABLE gone RENAME TO users');
    expect(answer).toMatchObject(scimError(500));
    const requestId = answer.headers.get('x-request-id') ?? 'none';
    expect(answer.body.detail).toBe(`The server failed. Ask about request ${requestId}.`);
    expect(lines(app.logged()).find((line) => line.msg === 'fault')).toMatchObject({ requestId });
  });

  it('cannot name itself anything but a UUID', async () => {
    const { headers } = await here.get('/Users?count=1', { 'X-Request-Id': 'mine' });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the graph’s limit on requests', { timeout: 60_000 }, () => {
  let limited: App;
  let front: GatewayProcess;
  beforeAll(async () => {
    limited = await startApp({ rateLimit: 100 });
    front = await startGatewayProcess(limited.url);
  });
  afterAll(async () => {
    await front.stop();
    await limited.close();
  });

  it('makes a bulk request wait, and fails none of its operations', async () => {
    const { id, token } = await limited.story.connection();
    const Operations = Array.from({ length: 120 }, (_, place) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `b${place}`,
      data: { schemas: [userSchema], userName: `bulk-${place}` },
    }));
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
    const { status, body } = await through(front, token, id).post('/Bulk', { schemas, Operations });
    expect(status).toBe(200);
    expect(new Set(body.Operations.map((operation: { status: string }) => operation.status))).toEqual(new Set(['201']));
  });

  it('is told at once to strangers, who have one limit together', async () => {
    const { id } = await limited.story.connection();
    const answers: ScimAnswer[] = [];
    while (answers.at(-1)?.status !== 429 && answers.length < 10) answers.push(await through(front, 'stranger', id).get('/Users'));
    expect(answers[0]).toMatchObject(scimError(401));
    expect(answers.at(-1)).toMatchObject(scimError(429));
    expect(answers.at(-1)?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  });

  it('lets nobody who makes credentials up keep OAuth clients from their tokens; who asks too often for those is told how long to wait', async () => {
    const { id } = await limited.story.connection();
    const client = await oauthClient(limited.ask, id);
    for (let turn = 0; turn < 10; turn += 1) await through(front, `made-up-${turn}`, id).get('/Users');
    const askHere = () => askForToken(`${front.url}/oauth/token`, bySecret(client));
    expect((await askHere()).status).toBe(200);
    const answers = [await askHere()];
    while (answers.at(-1)?.status !== 429 && answers.length < 10) answers.push(await askHere());
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
    expect(answers.at(-1)?.headers.get('retry-after')).toMatch(/^([1-9]|10)$/);
  });
});

describe('a graph that cannot be asked', { timeout: 60_000 }, () => {
  /** A gateway in front of something that is no graph. */
  async function inFrontOf(answer: RequestListener) {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const front = await startGatewayProcess(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return {
      front,
      scim: through(front),
      close: async () => {
        server.close().closeAllConnections();
        await front.stop();
      },
    };
  }

  it.each<[string, RequestListener]>([
    ['hangs up', ({ socket }) => socket.destroy()],
    ['answers with a page', (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')],
    ['answers with other JSON', (_, response) => response.end('{"errors":"many"}')],
    ['sends elsewhere', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ])('is told with 503 and Retry-After, and its reason to the log only: it %s', async (_, answer) => {
    const { front, scim, close } = await inFrontOf(answer);
    for (const refused of [await scim.get('/Users'), await scim.post('/Users', person('lost'))]) {
      expect(refused).toMatchObject(scimError(503));
      expect(refused.body.detail).toEqual(silent);
      expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    }
    expect(front.said()).toContain('"msg":"fault"');
    expect((await fetch(`${front.url}/healthz`)).status).toBe(200);
    await close();
  });

  it('is not ready, and neither is the gateway', async () => {
    for (const answer of [
      ({ socket }: IncomingMessage) => socket.destroy(),
      (_: IncomingMessage, response: ServerResponse) => response.writeHead(503).end(),
    ]) {
      const { front, close } = await inFrontOf(answer);
      const readiness = await fetch(`${front.url}/readyz`);
      expect(readiness.status).toBe(503);
      expect(await readiness.json()).toEqual({ status: expect.stringContaining('the graph') });
      await close();
    }
  });

  it('is a fault when it refuses with a code that nobody knows', async () => {
    const errors = [{ message: 'Inner words.', extensions: { code: 'OUT_OF_LUCK' } }];
    const { scim, close } = await inFrontOf((_, response) => response.end(JSON.stringify({ errors })));
    const refused = await scim.get('/Users');
    expect(refused).toMatchObject(scimError(500));
    expect(refused.text).not.toContain('Inner words');
    await close();
  });

  it('is asked again as soon as it is back', async () => {
    const port = new URL(app.url).port;
    let up = false;
    const { scim, close } = await inFrontOf((request, response) => {
      if (!up) return void request.socket.destroy();
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk) => chunks.push(chunk))
        .on('end', async () => {
          const { authorization = '', 'muster-connection': id = '' } = request.headers;
          const headers = { authorization, 'muster-connection': `${id}`, 'content-type': 'application/json' };
          const answer = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body: Buffer.concat(chunks) });
          response.writeHead(answer.status).end(await answer.text());
        });
    });
    expect((await scim.get('/Users')).status).toBe(503);
    up = true;
    expect((await scim.get('/Users')).status).toBe(200);
    await close();
  });
});
