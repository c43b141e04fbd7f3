import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
let ada: string;
let grace: string;
let device: string;
let actor: string;
let made = 0;
beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection();
  actor = `credential:${(await app.ask('{ viewer { id } }')).viewer.id}`;
});
afterAll(() => app.close());
beforeEach(async () => {
  made += 1;
  ada = (await app.story.user(`ada-${made}`, { connectionId: okta.id })).id;
  grace = (await app.story.user(`grace-${made}`, { connectionId: okta.id })).id;
  device = (await app.story.device(`C${made}`, { connectionId: okta.id })).id;
});

const assignmentFields = 'userId user { id } userState source assignedAt assignedBy endedAt endedBy';

const selection = `id version assignedUserId assignmentSource assignedAt assignedUser { id }
  assignment { ${assignmentFields} } assignments { totalCount nodes { ${assignmentFields} device { id } } }`;

const read = async (id = device) => (await app.ask(`query ($by: DeviceBy!) { device(by: $by) { ${selection} } }`, { by: { id } })).device;

const change = async (name: string, input: object, token?: string) =>
  (
    await app.ask(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { device { ${selection} } } }`,
      { input },
      token,
    )
  )[name].device;

const assign = (userId: string, more: object = {}, token?: string) => change('assignDevice', { deviceId: device, userId, ...more }, token);
const unassign = (more: object = {}) => change('unassignDevice', { deviceId: device, ...more });

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);

describe('assignDevice', () => {
  it('tells who has the device, since when, how and by whose hand', async () => {
    const assigned = await assign(ada, { source: 'ENROLLMENT_SSO' });
    const present = {
      userId: ada,
      user: { id: ada },
      userState: 'ACTIVE',
      source: 'ENROLLMENT_SSO',
      assignedAt: instant,
      assignedBy: actor,
    };
    expect(assigned).toEqual({
      id: device,
      version: 2,
      assignedUserId: ada,
      assignmentSource: 'ENROLLMENT_SSO',
      assignedAt: assigned.assignment.assignedAt,
      assignedUser: { id: ada },
      assignment: { ...present, endedAt: null, endedBy: null },
      assignments: { totalCount: 1, nodes: [{ ...present, endedAt: null, endedBy: null, device: { id: device } }] },
    });
    expect(await read()).toEqual(assigned);
  });

  it('is by hand unless it is told otherwise', async () => {
    expect(await assign(ada)).toMatchObject({ assignmentSource: 'MANUAL' });
  });

  it('ends the assignment before it at the instant at which the next begins, and remembers who ended it', async () => {
    const { createApiKey } = await app.ask('mutation { createApiKey(input: { name: "Desk", role: OPERATOR }) { token apiKey { id } } }');
    await assign(ada);
    const { assignments, assignment, version } = await assign(grace, { source: 'API' }, createApiKey.token);
    const desk = `credential:${createApiKey.apiKey.id}`;
    expect(version).toBe(3);
    expect(assignment).toMatchObject({ userId: grace, source: 'API', assignedBy: desk, endedAt: null });
    expect(assignments).toMatchObject({
      totalCount: 2,
      nodes: [
        { userId: grace, assignedBy: desk, endedAt: null, endedBy: null },
        { userId: ada, source: 'MANUAL', assignedBy: actor, endedAt: assignment.assignedAt, endedBy: desk },
      ],
    });
  });

  it('changes nothing when the same user comes by the same source again', async () => {
    const before = await assign(ada, { source: 'CSV' });
    expect(await assign(ada, { source: 'CSV' })).toEqual(before);
  });

  it('is another assignment when the same user comes by another source', async () => {
    await assign(ada, { source: 'CSV' });
    const { assignments } = await assign(ada, { source: 'IDENTITY' });
    expect(assignments.nodes).toMatchObject([
      { userId: ada, source: 'IDENTITY' },
      { userId: ada, source: 'CSV', endedAt: instant },
    ]);
  });

  it('refuses a version that has moved on, and assigns nobody', async () => {
    await change('updateDevice', { id: device, name: 'x' });
    await expect(assign(ada, { expectedVersion: 1 })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect(await read()).toMatchObject({ assignedUserId: null, assignments: { totalCount: 0 } });
    expect(await assign(ada, { expectedVersion: 2 })).toMatchObject({ version: 3 });
  });

  it('refuses a user of another connection, one who is not there, and a device that is not', async () => {
    const google = await app.story.connection('GOOGLE');
    const stranger = (await app.story.user('stranger', { connectionId: google.id })).id;
    for (const id of [stranger, device, 'x', '01900000-0000-7000-8000-000000000000']) {
      const asked = assign(id);
      await expect(asked).rejects.toMatchObject({ ...refused('NOT_FOUND'), message: expect.stringContaining('no User') });
    }
    for (const id of [ada, 'x', '01900000-0000-7000-8000-000000000000']) {
      const asked = change('assignDevice', { deviceId: id, userId: ada });
      await expect(asked).rejects.toMatchObject({ ...refused('NOT_FOUND'), message: expect.stringContaining('no Device') });
    }
    expect(await read()).toMatchObject({ version: 1, assignments: { totalCount: 0 } });
  });
});

describe('unassignDevice', () => {
  it('ends the assignment, which stays in the history', async () => {
    await assign(ada);
    const free = await unassign();
    expect(free).toMatchObject({
      version: 3,
      assignedUserId: null,
      assignmentSource: null,
      assignedAt: null,
      assignedUser: null,
      assignment: null,
    });
    expect(free.assignments.nodes).toMatchObject([{ userId: ada, endedAt: instant, endedBy: actor }]);
    const [{ assignedAt, endedAt }] = free.assignments.nodes;
    expect(Date.parse(endedAt)).toBeGreaterThanOrEqual(Date.parse(assignedAt));
  });

  it('leaves a device that nobody has as it is', async () => {
    expect(await unassign()).toMatchObject({ version: 1, assignments: { totalCount: 0 } });
  });

  it('refuses a version that has moved on', async () => {
    await assign(ada);
    await expect(unassign({ expectedVersion: 1 })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect(await read()).toMatchObject({ assignedUserId: ada });
  });
});

describe('the user of a device', () => {
  it('may leave: the device says that they are inactive', async () => {
    await assign(ada);
    await app.ask('mutation ($id: ID!) { updateUser(input: { id: $id, active: false }) { user { id } } }', { id: ada });
    expect(await read()).toMatchObject({ assignedUser: { id: ada }, assignment: { userState: 'INACTIVE', user: { id: ada } } });
  });

  it('may be deleted: the device keeps their id and says that they are gone', async () => {
    await assign(ada, { source: 'AUTO_LOGIN' });
    await app.ask('mutation ($id: ID!) { deleteUser(input: { id: $id }) { id } }', { id: ada });
    expect(await read()).toMatchObject({
      version: 2,
      assignedUserId: ada,
      assignmentSource: 'AUTO_LOGIN',
      assignedUser: null,
      assignment: { userId: ada, user: null, userState: 'DELETED', endedAt: null },
      assignments: { nodes: [{ userId: ada, user: null, userState: 'DELETED' }] },
    });
    expect(await assign(grace)).toMatchObject({ assignedUser: { id: grace }, assignments: { totalCount: 2 } });
  });
});

describe('Device.assignments', () => {
  it('is paged, the latest first', async () => {
    for (const userId of [ada, grace, ada]) await assign(userId);
    const page = async (ask: string) =>
      (
        await app.ask(
          `query ($by: DeviceBy!) { device(by: $by) { assignments(${ask}) { nodes { userId } pageInfo { hasNextPage endCursor } } } }`,
          { by: { id: device } },
        )
      ).device.assignments;
    const first = await page('first: 2');
    expect(first).toMatchObject({ nodes: [{ userId: ada }, { userId: grace }], pageInfo: { hasNextPage: true } });
    expect(await page(`first: 2, after: "${first.pageInfo.endCursor}"`)).toMatchObject({
      nodes: [{ userId: ada }],
      pageInfo: { hasNextPage: false },
    });
  });
});
