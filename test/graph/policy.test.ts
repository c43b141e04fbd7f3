import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
let made = 0;
/** People and devices of the connection, by name: each person has the device of the same name, and nobody has the spare one. */
let people: Record<'ada' | 'bob' | 'cy', string>;
let devices: Record<'ada' | 'bob' | 'cy' | 'spare', string>;

beforeAll(async () => {
  app = await startApp();
  await settle();
});
afterAll(() => app.close());

/** A connection with people and devices of its own, for those who change them. */
async function settle() {
  const { story } = app;
  made += 1;
  okta = await story.connection('OKTA', `Acme ${made}`);
  const connectionId = okta.id;
  const person = async (name: string, department: string) => (await story.user(name, { connectionId, displayName: name, department })).id;
  const device = async (name: string, platform: string) => (await story.device(name, { connectionId, name, platform })).id;
  people = { ada: await person('ada', 'Sales'), bob: await person('bob', 'Sales'), cy: await person('cy', 'Support') };
  devices = {
    ada: await device('ada', 'macOS'),
    bob: await device('bob', 'iOS'),
    cy: await device('cy', 'macOS'),
    spare: await device('spare', 'macOS'),
  };
  for (const name of ['ada', 'bob', 'cy'] as const) await story.assign(devices[name], people[name]);
}

const ofSales = { department: { eq: 'Sales' } };
const macs = { platform: { eq: 'macOS' } };

/** Makes a policy of the connection. */
const policy = async (more: object = {}): Promise<string> => (await app.story.policy('Policy', { connectionId: okta.id, ...more })).id;

const change = (id: string, more: object) =>
  app.ask('mutation ($input: UpdatePolicyInput!) { updatePolicy(input: $input) { policy { id } } }', { input: { id, ...more } });

/** The names of those whom a policy is for, and for each of all of them whether the policy is among theirs. */
async function members(id: string) {
  const { policy: found, connection } = await app.ask(
    `query ($id: ID!, $connectionId: ID!) {
      policy(id: $id) { users(orderBy: [{ field: USER_NAME }]) { totalCount nodes { userName } } devices(orderBy: [{ field: NAME }]) { totalCount nodes { name } } }
      connection(id: $connectionId) { users { nodes { userName policies { nodes { id } } } } devices { nodes { name policies { totalCount nodes { id } } } } } }`,
    { id, connectionId: okta.id },
  );
  const has = ({ policies }: { policies: { nodes: { id: string }[] } }) => policies.nodes.some((one) => one.id === id);
  const users = found.users.nodes.map((user: { userName: string }) => user.userName);
  const named = found.devices.nodes.map((device: { name: string }) => device.name);
  expect(
    connection.users.nodes
      .filter(has)
      .map((user: { userName: string }) => user.userName)
      .sort(),
  ).toEqual(users);
  expect(
    connection.devices.nodes
      .filter(has)
      .map((device: { name: string }) => device.name)
      .sort(),
  ).toEqual(named);
  expect([found.users.totalCount, found.devices.totalCount]).toEqual([users.length, named.length]);
  return { users, devices: named };
}

describe('whom a policy is for', () => {
  it.each<[what: string, input: () => object, users: string[], devices: string[]]>([
    ['users alone: people, and their devices', () => ({ users: ofSales }), ['ada', 'bob'], ['ada', 'bob']],
    ['devices alone: devices, whoever has them, and no people', () => ({ devices: macs }), [], ['ada', 'cy', 'spare']],
    ['both: people, and those of their devices that match', () => ({ users: ofSales, devices: macs }), ['ada', 'bob'], ['ada']],
    ['neither: nobody', () => ({}), [], []],
    ['everybody, by an empty where', () => ({ users: {}, devices: {} }), ['ada', 'bob', 'cy'], ['ada', 'bob', 'cy']],
    ['neither, with a person: the person and their devices', () => ({ include: [people.cy] }), ['cy'], ['cy']],
    ['neither, with a device: the device', () => ({ include: [devices.spare] }), [], ['spare']],
    ['users, with a device of somebody else', () => ({ users: ofSales, include: [devices.cy] }), ['ada', 'bob'], ['ada', 'bob', 'cy']],
    [
      'devices, with a person: the rule on devices is asked of theirs',
      () => ({ devices: macs, include: [people.bob] }),
      ['bob'],
      ['ada', 'cy', 'spare'],
    ],
    [
      'both, with a person: the rule on devices is asked of theirs',
      () => ({ users: ofSales, devices: macs, include: [people.cy] }),
      ['ada', 'bob', 'cy'],
      ['ada', 'cy'],
    ],
    ['exclude beats the rules', () => ({ users: ofSales, exclude: [people.ada, devices.bob] }), ['bob'], []],
    [
      'exclude beats include',
      () => ({ users: ofSales, include: [people.ada, devices.ada], exclude: [people.ada, devices.ada] }),
      ['bob'],
      ['bob'],
    ],
    [
      'a device is out with its person, though it is included',
      () => ({ include: [devices.ada, devices.cy], exclude: [people.ada] }),
      [],
      ['cy'],
    ],
    ['a disabled one: nobody', () => ({ users: {}, include: [devices.spare], enabled: false }), [], []],
  ])('%s', async (_, input, users, named) => {
    expect(await members(await policy(input()))).toEqual({ users, devices: named });
  });
});

