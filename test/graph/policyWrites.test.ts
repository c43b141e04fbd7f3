import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';

let app: App;
let actor: string;
let connectionId: string;
let ada: string;
let bob: string;
let mac: string;
beforeAll(async () => {
  app = await startApp();
  actor = `credential:${(await app.ask('{ viewer { id } }')).viewer.id}`;
  connectionId = (await app.story.connection()).id;
  ada = (await app.story.user('ada', { connectionId })).id;
  bob = (await app.story.user('bob', { connectionId })).id;
  mac = (await app.story.device('C1', { connectionId })).id;
});
afterAll(() => app.close());

const selection = `id name description priority enabled onDisable connection { id } version updatedBy userCondition { where } deviceCondition { where }
  includes { totalCount nodes { kind resourceId user { userName } device { serialNumber } } } excludes { nodes { resourceId } }`;

const create = async (input: object) =>
  (await app.ask(`mutation ($input: CreatePolicyInput!) { createPolicy(input: $input) { policy { ${selection} } } }`, { input }))
    .createPolicy.policy;
const update = async (input: object) =>
  (await app.ask(`mutation ($input: UpdatePolicyInput!) { updatePolicy(input: $input) { policy { ${selection} } } }`, { input }))
    .updatePolicy.policy;
const remove = (input: object) => app.ask('mutation ($input: DeletePolicyInput!) { deletePolicy(input: $input) { id } }', { input });
const read = async (id: string) => (await app.ask(`query ($id: ID!) { policy(id: $id) { ${selection} } }`, { id })).policy;

const idsOf = ({ nodes }: { nodes: { resourceId: string }[] }) => nodes.map(({ resourceId }) => resourceId).sort();

/** The lines of the change log about a policy. */
const linesOf = async (resourceId: string) => {
  const lines = await app.database.db.change.findMany({ where: { resourceId }, orderBy: { id: 'asc' } });
  return lines.map(({ operation, version, attributes, members }) => ({
    operation,
    version,
    attributes,
    ...(members !== null && { members }),
  }));
};

const users = { department: { eq: 'Sales' } };
const devices = { platform: { eq: 'macOS' } };

