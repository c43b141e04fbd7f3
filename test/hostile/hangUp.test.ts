import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executeOverHttp } from '#scim-gateway/http/executeOverHttp.ts';
import { createFront } from '#src/createFront.ts';
import { type App, startApp } from '#test/support/app.ts';
import { statementsDuring } from '#test/support/database.ts';
import { groupOf, joining } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let connection: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
  connection = await app.story.connection();
});
afterAll(() => app.close());

/** The same gateway in front of the graph's HTTP. */
async function startFront() {
  const execute = executeOverHttp({ graphUrl: app.url, fault: () => {} });
  const log = pino({ level: 'silent' });
  const front = createFront({ log, execute, unready: async () => undefined, signpost: '', scimRateLimit: 1_000_000 });
  const server = createServer(front).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => void server.close().closeAllConnections();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

const requests = 40;
const goneRequests = () => app.logged().split('"status":499').length - 1;

/** Sends many, and hangs up on all of them before the database has a connection for any. */
async function hangUp(url: string, method: string, path: string, body?: object) {
  const { pool } = app.database;
  const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  try {
    const before = goneRequests();
    const headers = { authorization: `Bearer ${connection.token}`, 'content-type': 'application/scim+json' };
    const sent = Array.from({ length: requests }, () => {
      const one = request(`${url}/scim/v2/${connection.id}${path}`, { method, headers, agent: false }).on('error', () => {});
      one.end(body && JSON.stringify(body));
      return one;
    });
    while (pool.waitingCount === 0) await setTimeout(10);
    await setTimeout(300);
    for (const one of sent) one.destroy();
    while (goneRequests() < before + requests) await setTimeout(10);
  } finally {
    for (const client of held) client.release();
  }
}

describe('clients that hang up', () => {
  it.each([['in process'], ['over HTTP']])('are not served any more where their questions have not begun: %s', async (arrangement) => {
    const { url, close } = arrangement === 'in process' ? { url: app.url, close: () => {} } : await startFront();
    const member = await app.story.user(`member ${arrangement}`, { connectionId: connection.id });
    const group = (await connection.scim.post('/Groups', groupOf(arrangement, [member.id]))).body.id;
    const path = `/Groups/${group}`;
    await fetch(`${url}/scim/v2/${connection.id}${path}`, { headers: { authorization: `Bearer ${connection.token}` } });
    const statements = await statementsDuring(app.database, async () => {
      await hangUp(url, 'GET', path);
      expect((await connection.scim.get(path)).status).toBe(200);
    });
    const reads = statements.filter(({ values }) => values.includes(group));
    expect(reads.length).toBeLessThanOrEqual(app.database.pool.options.max + 1);
    close();
  });

  it('have nothing written for them that has not begun', async () => {
    const member = await app.story.user('late', { connectionId: connection.id });
    const group = (await connection.scim.post('/Groups', groupOf('late'))).body.id;
    const statements = await statementsDuring(app.database, async () => {
      await hangUp(app.url, 'PATCH', `/Groups/${group}`, { Operations: joining(member.id) });
      await connection.scim.get(`/Groups/${group}`);
    });
    const writes = statements.filter(({ text }) => text.includes('UPDATE groups'));
    expect(writes.length).toBeLessThanOrEqual(app.database.pool.options.max);
  });
});
