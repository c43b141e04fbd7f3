import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '#test/support/database.ts';
import { groupOf, joining, person, type ScimClient, scimClient } from '#test/support/scim.ts';
import { runServer, type Server, startServer } from '#test/support/server.ts';

/** Where a server keeps its data, and what takes it away. */
interface Place {
  environment: Record<string, string>;
  remove: () => Promise<void>;
}

async function folder(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-kill-'));
  return { environment: { DATA_DIR: dataDir }, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

async function onServer(): Promise<Place> {
  const database = await freshDatabase();
  return { environment: { DATABASE_URL: database.url ?? '' }, remove: () => database.close() };
}

const places: [string, () => Promise<Place>][] = [['the embedded database', folder]];
if (process.env.TEST_DATABASE_URL) places.push(['a PostgreSQL server', onServer]);

/** Makes people and lets them join the group until the server is gone; tells whose creation, and whose joining, was acknowledged. */
function streamOfWrites(scim: ScimClient, group: string, lanes: number) {
  const made: string[] = [];
  const joined: string[] = [];
  async function lane(name: number) {
    for (let count = 0; ; count += 1) {
      const { status, body } = await scim.post('/Users', person(`${name}-${count}`));
      if (status !== 201) throw new Error(`A person was answered with ${status}.`);
      made.push(body.id);
      const { status: outcome } = await scim.patch(`/Groups/${group}`, joining(body.id));
      if (outcome !== 204) throw new Error(`A joining was answered with ${outcome}.`);
      joined.push(body.id);
    }
  }
  const ended = Promise.all(Array.from({ length: lanes }, (_, name) => lane(name).catch((error: Error) => error.message)));
  return { made, joined, ended };
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe.each(places)('a server on %s', (_, place) => {
  let environment: Record<string, string>;
  let remove: () => Promise<void>;
  let server: Server;
  beforeAll(async () => {
    ({ environment, remove } = await place());
    server = await startServer(environment);
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await remove();
  });

  it('has every write that it acknowledged, killed in the middle of a stream of them', { timeout: 120_000 }, async () => {
    const { id, token, scim } = await server.story.connection();
    const group = (await scim.post('/Groups', groupOf('everyone'))).body.id;
    const stream = streamOfWrites(scim, group, 4);
    await until(() => stream.joined.length >= 40);
    await server.kill();
    const failures = await stream.ended;
    server = await startServer(environment);
    expect(new Set(failures)).toEqual(new Set(['fetch failed']));
    const again = scimClient(`${server.url}/scim/v2/${id}`, token);
    const users = await everyId(again);
    const members = (await again.get(`/Groups/${group}`)).body.members.map(({ value }: { value: string }) => value);
    expect(stream.made.filter((user) => !users.includes(user))).toEqual([]);
    expect(stream.joined.filter((user) => !members.includes(user))).toEqual([]);
    expect(members.filter((user: string) => !users.includes(user))).toEqual([]);
  });

  it('ends when it is asked to, after it has answered what it was asked', { timeout: 60_000 }, async () => {
    const { scim } = await server.story.connection('ENTRA_ID');
    const answers = Array.from({ length: 30 }, (_, place) => scim.post('/Users', person(`last-${place}`)).then(({ status }) => status));
    const first = await Promise.race(answers);
    const exit = server.stop();
    // Whom the closing server did not take in is told so by a closed connection, not by silence.
    const settled = await Promise.allSettled(answers);
    expect(await exit).toMatchObject({ code: 0, signal: null });
    const statuses = settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(new Set([first, ...statuses])).toEqual(new Set([201]));
    server = await startServer(environment);
    const { users } = await server.ask('{ users(where: { userName: { startsWith: "last-" } }) { totalCount } }');
    expect(users.totalCount).toBeGreaterThanOrEqual(statuses.length);
  });
});

describe('a second server on one DATA_DIR', () => {
  it('is refused with a sentence that says what to do, and leaves the first alone', { timeout: 60_000 }, async () => {
    const { environment, remove } = await folder();
    const first = await startServer(environment);
    const { code, output } = await runServer(environment);
    expect(code).toBe(1);
    expect(output).toContain(`Another Muster process is using ${environment.DATA_DIR}. Stop it, give this one a DATA_DIR of its own`);
    expect(output).not.toMatch(/\n\s+at /);
    expect((await first.ask('{ viewer { role } }')).viewer.role).toBe('ADMIN');
    await first.stop();
    await remove();
  });
});

describe('a server with an environment that it cannot use', () => {
  it('is refused with a sentence for each variable, which never repeats what it holds', async () => {
    const { code, output } = await runServer({
      PORT: 'many',
      MUSTER_ADMIN_KEY: 'short',
      DATABASE_URL: 'mysql://ada:hidden@127.0.0.1/muster',
      PUBLIC_URL: 'ftp://muster',
      LOG_LEVEL: 'loud',
    });
    expect(code).toBe(1);
    const sentences = output.trim().split('\n');
    expect(sentences.map((sentence) => /^([A-Z_]+) must [^\n]+\.$/.exec(sentence)?.[1])).toEqual(
      expect.arrayContaining(['PORT', 'MUSTER_ADMIN_KEY', 'DATABASE_URL', 'PUBLIC_URL', 'LOG_LEVEL']),
    );
    expect(output).not.toMatch(/short|hidden|ftp:/);
  });
});

async function everyId(scim: ScimClient): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const { Resources, totalResults } = (await scim.get(`/Users?attributes=id&count=200&startIndex=${ids.length + 1}`)).body;
    ids.push(...Resources.map(({ id }: { id: string }) => id));
    if (ids.length >= totalResults) return ids;
  }
}
