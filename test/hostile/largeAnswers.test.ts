import { existsSync, readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowd, gather } from '#test/support/crowd.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { type Server, startServer } from '#test/support/server.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const size = 100_000;
const groups = 10;
const clients = 6;

/** Generous: what V8 has not yet collected counts too. As texts of JSON alone the answers that are under way would take more. */
const mostMegabytes = 400;

const canRun = process.env.TEST_DATABASE_URL !== undefined && existsSync('/proc/self/status');

describe.runIf(canRun)('the memory of a server process (needs /proc and TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let server: Server;
  let acme: ConnectionOfStory;
  let largest: string;

  beforeAll(async () => {
    database = await freshDatabase();
    server = await startServer({ DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' });
    acme = await server.story.connection();
    const people = await crowd({ database }, acme.id, size);
    for (let n = 0; n < groups; n += 1) {
      const { id } = await server.story.group(`Group ${n}`, [], { connectionId: acme.id });
      await gather({ database }, id, n === 0 ? people : people.slice(0, size / groups));
      if (n === 0) largest = id;
    }
    await acme.scim.get(`/Groups/${largest}`);
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.close();
  });

  const resident = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;

  /** Asks, and takes nothing of the answer but its head. */
  const ask = (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${acme.token}` };
      request(`${acme.scimUrl}${path}`, { headers, agent: false }, resolve).once('error', reject).end();
    });

  const membersIn = (resource: { members: unknown[] }) => resource.members.length;

  it.each<[string, () => string, (body: never) => number]>([
    ['a group of 100,000', () => `/Groups/${largest}`, membersIn],
    [
      'a list of large groups',
      () => '/Groups?count=200',
      ({ Resources }: { Resources: { members: unknown[] }[] }) => Resources.map(membersIn).reduce((sum, count) => sum + count),
    ],
  ])(
    'is bounded while several clients take their time to read %s, and each gets the whole of it',
    { timeout: 120_000 },
    async (_, path, count) => {
      const atRest = resident();
      let peak = atRest;
      const watching = setInterval(() => (peak = Math.max(peak, resident())), 20);
      const answers = await Promise.all(Array.from({ length: clients }, () => ask(path())));
      await setTimeout(2000);
      const bodies = await Promise.all(answers.map((answer) => json(answer)));
      clearInterval(watching);
      const whole = path().includes('count') ? size + (groups - 1) * (size / groups) : size;
      expect(bodies.map((body) => count(body as never))).toEqual(bodies.map(() => whole));
      expect(peak - atRest).toBeLessThan(mostMegabytes);
    },
  );

  it('is given back by a client that leaves in the middle, and nothing else is', async () => {
    const answer = await ask(`/Groups/${largest}`);
    answer.destroy();
    await setTimeout(100);
    expect((await acme.scim.get(`/Groups/${largest}?excludedAttributes=members`)).status).toBe(200);
    expect(server.said()).not.toMatch(/"level":(50|60)/);
  });
});
