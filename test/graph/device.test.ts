import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  okta = await app.story.connection();
});

const nowhere = '01900000-0000-7000-8000-000000000000';

const everything = {
  serialNumber: 'C02XK0AAJGH5',
  udid: '00008112-000A10DA0C00201E',
  name: 'Ada’s MacBook',
  platform: 'macOS',
  osVersion: '14.10',
  osBuild: '23J21',
  model: 'MacBookPro18,3',
  manufacturer: 'Apple',
  chip: 'Apple M3',
  supervised: true,
  enrollmentType: 'automated',
  enrolledAt: '2026-01-31T09:00:00.000Z',
  lastCheckInAt: '2026-02-01T10:30:00.250Z',
  ownership: 'company',
  encrypted: false,
  assetTag: 'IT-7',
  reportedAccount: 'ada@acme.com',
  tags: ['lab', 'loan'],
};

const columns = Object.keys(everything).join(' ');

const deviceBy = (selection: string) => `query ($by: DeviceBy!) { device(by: $by) { ${selection} } }`;
const read = async (by: object, selection = `id ${columns}`) => (await app.ask(deviceBy(selection), { by })).device;

const change = async (name: string, input: object, token?: string) =>
  (
    await app.ask(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { device { id version ${columns} } } }`,
      { input },
      token,
    )
  )[name].device;

const make = (serialNumber: string, more: object = {}) => app.story.device(serialNumber, { connectionId: okta.id, ...more });

const keyOf = async (role: string): Promise<string> => {
  const { createApiKey } = await app.ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }', {
    input: { name: role, role },
  });
  return createApiKey.token;
};

describe('Query.device', () => {
  it('tells all that is known of a device, by its id, serial number or UDID', async () => {
    const { id } = await make(everything.serialNumber, everything);
    const told = { id, ...everything };
    const inIt = { connectionId: okta.id };
    expect(await read({ id })).toEqual(told);
    expect(await read({ serialNumber: { ...inIt, serialNumber: 'c02xk0aajgh5' } })).toEqual(told);
    expect(await read({ udid: { ...inIt, udid: everything.udid.toLowerCase() } })).toEqual(told);
    const more = 'version createdAt updatedAt updatedBy facts connection { id } assignedUserId assignmentSource assignedAt';
    expect(await read({ id }, more)).toEqual({
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      updatedBy: expect.stringMatching(/^credential:/),
      facts: {},
      connection: { id: okta.id },
      assignedUserId: null,
      assignmentSource: null,
      assignedAt: null,
    });
  });

  it.each([
    ['an unknown id', () => ({ id: nowhere })],
    ['what is no id', () => ({ id: '__proto__' })],
    ['a serial number of another connection', () => ({ serialNumber: { connectionId: nowhere, serialNumber: 'C1' } })],
    ['a UDID of what is no connection', () => ({ udid: { connectionId: 'x', udid: 'C1' } })],
    ['a UDID that is a serial number', () => ({ udid: { connectionId: okta.id, udid: 'C1' } })],
  ])('finds nothing by %s', async (_, by) => {
    await make('C1');
    expect(await read(by())).toBeNull();
  });

  it.each([[{}], [{ id: nowhere, udid: { connectionId: nowhere, udid: 'x' } }], [{ id: null }]])(
    'wants exactly one name: %j',
    async (by) => {
      await expect(read(by)).rejects.toMatchObject(refused('INVALID_INPUT'));
    },
  );

  it('is answered for every role', async () => {
    const { id } = await make('C1');
    for (const token of [await keyOf('READER'), okta.token])
      expect((await app.ask(deviceBy('serialNumber'), { by: { id } }, token)).device).toEqual({ serialNumber: 'C1' });
  });
});

describe('a list of devices', () => {
  beforeEach(async () => {
    await make('C1', { name: 'b', osVersion: '14.9', lastCheckInAt: '2026-01-01T00:00:00Z' });
    await make('C2', { name: 'a', osVersion: '14.10', lastCheckInAt: '2026-03-01T00:00:00Z' });
    await make('C3', { name: 'c' });
  });

  const serials = async (list: string) => {
    const { connection } = await app.ask(
      `query ($id: ID!) { connection(id: $id) { devices(${list}) { totalCount nodes { serialNumber } edges { cursor } pageInfo { hasNextPage endCursor } } } }`,
      { id: okta.id },
    );
    return connection.devices;
  };
  const named = ({ nodes }: { nodes: readonly { serialNumber: string }[] }) => nodes.map(({ serialNumber }) => serialNumber);

  it('is put in order by any column, versions part by part', async () => {
    expect(named(await serials('orderBy: [{ field: OS_VERSION, direction: DESC }]'))).toEqual(['C2', 'C1', 'C3']);
    expect(named(await serials('orderBy: [{ field: LAST_CHECK_IN_AT }]'))).toEqual(['C1', 'C2', 'C3']);
    expect(named(await serials('orderBy: [{ field: NAME }]'))).toEqual(['C2', 'C1', 'C3']);
  });

  it('compares a version by what it begins with', async () => {
    await make('C4', { osVersion: ' 14.10.1-beta ' });
    await make('C5', { osVersion: '14.9.9 LTS' });
    expect(named(await serials('where: { osVersion: { exists: true } }, orderBy: [{ field: OS_VERSION }]'))).toEqual([
      'C1',
      'C5',
      'C2',
      'C4',
    ]);
    expect(named(await serials('where: { osVersion: { eq: "14.10.1" } }'))).toEqual(['C4']);
  });

  it.each(['beta', 'v14', '1234567890', '14.1234567890'])(
    'has no osVersion such as %s, which no version would equal',
    async (osVersion) => {
      const document = `mutation ($id: ID!, $osVersion: String) { updateDevice(input: { id: $id, osVersion: $osVersion }) { device { id } } }`;
      const { id } = await make('C4', { osVersion: '14.9' });
      await expect(app.ask(document, { id, osVersion })).rejects.toMatchObject({
        ...refused('INVALID_INPUT'),
        message: expect.stringMatching(/^osVersion: must be a version/),
      });
    },
  );

  it('is paged and asked by a where, in its connection and in all', async () => {
    const page = await serials('first: 2, orderBy: [{ field: NAME }]');
    expect(page).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(named(await serials(`first: 2, orderBy: [{ field: NAME }], after: "${page.pageInfo.endCursor}"`))).toEqual(['C3']);
    expect(named(await serials('where: { osVersion: { gt: "14.9" } }'))).toEqual(['C2']);
    const { devices } = await app.ask(
      'query ($id: ID!) { devices(where: { connection: { eq: $id } }, first: 1) { totalCount nodes { id } } }',
      {
        id: okta.id,
      },
    );
    expect(devices).toMatchObject({ totalCount: 3, nodes: [{}] });
  });

  it('belongs to a person, too', async () => {
    const [ada, grace] = [await app.story.user('ada', { connectionId: okta.id }), await app.story.user('grace', { connectionId: okta.id })];
    const owned = await make('C4');
    await app.story.assign(owned.id, ada.id);
    const { users } = await app.ask(
      'query ($ids: [ID!]!) { users(where: { id: { in: $ids } }) { nodes { userName devices { totalCount nodes { serialNumber assignedUser { userName } } } } } }',
      { ids: [ada.id, grace.id] },
    );
    expect(users.nodes).toEqual([
      { userName: 'ada', devices: { totalCount: 1, nodes: [{ serialNumber: 'C4', assignedUser: { userName: 'ada' } }] } },
      { userName: 'grace', devices: { totalCount: 0, nodes: [] } },
    ]);
  });
});

describe('updateDevice', () => {
  it('keeps what is absent, clears what is null or empty, and leaves the version when nothing changes', async () => {
    const { id } = await make(everything.serialNumber, everything);
    expect(
      await change('updateDevice', { id, name: 'Renamed', model: null, chip: '', tags: null, supervised: null, enrolledAt: null }),
    ).toEqual({
      ...everything,
      id,
      version: 2,
      name: 'Renamed',
      model: null,
      chip: null,
      tags: [],
      supervised: null,
      enrolledAt: null,
    });
    expect(await change('updateDevice', { id, name: 'Renamed', tags: [] })).toMatchObject({ version: 2 });
    expect(await change('updateDevice', { id })).toMatchObject({ version: 2 });
  });

  it('refuses names that another device has, and a device without any', async () => {
    const { id } = await make('C1', { udid: 'U1' });
    await make('C2', { udid: 'U2' });
    for (const taken of [{ serialNumber: 'c2' }, { udid: 'u2' }])
      await expect(change('updateDevice', { id, ...taken })).rejects.toMatchObject(refused('ALREADY_EXISTS'));
    await expect(change('updateDevice', { id, serialNumber: null, udid: '' })).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect(await change('updateDevice', { id, udid: null })).toMatchObject({ serialNumber: 'C1', udid: null, version: 2 });
  });

  it('refuses a version that has moved on, and what is not there', async () => {
    const { id } = await make('C1');
    await change('updateDevice', { id, name: 'a', expectedVersion: 1 });
    await expect(change('updateDevice', { id, name: 'b', expectedVersion: 1 })).rejects.toMatchObject(refused('STALE_VERSION'));
    await expect(change('updateDevice', { id: nowhere, name: 'b' })).rejects.toMatchObject(refused('NOT_FOUND'));
    await expect(change('updateDevice', { id: 'x', name: 'b' })).rejects.toMatchObject(refused('NOT_FOUND'));
    expect(await read({ id }, 'name')).toEqual({ name: 'a' });
  });

  it.each([
    ['a NUL', { name: 'a\0' }],
    ['half a surrogate pair', { assetTag: '\udc00' }],
    ['an instant before the year 1', { enrolledAt: '0000-12-31T00:00:00Z' }],
    ['a long text', { model: 'x'.repeat(8193) }],
    ['a number for a text', { name: 7 }],
    ['a text for a boolean', { supervised: 'yes' }],
  ])('refuses %s', async (_, wrong) => {
    const { id } = await make('C1');
    await expect(change('updateDevice', { id, ...wrong })).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect(await read({ id }, 'version')).toEqual({ version: 1 });
  });
});

describe('deleteDevice', () => {
  const remove = (input: object) => app.ask('mutation ($input: DeleteDeviceInput!) { deleteDevice(input: $input) { id } }', { input });

  it('deletes a device and its history, unless it has changed; the change log tells who did', async () => {
    const { id } = await make('C1');
    const ada = await app.story.user('ada', { connectionId: okta.id });
    await app.story.assign(id, ada.id);
    await expect(remove({ id, expectedVersion: 1 })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect(await remove({ id, expectedVersion: 2 })).toEqual({ deleteDevice: { id } });
    expect(await read({ id })).toBeNull();
    expect(await app.database.db.deviceAssignment.count({ where: { deviceId: id } })).toBe(0);
    await expect(remove({ id })).rejects.toMatchObject(refused('NOT_FOUND'));
    const log = await app.database.db.change.findMany({ where: { resourceId: id }, orderBy: { id: 'asc' } });
    const { viewer } = await app.ask('{ viewer { id } }');
    expect(log.map(({ operation, actor, resourceType }) => [resourceType, operation, actor])).toEqual(
      ['CREATED', 'UPDATED', 'DELETED'].map((operation) => ['Device', operation, `credential:${viewer.id}`]),
    );
  });
});

describe('a change of devices', () => {
  const mutations = (id: string, userId: string): Record<string, object> => ({
    registerDevices: { connectionId: okta.id, devices: [{ serialNumber: 'C9' }] },
    updateDevice: { id, name: 'x' },
    deleteDevice: { id },
    assignDevice: { deviceId: id, userId },
    unassignDevice: { deviceId: id },
    reportFacts: { device: { id }, facts: {} },
  });

  it('is for administrators and operators: readers and identity providers are refused', async () => {
    const { id } = await make('C1');
    const ada = await app.story.user('ada', { connectionId: okta.id });
    const before = await app.database.db.change.count();
    for (const token of [await keyOf('READER'), okta.token])
      for (const [name, input] of Object.entries(mutations(id, ada.id))) {
        const asked = app.ask(
          `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`,
          { input },
          token,
        );
        await expect(asked, name).rejects.toMatchObject(refused('FORBIDDEN'));
      }
    expect(await app.database.db.change.count()).toBe(before);
    const operator = await keyOf('OPERATOR');
    expect(await change('updateDevice', { id, name: 'by an operator' }, operator)).toMatchObject({ version: 2 });
  });
});

describe('deleteConnection', () => {
  const remove = (input: object) =>
    app.ask('mutation ($input: DeleteConnectionInput!) { deleteConnection(input: $input) { id } }', { input });

  it('is refused while the connection has devices, and takes them along when it is told to', async () => {
    const { id } = await make('C1');
    await expect(remove({ id: okta.id })).rejects.toMatchObject({ ...refused('IN_USE'), message: expect.stringContaining('devices') });
    await remove({ id: okta.id, deleteResources: true });
    expect(await read({ id })).toBeNull();
  });
});