describe('createPolicy', () => {
  it('makes a policy that applies to nobody of all connections when it is told no more than a name', async () => {
    expect(await create({ name: 'Bare' })).toEqual({
      id: expect.any(String),
      name: 'Bare',
      description: null,
      priority: 0,
      enabled: true,
      onDisable: 'KEEP',
      connection: null,
      version: 1,
      updatedBy: actor,
      userCondition: null,
      deviceCondition: null,
      includes: { totalCount: 0, nodes: [] },
      excludes: { nodes: [] },
    });
  });

  it('keeps all that it is told', async () => {
    const made = await create({
      connectionId,
      name: 'Whole',
      description: 'Everything.',
      priority: -4,
      enabled: false,
      onDisable: 'REMOVE',
      users: { ...users, createdAt: { gt: '2026-01-01T00:00:00Z' } },
      devices,
      include: [ada, mac, ada.toUpperCase()],
      exclude: [bob],
    });
    expect(made).toMatchObject({
      name: 'Whole',
      description: 'Everything.',
      priority: -4,
      enabled: false,
      onDisable: 'REMOVE',
      connection: { id: connectionId },
      userCondition: { where: { ...users, createdAt: { gt: '2026-01-01T00:00:00.000Z' } } },
      deviceCondition: { where: devices },
      includes: { totalCount: 2 },
    });
    expect(made.includes.nodes).toEqual(
      expect.arrayContaining([
        { kind: 'USER', resourceId: ada, user: { userName: 'ada' }, device: null },
        { kind: 'DEVICE', resourceId: mac, user: null, device: { serialNumber: 'C1' } },
      ]),
    );
    expect(idsOf(made.excludes)).toEqual([bob]);
    expect(await read(made.id)).toEqual(made);
  });

  it('logs the policy, and who is listed', async () => {
    const { id } = await create({ name: 'Logged', users, include: [ada], exclude: [bob] });
    const [first, ...listed] = await linesOf(id);
    expect(first).toEqual({
      operation: 'CREATED',
      version: 1,
      attributes: expect.arrayContaining(['name', 'users']),
    });
    expect(listed.flatMap(({ members }) => (members as { added: string[] }).added).sort()).toEqual([ada, bob].sort());
  });

  it.each([
    ['an empty name', { name: ' ' }, 'name'],
    ['a name with a NUL', { name: 'a\0' }, 'name'],
    ['a description that is too long', { name: 'x', description: 'x'.repeat(8193) }, 'description'],
  ])('refuses %s', async (_, input, field) => {
    await expect(create(input)).rejects.toMatchObject({ ...refused('INVALID_INPUT'), message: expect.stringContaining(field) });
  });

  it('refuses a condition both as a where and as text', async () => {
    const asked = create({ name: 'Both', users, usersText: 'department eq "Sales"' });
    await expect(asked).rejects.toMatchObject({ ...refused('INVALID_INPUT'), message: expect.stringMatching(/^usersText:/) });
  });

  it.each([
    ['nobody', () => '01900000-0000-7000-8000-000000000000'],
    ['no id', () => 'x'],
    ['a group or connection', () => connectionId],
  ])('refuses to list %s, and makes nothing', async (_, id) => {
    const before = await app.database.db.policy.count();
    for (const list of ['include', 'exclude']) {
      const asked = create({ name: 'Strangers', [list]: [ada, id()] });
      await expect(asked).rejects.toMatchObject({ ...refused('NOT_FOUND'), message: expect.stringMatching(`^${list}\\[1\\]`) });
    }
    expect(await app.database.db.policy.count()).toBe(before);
  });

  it('refuses a connection that is not there', async () => {
    const asked = create({ name: 'Homeless', connectionId: '01900000-0000-7000-8000-000000000000' });
    await expect(asked).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});

describe('updatePolicy', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await create({ name: 'Policy', description: 'One.', connectionId, users, include: [ada] }));
  });

  it('keeps what is absent, and clears what is null or empty', async () => {
    const before = await read(id);
    expect(await update({ id, priority: 7 })).toEqual({ ...before, priority: 7, version: before.version + 1 });
    expect(await update({ id, users: null, devices, description: '' })).toMatchObject({
      userCondition: null,
      deviceCondition: { where: devices },
      description: null,
      priority: 7,
      includes: { totalCount: 1 },
    });
    expect(await update({ id, devicesText: '' })).toMatchObject({ deviceCondition: null });
  });

  it('refuses to clear what every policy has', async () => {
    for (const field of ['name', 'priority', 'enabled', 'onDisable'])
      await expect(update({ id, [field]: null })).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it('leaves the version and the log alone when nothing changes', async () => {
    const before = await read(id);
    const lines = await linesOf(id);
    const same = { id, name: 'Policy', users, include: { users: { set: [ada] }, devices: { remove: [mac] } } };
    expect(await update(same)).toEqual(before);
    expect(await linesOf(id)).toEqual(lines);
  });

  it('replaces those of one kind who are listed, and adds and removes others', async () => {
    await update({ id, include: { users: { set: [bob] }, devices: { add: [mac] } }, exclude: { users: { add: [ada] } } });
    const changed = await read(id);
    expect([idsOf(changed.includes), idsOf(changed.excludes)]).toEqual([[bob, mac].sort(), [ada]]);
    const { includes } = await update({ id, include: { users: { set: [] } } });
    expect(idsOf(includes)).toEqual([mac]);
    expect(idsOf((await update({ id, include: { devices: { remove: [mac, bob] } } })).includes)).toEqual([]);
  });

  it('logs who comes and who goes', async () => {
    await update({ id, include: { users: { set: [bob] } } });
    expect((await linesOf(id)).slice(-2)).toEqual(
      expect.arrayContaining([
        { operation: 'UPDATED', version: expect.any(Number), attributes: ['includes'], members: { added: [bob] } },
        { operation: 'UPDATED', version: expect.any(Number), attributes: ['includes'], members: { removed: [ada] } },
      ]),
    );
    await update({ id, users: {}, exclude: { devices: { add: [mac] } } });
    expect((await linesOf(id)).slice(-2)).toMatchObject([
      { operation: 'UPDATED', attributes: ['users'] },
      { operation: 'UPDATED', attributes: ['excludes'], members: { added: [mac] } },
    ]);
  });

  it('refuses to add and remove the same, and to list as one what is the other', async () => {
    await expect(update({ id, include: { users: { add: [bob], remove: [bob] } } })).rejects.toMatchObject(refused('INVALID_INPUT'));
    const asked = update({ id, name: 'x', exclude: { devices: { add: [mac, bob] } } });
    await expect(asked).rejects.toMatchObject({ ...refused('NOT_FOUND'), message: expect.stringMatching(/^exclude\.devices\.add\[1\]/) });
    expect(await read(id)).toMatchObject({ name: 'Policy', excludes: { nodes: [] } });
  });

  it('keeps who is listed and gone when all are sent again', async () => {
    const { id: gone } = await app.story.user('gone', { connectionId });
    await update({ id, include: { users: { add: [gone] } } });
    await app.ask('mutation ($id: ID!) { deleteUser(input: { id: $id }) { id } }', { id: gone });
    const { includes } = await update({ id, include: { users: { set: [gone, bob] } } });
    expect(includes.nodes).toEqual(
      expect.arrayContaining([{ kind: 'USER', resourceId: gone, user: null, device: null }, expect.objectContaining({ resourceId: bob })]),
    );
    await expect(update({ id, exclude: { users: { add: [gone] } } })).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('refuses a version that has moved on, whatever is changed', async () => {
    const { version } = await read(id);
    await update({ id, name: 'Other' });
    for (const more of [{ name: 'x' }, { users: {} }, { include: { users: { set: [] } } }, { include: { users: { add: [bob] } } }])
      await expect(update({ id, expectedVersion: version, ...more })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect(await update({ id, expectedVersion: version + 1, users: {} })).toMatchObject({ version: version + 2, name: 'Other' });
  });

  it('counts a change of those who are listed as a change of the policy', async () => {
    const { version } = await read(id);
    expect((await update({ id, include: { users: { add: [bob] } } })).version).toBe(version + 1);
    await expect(update({ id, name: 'x', expectedVersion: version })).rejects.toMatchObject(refused('STALE_VERSION'));
  });

  it('lets 20 changes at once all happen, and of 20 replacements the last stand whole', async () => {
    const guests = await Promise.all(Array.from({ length: 20 }, (_, at) => app.story.user(`guest-${at}-${id}`, { connectionId })));
    await Promise.all(guests.map((guest) => update({ id, include: { users: { add: [guest.id] } } })));
    expect((await read(id)).includes.totalCount).toBe(21);
    const replace = (guest: { id: string }) => update({ id, include: { users: { set: [guest.id] } } });
    await Promise.all(guests.slice(0, 5).map(replace));
    expect((await read(id)).includes.totalCount).toBe(1);
  });

  it.each(['01900000-0000-7000-8000-000000000000', 'x'])('refuses a policy that is not there: %s', async (nowhere) => {
    await expect(update({ id: nowhere, name: 'x' })).rejects.toMatchObject(refused('NOT_FOUND'));
    await expect(update({ id: nowhere, users: {} })).rejects.toMatchObject(refused('NOT_FOUND'));
    await expect(remove({ id: nowhere })).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});

describe('deletePolicy', () => {
  it('deletes a policy at its version, and tells the log', async () => {
    const { id, version } = await create({ name: 'Short-lived', users, include: [ada] });
    await expect(remove({ id, expectedVersion: version + 1 })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect(await remove({ id, expectedVersion: version })).toEqual({ deletePolicy: { id } });
    expect(await read(id)).toBeNull();
    expect((await linesOf(id)).at(-1)).toMatchObject({ operation: 'DELETED' });
    expect(await app.database.db.policyListing.count({ where: { policyId: id } })).toBe(0);
    expect(await app.database.db.change.findMany({ where: { resourceId: id, operation: 'DELETED' } })).toMatchObject([{ actor }]);
  });
});