describe('a policy', () => {
  beforeEach(settle);

  it('follows what changes: people, assignments, its rules, and who is listed', async () => {
    const id = await policy({ users: ofSales });
    await app.ask('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id: people.cy, department: 'SALES' },
    });
    expect(await members(id)).toEqual({ users: ['ada', 'bob', 'cy'], devices: ['ada', 'bob', 'cy'] });
    await app.story.assign(devices.spare, people.bob);
    expect(await members(id)).toEqual({ users: ['ada', 'bob', 'cy'], devices: ['ada', 'bob', 'cy', 'spare'] });
    await change(id, { devices: macs, exclude: { users: { add: [people.ada] } } });
    expect(await members(id)).toEqual({ users: ['bob', 'cy'], devices: ['cy', 'spare'] });
    await change(id, { enabled: false });
    expect(await members(id)).toEqual({ users: [], devices: [] });
    await change(id, { enabled: true, users: null });
    expect(await members(id)).toEqual({ users: [], devices: ['cy', 'spare'] });
  });

  it('of one connection is for its people and devices, one of all connections for everybody', async () => {
    const google = await app.story.connection('GOOGLE');
    const stranger = await app.story.user(`dee ${made}`, { connectionId: google.id, department: 'Sales', title: `of ${made}` });
    await app.ask('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id: people.ada, title: `of ${made}` },
    });
    const users = { title: { eq: `of ${made}` } };
    const [own, all] = [await policy({ users }), (await app.story.policy('Of all', { users })).id];
    const named = async (id: string) =>
      (await app.ask('query ($id: ID!) { policy(id: $id) { connection { id } users { nodes { id } } } }', { id })).policy;
    expect(await named(own)).toEqual({ connection: { id: okta.id }, users: { nodes: [{ id: people.ada }] } });
    expect(await named(all)).toEqual({ connection: null, users: { nodes: [{ id: people.ada }, { id: stranger.id }] } });
  });

  it('can ask for members of others, and for those that are in all of several', async () => {
    const sales = await policy({ users: ofSales });
    const apple = await policy({ devices: macs, include: [people.cy] });
    const inBoth = { inPolicies: { ids: [sales, apple], match: 'ALL' } };
    expect(await members(await policy({ devices: inBoth }))).toEqual({ users: [], devices: ['ada'] });
    expect(await members(await policy({ users: { inPolicies: { ids: [sales, apple] } } }))).toEqual({
      users: ['ada', 'bob', 'cy'],
      devices: ['ada', 'bob', 'cy'],
    });
    const others = await policy({ devices: { not: { inPolicies: { ids: [sales] } } } });
    expect(await members(others)).toEqual({ users: [], devices: ['cy', 'spare'] });
    await change(sales, { users: { department: { eq: 'Support' } } });
    expect(await members(others)).toEqual({ users: [], devices: ['ada', 'bob', 'spare'] });
  });

  it('can be asked for by the lists of people and devices', async () => {
    const id = await policy({ users: ofSales, devices: macs });
    const { users, devices: found } = await app.ask(
      `query ($ids: [ID!]!) { users(where: { inPolicies: { ids: $ids } }) { nodes { userName } } devices(where: { inPolicies: { ids: $ids } }) { nodes { name } } }`,
      { ids: [id] },
    );
    expect([users.nodes, found.nodes]).toEqual([[{ userName: 'ada' }, { userName: 'bob' }], [{ name: 'ada' }]]);
  });
});

