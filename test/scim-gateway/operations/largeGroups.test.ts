import type { PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { crowd, gather } from '#test/support/crowd.ts';
import { type Statement, statementsDuring } from '#test/support/database.ts';
import { groupOf, type ScimClient } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

/** PGlite takes its time for more. */
const size = process.env.TEST_DATABASE_URL ? 100_000 : 5000;
const tenth = size / 10;

let app: App;
let acme: ConnectionOfStory;
let scim: ScimClient;
let people: string[];
let group: string;

beforeAll(async () => {
  app = await startApp();
  acme = await app.story.connection();
  scim = acme.scim;
  people = await crowd(app, acme.id, size + tenth);
}, 120_000);
afterAll(() => app.close());

let groups = 0;
async function largeGroup(members: readonly string[]): Promise<string> {
  groups += 1;
  const { id } = await app.story.group(`Large ${groups}`, [], { connectionId: acme.id });
  await gather(app, id, members);
  return id;
}

/** The statements of a request, but for that of its credential, which is asked for once a second. */
async function statementsOf(act: () => Promise<{ status: number }>): Promise<Statement[]> {
  await scim.get('/ServiceProviderConfig');
  return statementsDuring(app.database, async () => {
    expect((await act()).status).toBeLessThan(300);
  });
}

const isOfMembers = ({ text }: Statement) => /memberships|leave_group/i.test(text);

const rowsOf = async (id: string) => {
  const { rows } = await app.database.pool.query<{ id: string; userId: string; place: string }>(
    'SELECT id, "userId", ctid::text AS place FROM memberships WHERE "groupId" = $1 ORDER BY id',
    [id],
  );
  return rows;
};

const lastChangesOf = async (id: string, count: number) => {
  const { rows } = await app.database.pool.query<{ members: { added?: string[]; removed?: string[] } }>(
    'SELECT members FROM changes WHERE "resourceId" = $1 AND members IS NOT NULL ORDER BY id DESC LIMIT $2',
    [id, count],
  );
  return Object.assign({}, ...rows.map(({ members }) => members)) as { added?: string[]; removed?: string[] };
};

const membersIn = (body: { members?: { value: string }[] }) => (body.members ?? []).map(({ value }) => value);
const replacing = (ids: readonly string[]) => [{ op: 'replace', path: 'members', value: ids.map((value) => ({ value })) }];

describe(`a group of ${size.toLocaleString('en')} members`, { timeout: 120_000 }, () => {
  beforeAll(async () => {
    group = await largeGroup(people.slice(0, size));
  }, 120_000);

  it.each([
    ['GET', () => scim.get(`/Groups/${group}?excludedAttributes=members`)],
    ['GET of some attributes', () => scim.get(`/Groups/${group}?attributes=displayName`)],
    ['list', () => scim.get('/Groups?excludedAttributes=members&count=200')],
    ['search', () => scim.post('/Groups/.search', { excludedAttributes: ['members'], filter: 'displayName sw "Large"' })],
    ['search of everything', () => scim.post('/.search', { excludedAttributes: ['members', 'groups'], count: 1 })],
    ['PATCH of its name', () => scim.patch(`/Groups/${group}`, [{ op: 'replace', path: 'externalId', value: 'named' }])],
  ])('has no member read by a %s that shows none', async (_, act) => {
    const statements = await statementsOf(act);
    const reading = statements.filter(({ text }) => /^\s*SELECT/i.test(text));
    expect(statements.length).toBeGreaterThan(0);
    expect(reading.filter(isOfMembers)).toEqual([]);
  });

  it('is written by one statement when some join and some leave, which names those alone', async () => {
    const [leaver, joiner] = [people[0] as string, people[size] as string];
    const operations = [
      { op: 'add', path: 'members', value: [{ value: joiner }] },
      { op: 'remove', path: `members[value eq "${leaver}"]` },
    ];
    const before = await rowsOf(group);
    const statements = await statementsOf(() => scim.patch(`/Groups/${group}`, operations));
    expect(statements.filter(isOfMembers)).toHaveLength(1);
    expect(JSON.stringify(statements.map(({ values }) => values)).length).toBeLessThan(2000);
    const after = await rowsOf(group);
    expect(after.slice(0, -1)).toEqual(before.filter(({ userId }) => userId !== leaver));
    expect(after.at(-1)?.userId).toBe(joiner);
  });

  it('is answered whole, as it is at one version, with the same entity tag every time', async () => {
    const [first, second] = [await scim.get(`/Groups/${group}`), await scim.get(`/Groups/${group}`)];
    const rows = await rowsOf(group);
    expect(membersIn(first?.body).sort()).toEqual(rows.map(({ userId }) => userId).sort());
    expect(first?.body.meta.version).toBe(first?.headers.get('etag'));
    expect(second?.text).toBe(first?.text);
    const known = await scim.get(`/Groups/${group}`, { 'if-none-match': first?.headers.get('etag') as string });
    expect(known).toMatchObject({ status: 304, text: '' });
  });

  it('shows of each member what is asked for, and the same in a list', async () => {
    const { body } = await scim.get(`/Groups/${group}?attributes=members.value,members.display`);
    expect(body.members).toHaveLength(size);
    expect(body.members).toContainEqual({ value: people[2], display: 'Person 3' });
    const listed = await scim.get(`/Groups?attributes=members.value,members.display&filter=id+eq+%22${group}%22`);
    expect(listed.body).toMatchObject({ totalResults: 1, itemsPerPage: 1 });
    expect(listed.body.Resources).toEqual([body]);
  });

  it('is never shown with members of another version, while people join and leave', async () => {
    const turns = Array.from({ length: 6 }, (_, turn) => people[size + 1 + turn] as string);
    const write = async () => {
      for (const id of turns) await scim.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value: [{ value: id }] }]);
    };
    const seen = new Map<string, number>();
    const read = async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        const { body, headers } = await scim.get(`/Groups/${group}`);
        expect(headers.get('etag')).toBe(body.meta.version);
        const version = body.meta.version.split('-')[0];
        expect(seen.get(version) ?? body.members.length).toBe(body.members.length);
        seen.set(version, body.members.length);
      }
    };
    const atFirst = await scim.get(`/Groups/${group}?excludedAttributes=members`);
    const countAtFirst = (await rowsOf(group)).length;
    await Promise.all([write(), read(), read()]);
    const versionAtFirst = Number(/\d+/.exec(atFirst.body.meta.version)?.[0]);
    for (const [version, count] of seen) expect(count - countAtFirst).toBe(Number(/\d+/.exec(version)?.[0]) - versionAtFirst);
  });
});

