import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparable, readState } from '#test/reference/readState.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { groupOf, person, type ScimClient, scimClient } from '#test/support/scim.ts';
import { type Server, startServer } from '#test/support/server.ts';
import { chanceOf } from './load/chance.ts';
import { attributesOf, type Event, type Moment, orderOf } from './load/orderOf.ts';
import { performAlone, performTogether } from './load/perform.ts';
import { type Answered, isAcknowledged, versionIn, type Write } from './load/Write.ts';
import { type Cast, writerOf } from './load/writes.ts';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

const operations = 1000;
const clients = 8;
/** A thousand operations may collide so often that a client is asked to try again. */
const mostCollisions = 10;

describe.runIf(onServer)('a thousand operations of eight clients through two processes (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let servers: [Server, Server];
  let connection: { id: string; token: string };
  let cast: Cast;
  let answers: Answered[];

  const through = ({ url }: Server): ScimClient => scimClient(`${url}/scim/v2/${connection.id}`, connection.token);
  const either = (place: number) => through(servers[place % 2 === 0 ? 0 : 1]);

  beforeAll(async () => {
    database = await freshDatabase();
    const environment = { DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' };
    servers = await Promise.all([startServer(environment), startServer(environment)]);
    connection = await servers[0].story.connection();
    cast = await makeCast();
    answers = await race();
  }, 240_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
  });

  async function makeCast(): Promise<Cast> {
    const make = async (path: string, body: object): Promise<string> => (await either(0).post(path, body)).body.id;
    const users = await Promise.all(Array.from({ length: 8 }, (_, place) => make('/Users', person(`someone ${place}`))));
    const groups = await Promise.all(Array.from({ length: 4 }, (_, place) => make('/Groups', groupOf(`some ${place}`))));
    const mortal = new Set([...users.slice(0, 3), ...groups.slice(0, 1)]);
    return { users: users as [string, ...string[]], groups: groups as [string, ...string[]], mortal };
  }

  /** Every client writes, one request after the other, until there are enough. */
  async function race(): Promise<Answered[]> {
    const answered: Answered[] = [];
    let begun = 0;
    const client = async (place: number) => {
      const scim = either(place);
      const chance = chanceOf(place + 1);
      const next = writerOf(cast, chance, String(place));
      const write = async (): Promise<Write> => {
        const { write, isConditional } = next();
        return isConditional
          ? { ...write, ifMatch: versionIn((await scim.get(`${write.path}?attributes=id`)).headers.get('etag')) }
          : write;
      };
      while (begun < operations) {
        const isBulk = chance() < 0.1;
        begun += isBulk ? 4 : 1;
        const writes = await Promise.all(Array.from({ length: isBulk ? 4 : 1 }, write));
        answered.push(...(isBulk ? await performTogether(scim, writes) : await performAlone(scim, writes[0] as Write)));
      }
    };
    await Promise.all(Array.from({ length: clients }, (_, place) => client(place)));
    return answered;
  }

  const pathsOf = ({ users, groups }: Cast) => [...users.map((id) => `/Users/${id}`), ...groups.map((id) => `/Groups/${id}`)];
  const about = (path: string) => answers.filter(({ write }) => write.path === path);
  const deletionOf = (path: string) => about(path).find((answer) => isAcknowledged(answer) && answer.write.change.kind === 'delete');

  /** How a resource was when the clients began. */
  const firstOf = (path: string): Moment => {
    const place = (path.startsWith('/Users') ? cast.users : cast.groups).indexOf(path.split('/').at(-1) ?? '');
    const state = path.startsWith('/Users') ? { userName: `someone ${place}`, active: true } : { displayName: `some ${place}` };
    return { version: 1, state, people: Object.fromEntries(cast.users.map((id) => [id, { value: id, type: 'User' }])) };
  };

  /** What happened to a resource. Who is deleted leaves the groups. */
  function eventsOf(path: string): Event[] {
    const writes = about(path).filter(isAcknowledged);
    if (path.startsWith('/Users')) return writes;
    const gone = cast.users.flatMap((id): Event[] => {
      const deletion = deletionOf(`/Users/${id}`);
      return deletion ? [{ ...deletion, gone: id }] : [];
    });
    return [...writes, ...gone];
  }

  it('are answered, and none with a fault', () => {
    expect(answers.length).toBeGreaterThanOrEqual(operations);
    const counts: Record<string, number> = {};
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
    expect(
      Object.keys(counts).filter((status) => !['200', '204', '400', '404', '412', '503'].includes(status)),
      JSON.stringify(counts),
    ).toEqual([]);
    expect(counts['503'] ?? 0).toBeLessThanOrEqual(mostCollisions);
    expect(answers.filter(isAcknowledged).length, JSON.stringify(counts)).toBeGreaterThan(operations / 2);
  });

  it('are refused only for a reason', () => {
    for (const { status, write, answered } of answers) {
      const deletion = deletionOf(write.path);
      if (status === 412) expect(write.ifMatch).toBeDefined();
      if (status === 404) expect(deletion?.sent).toBeLessThan(answered);
      // Of what is sent here, only a member who is gone can be wrong.
      if (status === 400) expect(cast.users.some((id) => (deletionOf(`/Users/${id}`)?.sent ?? Infinity) < answered)).toBe(true);
    }
  });

  it('leave what some order of those that were acknowledged leaves, each of which saw what had been acknowledged before', async () => {
    for (const path of pathsOf(cast)) {
      const first = firstOf(path);
      const events = eventsOf(path);
      const moments = orderOf(path, first, events);
      expect(moments, `no order of ${JSON.stringify(events, undefined, 1)}`).toBeDefined();
      const last = moments?.at(-1) ?? first;
      const { status, headers, body } = await either(1).get(path);
      if (deletionOf(path)) expect(status).toBe(404);
      else {
        const attributes = attributesOf(last, path);
        expect(versionIn(headers.get('etag'))).toBe(last.version);
        expect(comparable(attributes, readState(attributes, body))).toEqual(comparable(attributes, last.state));
      }
    }
  });
});
