import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '#test/support/server.ts';
import { type Flood, floods } from './floods.ts';

/** Generous: what V8 has not yet collected counts too. Yoga's own memory of documents would take more. */
const mostMegabytes = 700;

/** Documents that are well-formed, as large as may be, and each another. */
const documents = (round: number): Flood[] =>
  Array.from({ length: 500 }, (_, place) => ({ query: `query q${round}_${place} { viewer { ${'id '.repeat(1980)} } }` }));

describe.runIf(existsSync('/proc/self/status'))('the memory of a server process (needs /proc)', () => {
  let dataDir: string;
  let server: Server;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'muster-memory-'));
    server = await startServer({ DATA_DIR: dataDir, LOG_LEVEL: 'error' });
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const resident = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;

  async function send(flood: Flood) {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${server.adminKey}` },
      body: JSON.stringify(flood),
    });
    expect((await response.text()).length).toBeLessThan(20_000);
    expect(response.status).toBeLessThan(500);
  }

  /** All floods and many documents, four at a time. */
  async function barrage(round: number) {
    const unsent = [...Object.values(floods), ...documents(round)];
    const client = async () => {
      for (let flood = unsent.pop(); flood; flood = unsent.pop()) await send(flood);
    };
    await Promise.all([client(), client(), client(), client()]);
  }

  it('is bounded, however long it is flooded', { timeout: 300_000 }, async () => {
    const atRest = resident();
    await barrage(1);
    const flooded = resident();
    await barrage(2);
    expect(flooded - atRest).toBeLessThan(mostMegabytes);
    expect(resident() - atRest).toBeLessThan(mostMegabytes);
    expect((await server.ask('{ viewer { role } }')).viewer.role).toBe('ADMIN');
  });
});