describe.each([
  ['PUT', (id: string, ids: string[]) => scim.put(`/Groups/${id}?excludedAttributes=members`, groupOf(`Replaced ${id}`, ids))],
  ['PATCH that replaces', (id: string, ids: string[]) => scim.patch(`/Groups/${id}`, replacing(ids))],
])('%s the members of a group (RFC 7644 §3.5)', (_, replace) => {
  const change = tenth / 100;
  const wanted = () => people.slice(change, tenth + change);

  beforeEach(async () => {
    group = await largeGroup(people.slice(0, tenth));
  });

  it(`is a set difference in one statement for ${tenth.toLocaleString('en')}: who stays is not touched, and not logged`, async () => {
    const before = await rowsOf(group);
    const statements = await statementsOf(() => replace(group, wanted()));
    expect(statements.filter(isOfMembers)).toHaveLength(1);
    const after = await rowsOf(group);
    expect(after.map(({ userId }) => userId).sort()).toEqual(wanted().sort());
    const stayed = new Set(people.slice(change, tenth));
    expect(after.filter(({ userId }) => stayed.has(userId))).toEqual(before.filter(({ userId }) => stayed.has(userId)));
    const logged = await lastChangesOf(group, 2);
    expect(logged.removed?.sort()).toEqual(people.slice(0, change).sort());
    expect(logged.added?.sort()).toEqual(people.slice(tenth, tenth + change).sort());
  });

  it('changes no row, and no version, when nothing differs', async () => {
    await replace(group, wanted());
    const [rows, { headers }] = [await rowsOf(group), await scim.get(`/Groups/${group}?excludedAttributes=members`)];
    await replace(group, wanted().reverse());
    expect(await rowsOf(group)).toEqual(rows);
    expect((await scim.get(`/Groups/${group}?excludedAttributes=members`)).headers.get('etag')).toBe(headers.get('etag'));
  });
});

