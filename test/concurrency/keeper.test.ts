import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { agreedMembers } from '#test/directory/keeper/membership.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { groupOf, joining, leaving, person, type ScimClient, scimClient } from '#test/support/scim.ts';
import { type Server, startServer } from '#test/support/server.ts';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The names under which the processes are known to the database. */
type Name = 'one' | 'other';

describe.runIf(onServer)('two processes that keep the membership on one PostgreSQL (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let servers: Record<Name, Server>;
  let connection: { id: string; token: string };
  const people: string[] = [];
  const groups: string[] = [];

  const start = (name: Name) => startServer({ DATABASE_URL: `${database.url}?application_name=${name}`, LOG_LEVEL: 'error' });
  const through = (name: Name): ScimClient => scimClient(`${servers[name].url}/scim/v2/${connection.id}`, connection.token);

  beforeAll(async () => {
    database = await freshDatabase();
    const [one, other] = await Promise.all([start('one'), start('other')]);
    servers = { one, other };
    connection = await one.story.connection();
    for (let place = 0; place < 12; place += 1) people.push((await through('one').post('/Users', person(`person-${place}`))).body.id);
    for (const name of ['inner', 'outer']) groups.push((await through('one').post('/Groups', groupOf(name))).body.id);
    await through('one').patch(`/Groups/${groups[1]}`, joining(groups[0] ?? ''));
    for (const [place, userId] of people.entries()) {
      const { id } = await one.story.device(`C${place}`, { connectionId: connection.id });
      await one.story.assign(id, userId);
    }
    await createPolicies();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
    await database.close();
  });

  const createPolicies = () =>
    database.db.policy.createMany({
      data: [
        { department: { eq: 'Sales' } },
        { not: { department: { eq: 'Sales' } } },
        { memberOf: { ids: [groups[1] ?? ''] } },
        { manager: { department: { eq: 'Sales' } } },
      ].map((users, place) => ({ name: `Policy ${place}`, users, updatedBy: 'test' })),
    });

  /** Changes people, managers and groups through one process until it is told to stop, or the process is gone. */
  function fly(name: Name, lane: number) {
    let flying = true;
    const scim = through(name);
    const someone = (count: number) => people[(lane * 5 + count * 7) % people.length] ?? '';
    async function run() {
      for (let count = 0; flying; count += 1) {
        const department = count % 2 === 0 ? 'Sales' : 'Support';
        const of = (path: string, value: unknown) => [{ op: 'replace', path: `${enterprise}:${path}`, value }];
        await scim.patch(`/Users/${someone(count)}`, of('department', department));
        await scim.patch(`/Users/${someone(count + 1)}`, of('manager', { value: someone(count + 3) }));
        await scim.patch(`/Groups/${groups[0]}`, count % 3 === 0 ? leaving(someone(count)) : joining(someone(count)));
      }
    }
    const landed = run().catch(() => {});
    return () => {
      flying = false;
      return landed;
    };
  }

  /** Which process waits in the middle of a turn to tell the history, which the lock of a table keeps it from. */
  async function waiting(): Promise<Name> {
    for (;;) {
      const { rows } = await database.pool.query<{ name: Name }>(
        `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE datname = current_database() AND relation = 'policy_changes'::regclass AND NOT granted`,
      );
      if (rows[0]) return rows[0].name;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('miss nothing and tell nothing twice when one is killed in the middle of a turn, with changes flying', {
    timeout: 180_000,
  }, async () => {
    const { db } = database;
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    onTestFinished(() => client.end());
    for (let round = 0; round < 3; round += 1) {
      await client.query('BEGIN; LOCK TABLE policy_changes IN SHARE MODE');
      const land = [fly('one', 1), fly('other', 2), fly('one', 3), fly('other', 4)];
      const killed = await waiting();
      await servers[killed].kill();
      await client.query('COMMIT');
      servers[killed] = await start(killed);
      await Promise.all(land.map((stop) => stop()));
      while ((await db.pendingChange.count()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      const members = await agreedMembers(database, `round ${round}`);
      expect(Object.keys(members).length).toBeGreaterThan(1);
    }
  });

  it('share the work with whoever else takes turns', { timeout: 120_000 }, async () => {
    const land = [fly('one', 1), fly('other', 2)];
    const turns = await database.db.keeper.findFirstOrThrow();
    await Promise.all(
      Array.from({ length: 3 }, async () => {
        for (let count = 0; count < 8; count += 1) await catchUp(database.db);
      }),
    );
    await Promise.all(land.map((stop) => stop()));
    await catchUp(database.db);
    expect((await database.db.keeper.findFirstOrThrow()).turn).toBeGreaterThan(turns.turn);
    await agreedMembers(database, 'many turns');
  });
});
