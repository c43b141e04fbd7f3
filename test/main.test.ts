import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '#test/support/scim.ts';
import { runServer, startServer } from '#test/support/server.ts';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'muster-main-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('a first start', { timeout: 60_000 }, () => {
  it('on a busy port ends with a sentence, and leaves the admin key to the next start', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const port = `${(busy.address() as AddressInfo).port}`;
    const { code, output } = await runServer({ DATA_DIR: dataDir, PORT: port });
    busy.close();
    expect(code).toBe(1);
    expect(output).toContain(port);
    expect(output).not.toMatch(/\n\s+at /);
    expect(output).not.toContain('muster_admin_');
    const server = await startServer({ DATA_DIR: dataDir, MUSTER_ADMIN_KEY: '' });
    await expect.poll(server.said).toMatch(/Admin key +muster_admin_\w+ /);
    const key = /muster_admin_\w+/.exec(server.said())?.[0];
    expect((await server.ask('{ viewer { role } }', {}, key)).viewer.role).toBe('ADMIN');
    await server.stop();
  });
});

describe('the environment', { timeout: 60_000 }, () => {
  it.each([
    ['RATE_LIMIT', 'many'],
    ['RATE_LIMIT', '0'],
    ['RATE_LIMIT', '1.5'],
    ['SCIM_RATE_LIMIT', 'many'],
    ['SCIM_RATE_LIMIT', '24'],
    ['SCIM_RATE_LIMIT', '30.5'],
    ['INTROSPECTION', 'perhaps'],
  ])('is refused with %s=%s, in a sentence that names it', async (name, value) => {
    const { code, output } = await runServer({ DATA_DIR: dataDir, [name]: value });
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`^${name} must be .+\\.$`, 'm'));
  });

  it('sets the rate of requests, and hides the schema', async () => {
    const server = await startServer({ DATA_DIR: dataDir, RATE_LIMIT: '3', INTROSPECTION: 'off' });
    expect(server.said()).not.toContain('GraphiQL');
    await expect(server.ask('{ __schema { types { name } } }')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    for (let request = 2; request <= 3; request += 1) expect(await server.ask('{ __typename }')).toEqual({ __typename: 'Query' });
    await expect(server.ask('{ __typename }')).rejects.toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    await server.stop();
  });
});

describe('a started server', { timeout: 60_000 }, () => {
  it('tells, before it ends, what it has seen connections do', async () => {
    const server = await startServer({ DATA_DIR: dataDir, SCIM_RATE_LIMIT: '25' });
    const { id, scim } = await server.story.connection();
    const { headers } = await scim.post('/Users', person('ada', { password: 'x' }));
    expect(headers.get('ratelimit-policy')).toBe('"connection";q=250;w=10');
    expect(await server.stop()).toMatchObject({ code: 0, output: expect.not.stringContaining('"level":50') });
    const next = await startServer({ DATA_DIR: dataDir });
    const { connection } = await next.ask('query ($id: ID!) { connection(id: $id) { observed { habit count example } } }', { id });
    expect(connection.observed).toEqual([{ habit: 'PASSWORDS', count: 1, example: 'password' }]);
    await next.stop();
  });

  it.each([
    ['20,000 open parentheses', '('.repeat(20_000)],
    ['20,000 nested parentheses', `${'('.repeat(20_000)}userName pr${')'.repeat(20_000)}`],
  ])('refuses a filter of %s in the address as SCIM says', async (_, filter) => {
    const server = await startServer({ DATA_DIR: dataDir });
    const { scim } = await server.story.connection();
    const { status, body } = await scim.get(`/Users?filter=${encodeURIComponent(filter)}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ schemas: [errorSchema], status: '400', detail: expect.stringMatching(/\S/) });
    expect(server.said()).not.toContain('"level":50');
    await server.stop();
  });
});
