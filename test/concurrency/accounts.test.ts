import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { expectAgreement } from '#test/directory/accounts/expectAgreement.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { type Server, startServer } from '#test/support/server.ts';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

describe.runIf(onServer)('assignment rules in two server processes on one PostgreSQL (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let servers: [Server, Server];
  const start = () => startServer({ DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' });
  beforeAll(async () => {
    database = await freshDatabase();
    servers = await Promise.all([start(), start()]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
  });

  const at = (place: number): Server => servers[place % 2 === 0 ? 0 : 1];

  const mutate = (place: number, name: string, input: object) =>
    at(place).ask(`mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`, {
      input,
    });

  const ruled = async (...assignmentRules: string[]) => {
    const { id } = await servers[0].story.connection();
    await mutate(0, 'updateConnection', { id, assignmentRules });
    return id;
  };

  const numbers = (count: number) => Array.from({ length: count }, (_, place) => place);

  /** What is still to be written has been, by whichever process. */
  const settled = async (connectionId: string, handed?: ReadonlyMap<string, string>) => {
    await catchUp(database.db);
    await expectAgreement(database, connectionId, handed);
  };

  const assignedCount = (connectionId: string) => database.db.device.count({ where: { connectionId, assignmentSource: 'RULE' } });

  it('miss nobody who comes while a device reports their account', async () => {
    const connectionId = await ruled('USER_NAME', 'LOCAL_PART');
    await Promise.all(
      numbers(60).flatMap((n) => [
        at(n).story.user(`person-${n}@acme.com`, { connectionId }),
        at(n + 1).story.device(`C${n}`, { connectionId, reportedAccount: n % 2 ? `PERSON-${n}` : `person-${n}@acme.com` }),
      ]),
    );
    await settled(connectionId);
    expect(await assignedCount(connectionId)).toBe(60);
  });

  it('never take a device from whom an administrator gives it to meanwhile', async () => {
    const connectionId = await ruled('USER_NAME');
    const boss = (await servers[0].story.user('boss', { connectionId })).id;
    const devices = await Promise.all(
      numbers(40).map((n) => at(n).story.device(`C${n}`, { connectionId, reportedAccount: `person-${n}` })),
    );
    await Promise.all(
      devices.flatMap(({ id }, n) => [at(n).story.user(`person-${n}`, { connectionId }), at(n + 1).story.assign(id, boss)]),
    );
    await settled(connectionId, new Map(devices.map(({ id }) => [id, boss])));
  });

  it('wait for whoever is assigning a device, and then leave it to them', async () => {
    const connectionId = await ruled();
    const boss = (await servers[0].story.user('boss', { connectionId })).id;
    await servers[0].story.user('ada', { connectionId });
    const { id } = await servers[0].story.device('C1', { connectionId, reportedAccount: 'ada' });
    await catchUp(database.db);
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await client.query(
      `UPDATE devices SET "assignedUserId" = $2, "assignmentSource" = 'MANUAL', "assignedAt" = now(), "updatedBy" = 'the boss' WHERE id = $1`,
      [id, boss],
    );
    await mutate(1, 'updateConnection', { id: connectionId, assignmentRules: ['USER_NAME'] });
    await untilOneWaits();
    await client.query('COMMIT');
    client.release();
    await settled(connectionId, new Map([[id, boss]]));
  });

  /** Until a process waits for a lock that another holds. */
  async function untilOneWaits() {
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await database.pool.query(waiting)).rowCount === 0) await setTimeout(20);
  }

  it('agree after a storm of changes of people, devices and rules, in which a process is killed', { timeout: 120_000 }, async () => {
    const connectionId = await ruled('USER_NAME');
    const people = await Promise.all(numbers(20).map((n) => at(n).story.user(`person-${n}@acme.com`, { connectionId })));
    const devices = await Promise.all(
      numbers(40).map((n) => at(n).story.device(`C${n}`, { connectionId, reportedAccount: `person-${n % 20}` })),
    );
    const rules = [['USER_NAME'], ['EMAIL', 'LOCAL_PART'], ['LOCAL_PART', 'USER_NAME'], []];
    const [id = '', another = ''] = people.map((person) => person.id);
    const acts = numbers(300).map((n) => async () => {
      const person = people[n % 20]?.id;
      const device = devices[n % 40]?.id;
      if (n % 29 === 0) return mutate(n, 'updateConnection', { id: connectionId, assignmentRules: rules[n % 4] });
      if (n % 5 === 0) return mutate(n, 'updateUser', { id: person, active: n % 2 === 0 });
      if (n % 5 === 1) return mutate(n, 'updateUser', { id: person, emails: [{ value: `person-${n % 7}@example.com` }] });
      if (n % 5 === 2) return mutate(n, 'updateDevice', { id: device, name: `named ${n}` });
      return mutate(n, 'updateDevice', { id: device, reportedAccount: `person-${n % 11}${n % 3 ? '' : '@acme.com'}` });
    });
    // What is under way at the killed process may fail.
    const storm = Promise.allSettled(acts.map((act) => act()));
    await servers[1].kill();
    const outcomes = await storm;
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(100);
    await settled(connectionId);
    servers[1] = await start();
    await mutate(0, 'updateConnection', { id: connectionId, assignmentRules: ['LOCAL_PART'] });
    await mutate(1, 'updateUser', { id, active: true });
    await mutate(0, 'deleteUser', { id: another });
    await settled(connectionId);
  });
});
