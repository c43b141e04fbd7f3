import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('a started server', { timeout: 60_000 }, () => {
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