it('takes seconds, not minutes, to replace all members where the server has little memory for it', { timeout: 60_000 }, async () => {
  const id = await largeGroup(people.slice(0, size));
  const client = await app.database.pool.connect();
  try {
    await client.query("SET work_mem = '64kB'");
    await client.query('SELECT leave_group_except($1::uuid, $2::uuid[])', [id, people.slice(tenth)]);
  } finally {
    await client.query('RESET work_mem');
    client.release();
  }
  expect(await rowsOf(id)).toHaveLength(size - tenth);
});

describe('GET /Groups with the members of large groups', () => {
  const few = 500;
  let mixed: Record<string, string[]>;
  beforeAll(async () => {
    acme = await app.story.connection('OKTA', 'Mixed');
    scim = acme.scim;
    const crowded = await crowd(app, acme.id, 4 * few);
    mixed = {};
    for (const count of [0, few, 1, few + 1, 4 * few, 3]) mixed[await largeGroup(crowded.slice(0, count))] = crowded.slice(0, count);
  });

  it.each(['/Groups?count=200', '/?count=200&excludedAttributes=groups&filter=meta.resourceType+eq+%22Group%22'])(
    'shows every group with all its members, reading only the large ones by themselves: %s',
    async (path) => {
      let answer = await scim.get(path);
      const statements = await statementsOf(async () => {
        answer = await scim.get(path);
        return answer;
      });
      const { totalResults, itemsPerPage, Resources } = answer.body;
      expect([totalResults, itemsPerPage]).toEqual([6, 6]);
      for (const resource of Resources) expect(membersIn(resource).sort(), resource.id).toEqual(mixed[resource.id]?.slice().sort());
      expect(Resources.map(({ id }: { id: string }) => id)).toEqual(Object.keys(mixed));
      expect(statements.filter(isOfMembers)).toHaveLength(3);
    },
  );

  it('gives each group the entity tag that it has alone', async () => {
    const { body } = await scim.get('/Groups?count=200');
    for (const { id, meta } of body.Resources) expect((await scim.get(`/Groups/${id}`)).headers.get('etag')).toBe(meta.version);
  });

  /** Deletes a group between the reading of the page and that of the group. */
  async function deletedMeanwhile(id: string, act: () => Promise<unknown>): Promise<void> {
    const { pool } = app.database;
    let reads = 0;
    const watch = (client: PoolClient) => {
      const query = client.query.bind(client) as (...parameters: unknown[]) => Promise<unknown>;
      const slowly = async (statement: unknown, ...more: unknown[]) => {
        if (JSON.stringify(statement).includes('memberships') && ++reads === 2) await query('DELETE FROM groups WHERE id = $1', [id]);
        return query(statement, ...more);
      };
      Object.assign(client, { query: slowly });
      pool.once('release', () => Reflect.deleteProperty(client, 'query'));
    };
    pool.on('acquire', watch);
    await act().finally(() => pool.off('acquire', watch));
    expect(reads).toBe(2);
  }

  it('breaks the connection, rather than leave the group out, when it is deleted while its page is written', async () => {
    const { id: connectionId, scim: client } = await app.story.connection('OKTA', 'Breaking');
    const crowded = await crowd(app, connectionId, few + 1);
    const named = async (displayName: string, members: string[]) => {
      const { id } = await app.story.group(displayName, [], { connectionId });
      await gather(app, id, members);
      return id;
    };
    await named('Shown first', crowded.slice(1));
    const lost = await named('Lost', crowded);
    await deletedMeanwhile(lost, () => expect(client.get('/Groups')).rejects.toThrow(/terminated/));
    expect((await client.get('/Groups')).body).toMatchObject({ totalResults: 1, itemsPerPage: 1 });
    const alone = await named('Alone', crowded);
    await deletedMeanwhile(alone, async () =>
      expect(await client.get('/Groups?filter=displayName+eq+%22Alone%22')).toMatchObject({
        status: 503,
        body: { status: '503', detail: expect.stringContaining('was deleted while it was listed') },
      }),
    );
  });
});
