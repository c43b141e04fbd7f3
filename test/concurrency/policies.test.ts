import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';
import { type Server, startServer } from '#test/support/server.ts';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

describe.runIf(onServer)('policies in two server processes on one PostgreSQL (needs TEST_DATABASE_URL)', () => {
  let database: TestDatabase;
  let servers: [Server, Server];
  beforeAll(async () => {
    database = await freshDatabase();
    const environment = { DATABASE_URL: database.url ?? '', LOG_LEVEL: 'error' };
    servers = await Promise.all([startServer(environment), startServer(environment)]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
  });

  const create = async (input: Record<string, unknown> = {}): Promise<string> => (await servers[0].story.policy('Policy', input)).id;
  const change = (place: number, name: string, input: object) =>
    servers[place % 2 === 0 ? 0 : 1].ask(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`,
      { input },
    );
  const update = (place: number, id: string, more: object) => change(place, 'updatePolicy', { id, ...more });
  const naming = (id: string | undefined) => ({ inPolicies: { ids: [id] } });
  const outcomes = (answers: readonly PromiseSettledResult<unknown>[]) => answers.map(({ status }) => status).sort();

  it('never ask for each other’s members, however their changes race', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = [await create(), await create()];
      const answers = await Promise.allSettled([update(0, one, { users: naming(other) }), update(1, other, { devices: naming(one) })]);
      expect(outcomes(answers)).toEqual(['fulfilled', 'rejected']);
      expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refused('INVALID_CONDITION') });
    }
  });

  it('never make a circle of ten, of which each is made to name the next at once', async () => {
    const circle = await Promise.all(Array.from({ length: 10 }, () => create()));
    const answers = await Promise.allSettled(
      circle.map((id, place) => update(place, id, { users: naming(circle[(place + 1) % circle.length]) })),
    );
    expect(outcomes(answers)).toEqual([...Array(9).fill('fulfilled'), 'rejected']);
  });

  it('name what is there, however naming and deleting race', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [base, derived] = [await create(), await create()];
      const [named, deleted] = await Promise.allSettled([
        update(0, derived, { users: naming(base) }),
        change(1, 'deletePolicy', { id: base }),
      ]);
      expect([named?.status, deleted?.status].sort()).toEqual(['fulfilled', 'rejected']);
      const refusal = named?.status === 'rejected' ? named : deleted;
      expect(refusal).toMatchObject({ reason: refused(named?.status === 'rejected' ? 'INVALID_CONDITION' : 'IN_USE') });
    }
  });

  it('keep both of two conditions that are changed at once, and know what both name', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [id, ofUsers, ofDevices] = [await create(), await create(), await create()];
      await Promise.all([update(0, id, { users: naming(ofUsers) }), update(1, id, { devices: naming(ofDevices) })]);
      expect(await database.db.policy.findUnique({ where: { id } })).toMatchObject({ version: 3 });
      for (const [place, base] of [ofUsers, ofDevices].entries())
        await expect(change(place, 'deletePolicy', { id: base })).rejects.toMatchObject(refused('IN_USE'));
    }
  });

  it('are for whom they are at the moment of asking, whichever process has changed them', async () => {
    const { story } = servers[0];
    const [{ id: device }, base] = [await story.device('C1'), await create()];
    const id = await create({ devices: naming(base) });
    const document = `query ($id: ID!, $device: ID!) { policy(id: $id) { devices { nodes { id } } } device(by: { id: $device }) { policies { nodes { id } } } }`;
    for (let round = 0; round < 6; round += 1) {
      const isIn = round % 2 === 0;
      await update(round, base, { devices: isIn ? { platform: { exists: false } } : null });
      for (const server of servers) {
        const { policy, device: found } = await server.ask(document, { id, device });
        expect(policy.devices.nodes).toEqual(isIn ? [{ id: device }] : []);
        expect(found.policies.nodes.map((one: { id: string }) => one.id).sort()).toEqual(isIn ? [base, id].sort() : []);
      }
    }
  });

  it('let one of two changes at the same version win', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await create();
      const answers = await Promise.allSettled(
        [0, 1].map((place) => update(place, id, { expectedVersion: 1, users: {}, priority: place + 1 })),
      );
      expect(outcomes(answers)).toEqual(['fulfilled', 'rejected']);
      expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refused('STALE_VERSION') });
    }
  });

  it('list just those of the last of several replacements', async () => {
    const { story } = servers[0];
    const people = await Promise.all(Array.from({ length: 8 }, (_, at) => story.user(`person-${at}`)));
    const id = await create();
    await Promise.all(people.map((person, place) => update(place, id, { include: { users: { set: [person.id] } } })));
    expect(await database.db.policyListing.count({ where: { policyId: id } })).toBe(1);
  });
});