describe('Policy.devices and Policy.users', () => {
  it('are asked, put in order and paged as all lists are', async () => {
    const id = await policy({ users: {} });
    const document = `query ($id: ID!, $after: String) { policy(id: $id) {
      devices(where: { assignedUser: { department: { eq: "Sales" } } }, orderBy: [{ field: NAME, direction: DESC }], first: 1, after: $after) {
        totalCount nodes { name } pageInfo { hasNextPage endCursor } }
      users(search: "ad", where: { active: { eq: true } }) { totalCount nodes { userName } } } }`;
    const { policy: first } = await app.ask(document, { id });
    expect(first).toMatchObject({
      devices: { totalCount: 2, nodes: [{ name: 'bob' }], pageInfo: { hasNextPage: true } },
      users: { totalCount: 1, nodes: [{ userName: 'ada' }] },
    });
    const { policy: second } = await app.ask(document, { id, after: first.devices.pageInfo.endCursor });
    expect(second.devices).toMatchObject({ totalCount: 2, nodes: [{ name: 'ada' }], pageInfo: { hasNextPage: false } });
  });

  it('are each policy’s own in a list of policies, whatever page of them is asked for', async () => {
    await settle();
    await policy({ name: 'A', users: ofSales });
    await policy({ name: 'B', devices: macs });
    await policy({ name: 'C' });
    const { policies } = await app.ask(
      `{ policies(last: 40) { nodes { name connection { id } users { totalCount } devices(last: 1, orderBy: [{ field: NAME }]) { totalCount nodes { name } } } } }`,
    );
    const mine = policies.nodes.filter(({ connection }: { connection: { id: string } | null }) => connection?.id === okta.id);
    expect(mine).toMatchObject([
      { name: 'A', users: { totalCount: 2 }, devices: { totalCount: 2, nodes: [{ name: 'bob' }] } },
      { name: 'B', users: { totalCount: 0 }, devices: { totalCount: 3, nodes: [{ name: 'spare' }] } },
      { name: 'C', users: { totalCount: 0 }, devices: { totalCount: 0, nodes: [] } },
    ]);
  });
});

describe('the policies of a device', () => {
  const named = async (page: object) => {
    const { device } = await app.ask(
      `query ($id: ID!, $first: Int, $last: Int, $after: String, $before: String) { device(by: { id: $id }) { policies(first: $first, last: $last, after: $after, before: $before) { totalCount nodes { name } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }`,
      { id: devices.ada, ...page },
    );
    return device.policies;
  };
  const names = (...all: string[]) => all.map((name) => ({ name }));

  beforeAll(async () => {
    await settle();
    for (const [name, priority] of [
      ['late', 9],
      ['Beta', 1],
      ['alpha', 1],
      ['first', -3],
    ] as const)
      await policy({ name, priority, devices: macs });
    await policy({ name: 'off', priority: -9, devices: macs, enabled: false });
    await policy({ name: 'of others', priority: -9, devices: { platform: { eq: 'iOS' } } });
  });

  it('are those that are enabled and for it: by priority, then by name', async () => {
    expect(await named({ first: 50 })).toMatchObject({ totalCount: 4, nodes: names('first', 'alpha', 'Beta', 'late') });
  });

  it('are paged in that order, both ways', async () => {
    const start = await named({ first: 2 });
    expect(start).toMatchObject({ totalCount: 4, nodes: names('first', 'alpha'), pageInfo: { hasNextPage: true } });
    const rest = await named({ first: 2, after: start.pageInfo.endCursor });
    expect(rest).toMatchObject({ nodes: names('Beta', 'late'), pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    expect(await named({ last: 1, before: rest.pageInfo.startCursor })).toMatchObject({ nodes: names('alpha') });
  });

  it('come in the same order in the list of all policies', async () => {
    const { policies } = await app.ask('{ policies(first: 200) { nodes { name priority } } }');
    const keys = policies.nodes.map(({ priority, name }: { priority: number; name: string }) => [priority, name.toLowerCase()]);
    expect(keys).toEqual(keys.toSorted(([a, x]: [number, string], [b, y]: [number, string]) => a - b || (x < y ? -1 : x > y ? 1 : 0)));
  });
});
