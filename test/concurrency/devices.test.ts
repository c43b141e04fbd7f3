import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';
import { type Server, startServer } from '#test/support/server.ts';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

const register = `mutation ($input: RegisterDevicesInput!) { registerDevices(input: $input) {
  created updated unchanged failed notWritten results { outcome device { serialNumber version } error { code message } } } }`;

describe.runIf(onServer)('devices in two server processes on one PostgreSQL (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let servers: [Server, Server];
  beforeAll(async () => {
    database = await freshDatabase();
    const environment = { DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' };
    servers = await Promise.all([startServer(environment), startServer(environment)]);
    await servers[0].story.facts({
      wifi: 'STRING',
      ...Object.fromEntries(Array.from({ length: 12 }, (_, place) => [`fact${place}`, 'NUMBER'])),
    });
  }, 120_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
  });

  const connection = async () => (await servers[0].story.connection()).id;
  const change = (place: number, name: string, input: object) =>
    servers[place % 2 === 0 ? 0 : 1].ask(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { device { id version } } }`,
      { input },
    );
  const push = async (place: number, connectionId: string, devices: readonly object[], onError = 'REJECT_ALL') =>
    (await servers[place % 2 === 0 ? 0 : 1].ask(register, { input: { connectionId, devices, onError } })).registerDevices;

  const rows = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, place) => ({ serialNumber: `C${place}`, udid: `U${place}`, ...more }));
  const rowsOf = (connectionId: string) => database.db.device.findMany({ where: { connectionId } });

  it('make each of 500 new devices once when both push them all, in whatever order', async () => {
    for (let round = 0; round < 3; round += 1) {
      const id = await connection();
      const batches = [rows(500), rows(500).toReversed(), rows(500), rows(500).toReversed()];
      const answers = await Promise.all(batches.map((devices, place) => push(place, id, devices)));
      expect(answers.map(({ failed, notWritten }) => failed + notWritten)).toEqual([0, 0, 0, 0]);
      expect(answers.reduce((sum, { created }) => sum + created, 0)).toBe(500);
      expect(answers.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(1500);
      const kept = await rowsOf(id);
      expect(new Set(kept.map(({ serialNumber }) => serialNumber)).size).toBe(500);
      expect(kept).toHaveLength(500);
      expect(kept.every(({ version }) => version === 1)).toBe(true);
      expect(await database.db.change.count({ where: { connectionId: id, resourceType: 'Device' } })).toBe(500);
    }
  });

  it('lose nothing when they push different fields of the same devices in opposite orders', async () => {
    const id = await connection();
    await push(0, id, rows(300));
    const fields = ['name', 'model', 'chip', 'osVersion', 'assetTag', 'platform'];
    const answers = await Promise.all(
      fields.map((field, place) => push(place, id, place % 2 ? rows(300, { [field]: '1' }) : rows(300, { [field]: '1' }).toReversed())),
    );
    expect(answers.map(({ updated }) => updated)).toEqual(fields.map(() => 300));
    const kept = await rowsOf(id);
    expect(
      kept.every((device) => fields.every((field) => Reflect.get(device, field) === '1') && device.version === 1 + fields.length),
    ).toBe(true);
  });

  it('agree about devices that overlap, whatever name they are pushed by', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await connection();
      const whole = rows(100);
      const answers = await Promise.allSettled([
        push(
          0,
          id,
          whole.map(({ serialNumber }) => ({ serialNumber, name: 'a' })),
        ),
        push(1, id, whole),
        push(
          0,
          id,
          whole.map(({ udid }) => ({ udid, model: 'b' })),
        ),
        push(1, id, whole.toReversed()),
      ]);
      // A device that is known by its serial number alone, and by its UDID alone, is two until someone says otherwise; that is told, never guessed.
      for (const answer of answers) {
        if (answer.status === 'rejected') throw answer.reason;
        const { results, failed, notWritten } = answer.value;
        expect(new Set(results.flatMap(({ error }: { error: { code: string } | null }) => error?.code ?? []))).toEqual(
          new Set(failed ? ['AMBIGUOUS'] : []),
        );
        expect(failed === 0 ? notWritten : 0).toBe(0);
      }
      const kept = await rowsOf(id);
      for (const key of ['serialNumber', 'udid'] as const) {
        const names = kept.flatMap((device) => device[key] ?? []);
        expect([names.length, new Set(names).size]).toEqual([100, 100]);
      }
    }
  });

  it('let one of two devices take a name, and tell the other', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await connection();
      const [one, other] = [
        await servers[0].story.device('C1', { connectionId: id }),
        await servers[0].story.device('C2', { connectionId: id }),
      ];
      const [updated, pushed] = await Promise.allSettled([
        change(0, 'updateDevice', { id: one.id, udid: 'wanted' }),
        push(1, id, [{ serialNumber: 'C2', udid: 'WANTED' }]),
      ]);
      expect(pushed.status).toBe('fulfilled');
      const taken = pushed.status === 'fulfilled' && pushed.value.updated === 1;
      if (taken) expect(updated).toMatchObject({ status: 'rejected', reason: refused('ALREADY_EXISTS') });
      else expect(pushed).toMatchObject({ value: { failed: 1, results: [{ error: { code: 'AMBIGUOUS' } }] } });
      const owners = (await rowsOf(id)).filter(({ udid }) => udid?.toLowerCase() === 'wanted');
      expect(owners.map((owner) => owner.id)).toEqual([taken ? other.id : one.id]);
    }
  });

  it('keep every fact and field of reports and changes that race', async () => {
    const connectionId = await connection();
    const { id } = await servers[0].story.device('C1', { connectionId });
    const facts = Array.from({ length: 12 }, (_, place) => `fact${place}`);
    await Promise.all([
      ...facts.map((key, place) => change(place, 'reportFacts', { device: { id }, facts: { [key]: place } })),
      ...['name', 'model', 'chip', 'assetTag'].map((field, place) => change(place, 'updateDevice', { id, [field]: 'x' })),
      push(1, connectionId, [{ serialNumber: 'C1', facts: { wifi: 'net' } }]),
    ]);
    const [kept] = await rowsOf(connectionId);
    expect(kept).toMatchObject({ name: 'x', model: 'x', chip: 'x', assetTag: 'x', version: 18 });
    expect(kept?.facts).toEqual({ wifi: 'net', ...Object.fromEntries(facts.map((key, place) => [key, place])) });
  });

  it('let one of several writes at the same version win', async () => {
    const connectionId = await connection();
    const { id } = await servers[0].story.device('C1', { connectionId });
    const users = await Promise.all(['a', 'b', 'c'].map((name) => servers[0].story.user(name, { connectionId })));
    const outcomes = await Promise.allSettled([
      ...users.map((user, place) => change(place, 'assignDevice', { deviceId: id, userId: user.id, expectedVersion: 1 })),
      change(1, 'updateDevice', { id, name: 'x', expectedVersion: 1 }),
      change(0, 'reportFacts', { device: { id }, facts: { wifi: 'net' }, expectedVersion: 1 }),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(refused('STALE_VERSION'));
  });

  it('write a history without gaps or overlaps when several assign one device', async () => {
    const connectionId = await connection();
    const { id } = await servers[0].story.device('C1', { connectionId });
    const users = await Promise.all(Array.from({ length: 10 }, (_, place) => servers[0].story.user(`user-${place}`, { connectionId })));
    await Promise.all(users.map((user, place) => change(place, 'assignDevice', { deviceId: id, userId: user.id })));
    const history = await database.db.deviceAssignment.findMany({ where: { deviceId: id }, orderBy: { id: 'asc' } });
    expect(new Set(history.map(({ userId }) => userId)).size).toBe(10);
    expect(history.map(({ endedAt }) => endedAt)).toEqual([...history.slice(1).map(({ assignedAt }) => assignedAt), null]);
    const [device] = await rowsOf(connectionId);
    expect(device?.assignedUserId).toBe(history.at(-1)?.userId);
  });

  it('never delete a connection as empty and make a device in it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await connection();
      const [deleted, pushed] = await Promise.allSettled([
        servers[round % 2 === 0 ? 0 : 1].ask('mutation ($id: ID!) { deleteConnection(input: { id: $id }) { id } }', { id }),
        push(round + 1, id, rows(3)),
      ]);
      expect([deleted.status, pushed.status].sort()).toEqual(['fulfilled', 'rejected']);
      if (deleted.status === 'rejected') expect(deleted.reason).toMatchObject(refused('IN_USE'));
      if (pushed.status === 'rejected') expect(pushed.reason).toMatchObject(refused('NOT_FOUND'));
      expect(await rowsOf(id)).toHaveLength(pushed.status === 'fulfilled' ? 3 : 0);
    }
  });
});
