import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';
import { groupOf, joining, leaving, person, type ScimAnswer, type ScimClient, scimClient } from '#test/support/scim.ts';
import { type Server, startServer } from '#test/support/server.ts';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

describe.runIf(onServer)('two server processes on one PostgreSQL (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let servers: [Server, Server];
  /** The same connection through either process. */
  let one: ScimClient;
  let other: ScimClient;
  let connection: { id: string; token: string };
  beforeAll(async () => {
    database = await freshDatabase();
    const environment = { DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' };
    servers = await Promise.all([startServer(environment), startServer(environment)]);
    connection = await servers[0].story.connection();
    [one, other] = [through(servers[0]), through(servers[1])];
  }, 120_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
  });

  const through = ({ url }: Server, { id, token } = connection) => scimClient(`${url}/scim/v2/${id}`, token);
  const either = (place: number) => (place % 2 === 0 ? one : other);
  const race = (...acts: (() => Promise<ScimAnswer>)[]) => Promise.all(acts.map((act) => act()));
  const statuses = (answers: readonly ScimAnswer[]) => answers.map(({ status }) => status).sort();

  const user = async (userName: string, more: object = {}): Promise<string> => (await one.post('/Users', person(userName, more))).body.id;
  const users = (name: string, count: number) => Promise.all(Array.from({ length: count }, (_, place) => user(`${name}-${place}`)));
  const group = async (displayName: string, ids: readonly string[] = []): Promise<string> =>
    (await one.post('/Groups', groupOf(displayName, ids))).body.id;
  const membersOf = async (id: string): Promise<string[]> =>
    ((await other.get(`/Groups/${id}`)).body.members ?? []).map((member: { value: string }) => member.value).sort();
  /** Resolves when a statement waits for a lock that another has. */
  async function isWaiting() {
    const query = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await database.pool.query(query)).rowCount === 0) await setTimeout(10);
  }
  const setting = (path: string, value: unknown) => [{ op: 'replace', path, value }];

  it('lose nothing of 20 pairs of concurrent PATCHes to different attributes of one user', async () => {
    for (let pair = 0; pair < 20; pair += 1) {
      const id = await user(`pair-${pair}`);
      const answers = await race(
        () => one.patch(`/Users/${id}`, setting('title', 'Lead')),
        () => other.patch(`/Users/${id}`, setting('displayName', 'Ada')),
      );
      expect(statuses(answers)).toEqual([200, 200]);
      expect((await one.get(`/Users/${id}`)).body).toMatchObject({ title: 'Lead', displayName: 'Ada' });
    }
  });

  it('let exactly one of two PATCHes with the same If-Match win; the other gets 412', async () => {
    for (let pair = 0; pair < 10; pair += 1) {
      const made = await one.post('/Users', person(`if-match-${pair}`));
      const ifMatch = { 'If-Match': made.headers.get('etag') ?? '' };
      const path = `/Users/${made.body.id}`;
      const answers = await race(
        () => one.patch(path, setting('title', 'one'), ifMatch),
        () => other.patch(path, setting('title', 'other'), ifMatch),
      );
      expect(statuses(answers)).toEqual([200, 412]);
      const winner = answers.find(({ status }) => status === 200);
      expect((await one.get(path)).body.title).toBe(winner?.body.title);
    }
  });

  it('keep all of 100 concurrent single-member adds to one group', async () => {
    const ids = await users('hundred', 100);
    const id = await group('hundred');
    const answers = await race(...ids.map((member, place) => () => either(place).patch(`/Groups/${id}`, joining(member))));
    expect(new Set(statuses(answers))).toEqual(new Set([204]));
    expect(await membersOf(id)).toEqual(ids.sort());
  });

  it('tell each of 40 concurrent changes of one group the version that it has made, and not one that others have made since', async () => {
    const ids = await users('versions', 40);
    const id = await group('versions', ids.slice(0, 20));
    const change = (member: string, place: number) => (place < 20 ? leaving(member) : joining(member));
    const answers = await race(...ids.map((member, place) => () => either(place).patch(`/Groups/${id}`, change(member, place))));
    const versions = answers.map(({ headers }) => Number(/\d+/.exec(headers.get('etag') ?? '')?.[0]));
    // The members it was made with are its second version.
    expect(versions.sort((one, other) => one - other)).toEqual(ids.map((_, place) => place + 3));
  });

  it('make one of ten parallel creates of one userName, whatever its case', async () => {
    const answers = await race(
      ...Array.from({ length: 10 }, (_, place) => () => either(place).post('/Users', person(place % 3 === 0 ? 'TEN' : 'ten'))),
    );
    expect(statuses(answers)).toEqual([201, ...Array(9).fill(409)]);
    for (const { status, body } of answers) expect(body.scimType).toBe(status === 409 ? 'uniqueness' : undefined);
    expect((await one.get('/Users?filter=userName%20eq%20%22ten%22')).body.totalResults).toBe(1);
  });

  it('make one of ten parallel creates of one group name', async () => {
    const answers = await race(...Array.from({ length: 10 }, (_, place) => () => either(place).post('/Groups', groupOf('ten'))));
    expect(statuses(answers)).toEqual([201, ...Array(9).fill(409)]);
  });

  it('let one of two people take a userName', async () => {
    const [first, second] = [await user('renamed-1'), await user('renamed-2')];
    const answers = await race(
      () => one.patch(`/Users/${first}`, setting('userName', 'wanted')),
      () => other.patch(`/Users/${second}`, setting('userName', 'WANTED')),
    );
    expect(statuses(answers)).toEqual([200, 409]);
  });

  it('keep adds and removes that race in one group apart', async () => {
    const [leavers, joiners] = [await users('leaver', 30), await users('joiner', 30)];
    const id = await group('adds and removes', leavers);
    const answers = await race(
      ...leavers.map((member, place) => () => either(place).patch(`/Groups/${id}`, leaving(member))),
      ...joiners.map((member, place) => () => either(place + 1).patch(`/Groups/${id}`, joining(member))),
    );
    expect(new Set(statuses(answers))).toEqual(new Set([204]));
    expect(await membersOf(id)).toEqual(joiners.sort());
  });

  it('put PUT and PATCH of one user in an order', async () => {
    for (let pair = 0; pair < 10; pair += 1) {
      const id = await user(`put-${pair}`, { nickName: 'before' });
      const answers = await race(
        () => one.put(`/Users/${id}`, person(`put-${pair}`, { title: 'put' })),
        () => other.patch(`/Users/${id}`, setting('displayName', 'patched')),
      );
      expect(statuses(answers)).toEqual([200, 200]);
      const { title, displayName, nickName } = (await one.get(`/Users/${id}`)).body;
      expect({ title, nickName }).toEqual({ title: 'put', nickName: undefined });
      expect([undefined, 'patched']).toContain(displayName);
    }
  });

  it('let PATCHes of one user through beside clients who PUT without a pause, and who never lose', async () => {
    const id = await user('beset');
    let isOver = false;
    const besetting = Array.from({ length: 8 }, async (_, place) => {
      for (let turn = 0; !isOver; turn += 1) await one.put(`/Users/${id}`, person('beset', { title: `${place}-${turn}` }));
    });
    const answers: ScimAnswer[] = [];
    for (let round = 0; round < 3; round += 1)
      answers.push(
        ...(await race(
          ...Array.from({ length: 15 }, (_, place) => () => one.patch(`/Users/${id}`, setting('nickName', `${place}-${round}`))),
        )),
      );
    isOver = true;
    await Promise.all(besetting);
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
  });

  it('put PUT and PATCH of one group in an order', async () => {
    const [first, second, third] = await users('group-put', 3);
    for (let pair = 0; pair < 10; pair += 1) {
      const id = await group(`put-${pair}`, [`${first}`]);
      const answers = await race(
        () => one.put(`/Groups/${id}`, groupOf(`put-${pair}`, [`${second}`])),
        () => other.patch(`/Groups/${id}`, joining(`${third}`)),
      );
      expect(statuses(answers)).toEqual([200, 204]);
      const members = await membersOf(id);
      expect(members).toContain(second);
      expect(members).not.toContain(first);
    }
  });

  it('let one of two PUTs of one group have the last word on all its members', async () => {
    const [left = '', right = ''] = await users('last-word', 2);
    for (let pair = 0; pair < 30; pair += 1) {
      const id = await group(`last-word-${pair}`);
      const answers = await race(
        () => one.put(`/Groups/${id}`, groupOf(`last-word-${pair}`, [left])),
        () => other.put(`/Groups/${id}`, groupOf(`last-word-${pair}`, [right])),
      );
      expect(statuses(answers)).toEqual([200, 200]);
      expect(await membersOf(id)).toHaveLength(1);
    }
  });

  it('leave nobody when a delete races a PATCH', async () => {
    for (let pair = 0; pair < 10; pair += 1) {
      const id = await user(`deleted-${pair}`);
      const [deleted, patched] = await race(
        () => one.delete(`/Users/${id}`),
        () => other.patch(`/Users/${id}`, setting('title', 'late')),
      );
      expect(deleted?.status).toBe(204);
      expect([200, 404]).toContain(patched?.status);
      expect((await other.get(`/Users/${id}`)).status).toBe(404);
    }
  });

  it('leave no ghost in a group when a delete races the joining', async () => {
    const id = await group('ghosts');
    for (let pair = 0; pair < 10; pair += 1) {
      const ghost = await user(`ghost-${pair}`);
      const [deleted, joined] = await race(
        () => one.delete(`/Users/${ghost}`),
        () => other.patch(`/Groups/${id}`, joining(ghost)),
      );
      expect(deleted?.status).toBe(204);
      expect([204, 400]).toContain(joined?.status);
    }
    expect(await membersOf(id)).toEqual([]);
  });

  it('leave no group when its delete races a joining', async () => {
    const member = await user('joining a group that goes');
    for (let pair = 0; pair < 10; pair += 1) {
      const id = await group(`going-${pair}`);
      const [deleted, joined] = await race(
        () => one.delete(`/Groups/${id}`),
        () => other.patch(`/Groups/${id}`, joining(member)),
      );
      expect(deleted?.status).toBe(204);
      expect([204, 404]).toContain(joined?.status);
    }
    expect((await one.get(`/Users/${member}`)).body.groups ?? []).toEqual([]);
  });

  it('serve people whose many memberships change and who leave at once', async () => {
    const members = await users('crowd', 12);
    const groups = await Promise.all(Array.from({ length: 6 }, (_, place) => group(`crowd-${place}`, members)));
    const answers = await race(
      ...members.map((member, place) => () => either(place).delete(`/Users/${member}`)),
      ...groups.map((id, place) => () => either(place).patch(`/Groups/${id}`, [{ op: 'replace', path: 'members', value: [] }])),
      ...groups.map((id, place) => () => either(place + 1).patch(`/Groups/${id}`, setting('displayName', `crowd-${place}-renamed`))),
    );
    expect(new Set(statuses(answers))).toEqual(new Set([204]));
    for (const id of groups) expect(await membersOf(id)).toEqual([]);
  });

  it('never let two groups that are put into each other contain themselves', async () => {
    for (let pair = 0; pair < 15; pair += 1) {
      const [left, right] = [await group(`left-${pair}`), await group(`right-${pair}`)];
      const answers = await race(
        () => one.patch(`/Groups/${left}`, joining(right)),
        () => other.patch(`/Groups/${right}`, joining(left)),
      );
      expect(statuses(answers)).toEqual([204, 400]);
      expect((await membersOf(left)).length + (await membersOf(right)).length).toBe(1);
    }
  });

  it.each<[string, number, (ids: Record<'first' | 'second' | 'member', string>) => Promise<ScimAnswer>]>([
    ['PATCH of a group', 204, ({ first, second }) => one.patch(`/Groups/${first}`, joining(second))],
    ['PUT of a group', 200, ({ first, second }) => one.put(`/Groups/${first}`, groupOf(`put ${first}`, [second]))],
    ['DELETE of a group', 204, ({ member }) => one.delete(`/Groups/${member}`)],
  ])('carry out a %s that waited in a circle, and that PostgreSQL has undone', async (_, status, write) => {
    const member = await group(`member ${crypto.randomUUID()}`);
    const [first, second] = [await group(`first of ${member}`, [member]), await group(`second of ${member}`, [member])];
    const client = await database.pool.connect();
    try {
      // Whoever looks first is undone.
      await client.query(`BEGIN; SET LOCAL deadlock_timeout = '1min'`);
      await client.query('SELECT FROM groups WHERE id = $1 FOR UPDATE', [second]);
      const answer = write({ first, second, member });
      await isWaiting();
      await client.query('SELECT FROM groups WHERE id = $1 FOR UPDATE', [first]);
      await client.query('ROLLBACK');
      expect((await answer).status).toBe(status);
    } finally {
      client.release();
    }
  });

  it('refuse a token within a second or so after the other process has ended it', async () => {
    const mine = await servers[0].story.connection('ENTRA_ID');
    const elsewhere = through(servers[1], mine);
    expect((await elsewhere.get('/Users')).status).toBe(200);
    await servers[0].ask('mutation ($id: ID!) { rotateConnectionToken(input: { id: $id }) { token } }', { id: mine.id });
    expect((await mine.scim.get('/Users')).status).toBe(401);
    await setTimeout(1300);
    expect((await elsewhere.get('/Users')).status).toBe(401);
  });

  it('never delete a connection as empty and make a person in it', async () => {
    const create = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
    for (let round = 0; round < 20; round += 1) {
      const mine = await servers[0].story.connection('OKTA', `Emptied ${round}`);
      const [deleting, creating] = round % 2 === 0 ? servers : [servers[1], servers[0]];
      const [deleted, created] = await Promise.allSettled([
        deleting.ask('mutation ($id: ID!) { deleteConnection(input: { id: $id }) { id } }', { id: mine.id }),
        creating.ask(create, { input: { userName: 'ada', connectionId: mine.id } }),
      ]);
      expect([deleted.status, created.status].sort()).toEqual(['fulfilled', 'rejected']);
      if (deleted.status === 'rejected') expect(deleted.reason).toMatchObject(refused('IN_USE'));
      if (created.status === 'rejected') expect(created.reason).toMatchObject(refused('NOT_FOUND'));
      expect(await database.db.user.count({ where: { connectionId: mine.id } })).toBe(created.status === 'fulfilled' ? 1 : 0);
    }
  });

  it('leave one live token of six rotations at once', async () => {
    const rotate = 'mutation ($id: ID!) { rotateConnectionToken(input: { id: $id }) { token } }';
    const rotated: { id: string; tokens: string[] }[] = [];
    for (let round = 0; round < 10; round += 1) {
      const { id, token } = await servers[0].story.connection('GOOGLE');
      const rotations = Array.from({ length: 6 }, (_, place) => servers[place % 2 === 0 ? 0 : 1].ask(rotate, { id }));
      const answers = await Promise.all(rotations);
      rotated.push({ id, tokens: [token, ...answers.map(({ rotateConnectionToken }) => rotateConnectionToken.token)] });
    }
    await setTimeout(1300);
    for (const { id, tokens } of rotated) {
      for (const server of servers) {
        const answers = await Promise.all(tokens.map((token) => through(server, { id, token }).get('/Users')));
        expect(statuses(answers)).toEqual([200, ...Array(6).fill(401)]);
      }
    }
  });

  it('count every change in the versions and in the change log', async () => {
    const id = await user('versions');
    await race(...Array.from({ length: 12 }, (_, place) => () => either(place).patch(`/Users/${id}`, setting('title', `title ${place}`))));
    const changes = await database.db.change.findMany({ where: { resourceId: id }, orderBy: { id: 'asc' } });
    expect(changes.map(({ version }) => version).sort((a, b) => a - b)).toEqual(changes.map((_, place) => place + 1));
    expect((await one.get(`/Users/${id}`)).headers.get('etag')).toBe(`W/"${changes.length}"`);
  });

  // The last test of the file: it ends the key that the others use.
  it('keep one of the last administrators when each is revoked at once', async () => {
    const create = 'mutation { createApiKey(input: { name: "Admin", role: ADMIN }) { token apiKey { id } } }';
    const revoke = 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }';
    const admin = async (by?: string) => {
      const { token, apiKey } = (await servers[0].ask(create, {}, by)).createApiKey;
      return { token: token as string, id: apiKey.id as string };
    };
    let last = await admin();
    const { apiKeys } = await servers[0].ask('{ apiKeys { nodes { id role } } }');
    for (const { id, role } of apiKeys.nodes) if (role === 'ADMIN' && id !== last.id) await servers[0].ask(revoke, { id }, last.token);
    for (let round = 0; round < 5; round += 1) {
      const all = [last, ...(await Promise.all(Array.from({ length: 7 }, () => admin(last.token))))];
      const revoked = all.map(({ id, token }, place) => servers[place % 2 === 0 ? 0 : 1].ask(revoke, { id }, token));
      const outcomes = await Promise.allSettled(revoked);
      const kept = outcomes.flatMap((outcome, place) => (outcome.status === 'rejected' ? [{ outcome, key: all[place] }] : []));
      expect(kept).toMatchObject([{ outcome: { reason: refused('IN_USE') } }]);
      last = kept[0]?.key ?? last;
    }
  });
});
