import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '#graph/schema.ts';
import { routes } from '#scim-gateway/http/routes.ts';
import { refused } from '#test/support/graph.ts';
import { groupOf, joining, person, type ScimClient, scimClient } from '#test/support/scim.ts';
import { idCoordinates } from './idCoordinates.ts';
import { probes } from './probes.ts';
import { hidden, startTwoConnections, type TwoConnections } from './twoConnections.ts';

let story: TwoConnections;
let untouched: string;
beforeAll(async () => {
  story = await startTwoConnections();
  untouched = await story.foreignRows();
});
afterAll(() => story.app.close());

/** Whose credentials reach my connection only, and with which headers. */
const callers = {
  'the SCIM token of another connection': () => ({ token: story.mine.token, headers: {} }),
  'the access token of an OAuth client of another connection': () => ({ token: story.mine.accessToken, headers: {} }),
  'a key that is limited to another connection': () => ({ token: story.limitedKey, headers: {} }),
  'an administrator who is narrowed to another connection': () => ({
    token: story.app.adminKey,
    headers: { 'muster-connection': story.mine.id },
  }),
};

const coordinates = idCoordinates(schema);

describe.each(Object.entries(callers))('%s', (_, caller) => {
  const ask = (document: string, variables = {}) => story.app.ask(document, variables, caller().token, caller().headers);

  it.each(coordinates)('reads and changes nothing of the connection by way of %s', async (coordinate) => {
    const { mine, foreign, foreignRows } = story;
    const mineToSend = probes(mine, foreign)[coordinate];
    expect(mineToSend, `there is no probe of ${coordinate}`).toBeDefined();
    for (const { document, variables, data, codes } of mineToSend ?? []) {
      const answer = await ask(document, variables).catch((refusal) => refusal);
      if (codes) expect(codes, `${document}: ${JSON.stringify(answer)}`).toContain(answer.code);
      else expect(answer).toEqual(data);
      expect(`${JSON.stringify(answer)}${answer.message}`).not.toContain(hidden);
    }
    expect(await foreignRows()).toBe(untouched);
    expect(await story.app.story.membersOf(mine.group)).toEqual([mine.boss, mine.inner].sort());
  });

  it('lists and counts nothing of the connection', async () => {
    const { connections, users, groups, devices } = await ask(`{
      connections(first: 5) { totalCount nodes { name users(first: 20) { totalCount nodes { ...person } } groups(first: 20) { totalCount nodes { ...group } }
        devices(first: 5) { totalCount nodes { ...device } }
        accountMatches(first: 5) { totalCount nodes { state candidates { userName } device { name } } } } }
      devices(first: 5) { totalCount nodes { ...device connection { name } } }
      users { totalCount nodes { ...person } }
      groups { totalCount nodes { ...group } } }
      fragment person on User { userName managerReference manager { userName } connection { name } groupReferences { id }
        groups(transitive: true, first: 20) { totalCount nodes { displayName } } devices(first: 5) { totalCount nodes { serialNumber } } }
      fragment device on Device { serialNumber udid name tags accountMatch { state candidateCount candidates { userName } } assignedUser { userName } assignment { userId userState }
        assignments(first: 5) { totalCount nodes { user { userName } device { serialNumber } } } }
      fragment group on Group { displayName memberColumns { ids displayNames } groups(transitive: true) { totalCount }
        members(transitive: true, first: 20) { totalCount nodes { ... on User { userName } ... on Group { displayName } } } }`);
    expect([connections, users, groups, devices].map(({ totalCount }) => totalCount)).toEqual([1, 4, 2, 1]);
    expect(connections.nodes[0].accountMatches).toEqual({
      totalCount: 1,
      nodes: [{ state: 'NO_MATCH', candidates: [], device: { name: 'my device' } }],
    });
    const astray = users.nodes.filter(({ userName }: { userName: string }) => userName.includes('astray'));
    expect(astray.map(({ manager }: { manager: unknown }) => manager)).toEqual([null, null]);
    const seen = JSON.stringify({ connections, users, groups, devices }).replaceAll(`"managerReference":"${hidden}-boss"`, '');
    expect(seen).not.toContain(hidden);
  });

  it('sees of a policy of all connections nobody of the connection, if it sees policies at all', async () => {
    const { policies, users, devices } = await ask(`{
      policies(first: 5) { totalCount nodes { name ...whole } }
      users { nodes { policies { nodes { name } } } }
      devices(first: 5) { nodes { policies(first: 5) { nodes { name conditionText } } } } }
      fragment whole on Policy { conditionText broken connection { name } userCondition { sentence } deviceCondition { sentence }
        includes(first: 5) { totalCount nodes { resourceId user { userName } device { name } } } excludes(first: 5) { totalCount nodes { resourceId } }
        brokenReferences(first: 5) { totalCount } users(first: 5) { totalCount nodes { userName } } devices(first: 5) { totalCount nodes { name } } }`);
    const isProvider = (await ask('{ viewer { role } }')).viewer.role === 'PROVISIONER';
    expect(policies.nodes.map(({ name }: { name: string }) => name)).toEqual(isProvider ? [] : ['my policy', 'Of all']);
    expect(policies.totalCount).toBe(isProvider ? 0 : 2);
    if (!isProvider)
      expect(policies.nodes[1]).toMatchObject({
        includes: { totalCount: 1, nodes: [{ device: { name: 'my device' } }] },
        excludes: { totalCount: 0 },
        users: { totalCount: 1, nodes: [{ userName: 'my user' }] },
        devices: { totalCount: 1 },
      });
    expect(JSON.stringify([policies, users, devices])).not.toContain(hidden);
    for (const id of [story.foreign.user, story.foreign.boss, story.foreign.device])
      expect(JSON.stringify(policies.nodes.map(({ includes, excludes }: Record<string, unknown>) => [includes, excludes]))).not.toContain(
        id,
      );
  });

  it('sees of profiles only its own, if it sees policies at all', async () => {
    const { connections, devices, policies } = await ask(`{
      connections(first: 5) { nodes { staleProfiles(first: 5) { nodes { device { name } template { name } } } } }
      devices(first: 5) { nodes { installedProfiles(first: 5) { nodes { template { name } } } renderedProfiles(first: 5) { nodes { body policy { name } } } } }
      policies(first: 5) { nodes { profileTemplates(first: 5) { nodes { name body } } } } }`);
    const isProvider = (await ask('{ viewer { role } }')).viewer.role === 'PROVISIONER';
    const template = { name: 'my template' };
    expect(connections.nodes).toEqual([{ staleProfiles: { nodes: isProvider ? [] : [{ device: { name: 'my device' }, template }] } }]);
    expect(devices.nodes).toEqual([
      {
        installedProfiles: { nodes: isProvider ? [] : [{ template }] },
        renderedProfiles: { nodes: isProvider ? [] : [{ body: 'my my user', policy: { name: 'my policy' } }] },
      },
    ]);
    expect(JSON.stringify([connections, devices, policies])).not.toContain(hidden);
  });

  it('gets its own rows from a cursor of the connection', async () => {
    const document =
      'query ($first: Int, $after: String) { users(first: $first, after: $after) { nodes { userName } pageInfo { endCursor } } }';
    const { users: foreignPage } = await story.app.ask(document, { first: 1 }, story.foreign.token);
    expect(foreignPage.nodes).toEqual([{ userName: `${hidden} boss` }]);
    const { users } = await ask(document, { after: foreignPage.pageInfo.endCursor });
    expect(users.nodes).toHaveLength(4);
    expect(JSON.stringify(users)).not.toContain(hidden);
  });

  it('cannot widen itself by naming the connection in the header Muster-Connection', async () => {
    const { app, foreign, mine } = story;
    const token = caller().token === app.adminKey ? mine.token : caller().token;
    const widened = app.ask('{ users { totalCount } }', {}, token, { 'muster-connection': foreign.id });
    await expect(widened).rejects.toMatchObject(refused('UNAUTHENTICATED'));
  });
});

describe('the probes of GraphQL', () => {
  it('are of every argument and input field that takes an id, and of nothing else', () => {
    expect(Object.keys(probes(story.mine, story.foreign)).sort()).toEqual(coordinates);
  });
});

describe('an administrator who reaches both connections', () => {
  it('cannot assign a device of one to a person of the other', async () => {
    const input = { deviceId: story.mine.device, userId: story.foreign.user };
    const mixed = story.app.ask('mutation ($input: AssignDeviceInput!) { assignDevice(input: $input) { device { id } } }', { input });
    await expect(mixed).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it.each(['add', 'set'])('cannot mix them in one group by %s', async (word) => {
    const input = { id: story.mine.group, members: { [word]: [story.foreign.user] } };
    const mixed = story.app.ask('mutation ($input: UpdateGroupInput!) { updateGroup(input: $input) { group { id } } }', { input });
    await expect(mixed).rejects.toMatchObject(refused('UNKNOWN_MEMBER'));
  });
});

/** Operations that are refused, each. */
const inBulk = ({ user, group }: { user: string; group: string }) => [
  { method: 'DELETE', path: `/Users/${user}` },
  { method: 'PUT', path: `/Users/${user}`, data: person('seized') },
  { method: 'PATCH', path: `/Groups/${group}`, data: { Operations: [{ op: 'remove', path: 'members' }] } },
  { method: 'POST', path: '/Groups', bulkId: 'abducted', data: groupOf('abducted', [user]) },
];

interface ScimProbe {
  path: string;
  body?: unknown;
  /** What the answer's status is when the ids in it are foreign. */
  status: number;
}

/** One request for each route and method of the gateway, about what is foreign. */
const scimProbes = ({ foreign }: TwoConnections): Record<string, ScimProbe> => {
  const patched = (value: object) => ({ Operations: [{ op: 'replace', value }] });
  const search = { filter: `id eq "${foreign.user}" or id eq "${foreign.group}" or externalId co "${hidden}"` };
  const searchOfDevices = { filter: `id eq "${foreign.device}" or displayName co "${hidden}" or assignedUser eq "${foreign.user}"` };
  const lookedUp = `?filter=${encodeURIComponent(search.filter)}`;
  return {
    'GET /Users': { path: `/Users${lookedUp}`, status: 200 },
    'POST /Users': { path: '/Users', body: person('a new one', { id: foreign.user, groups: [{ value: foreign.group }] }), status: 201 },
    'POST /Users/.search': { path: '/Users/.search', body: search, status: 200 },
    'GET /Users/:id': { path: `/Users/${foreign.user}`, status: 404 },
    'PUT /Users/:id': { path: `/Users/${foreign.user}`, body: person('seized'), status: 404 },
    'PATCH /Users/:id': { path: `/Users/${foreign.user}`, body: patched({ active: false }), status: 404 },
    'DELETE /Users/:id': { path: `/Users/${foreign.user}`, status: 404 },
    'GET /Groups': { path: `/Groups${lookedUp}`, status: 200 },
    'POST /Groups': { path: '/Groups', body: groupOf('abducted', [foreign.user]), status: 400 },
    'POST /Groups/.search': { path: '/Groups/.search', body: search, status: 200 },
    'GET /Groups/:id': { path: `/Groups/${foreign.group}`, status: 404 },
    'PUT /Groups/:id': { path: `/Groups/${foreign.group}`, body: groupOf('seized'), status: 404 },
    'PATCH /Groups/:id': { path: `/Groups/${foreign.group}`, body: patched({ members: [] }), status: 404 },
    'DELETE /Groups/:id': { path: `/Groups/${foreign.group}`, status: 404 },
    'GET /Devices': { path: `/Devices?filter=${encodeURIComponent(searchOfDevices.filter)}`, status: 200 },
    'POST /Devices/.search': { path: '/Devices/.search', body: searchOfDevices, status: 200 },
    'GET /Devices/:id': { path: `/Devices/${foreign.device}`, status: 404 },
    'GET /': { path: '/', status: 200 },
    'POST /.search': { path: '/.search', body: { startIndex: 1 }, status: 200 },
    'GET /ServiceProviderConfig': { path: '/ServiceProviderConfig', status: 200 },
    'GET /ResourceTypes': { path: '/ResourceTypes', status: 200 },
    'GET /ResourceTypes/:id': { path: '/ResourceTypes/User', status: 200 },
    'GET /Schemas': { path: '/Schemas', status: 200 },
    'GET /Schemas/:id': { path: '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User', status: 200 },
    'POST /Bulk': { path: '/Bulk', body: { Operations: inBulk(foreign) }, status: 200 },
    'GET /Me': { path: '/Me', status: 501 },
    'POST /Me': { path: '/Me', body: person('me'), status: 501 },
    'PUT /Me': { path: '/Me', body: person('me'), status: 501 },
    'PATCH /Me': { path: '/Me', body: patched({ active: false }), status: 501 },
    'DELETE /Me': { path: '/Me', status: 501 },
  };
};

const everyRoute = routes.flatMap(({ path, methods }) => Object.keys(methods).map((method) => `${method} ${path}`));

describe.each([
  ['the token of another connection', ({ mine }: TwoConnections) => mine.token],
  ['the administrator', ({ app }: TwoConnections) => app.adminKey],
])('%s on the SCIM URL of another connection', (_, tokenOf) => {
  let scim: ScimClient;
  beforeEach(() => {
    scim = scimClient(story.mine.scimUrl, tokenOf(story));
  });

  it.each(everyRoute)('reads and changes nothing of the connection by %s', async (route) => {
    const probe = scimProbes(story)[route];
    expect(probe, `there is no probe of ${route}`).toBeDefined();
    if (!probe) return;
    const [method = ''] = route.split(' ');
    const { status, text, body } = await scim.send(method, probe.path, { body: probe.body });
    expect(status, text).toBe(probe.status);
    expect(text.replaceAll(`"value":"${hidden}-boss"`, '')).not.toContain(hidden);
    if (status === 201) await scim.delete(`/Users/${body.id}`);
    expect(await story.foreignRows()).toBe(untouched);
  });

  it('adds nobody of the connection to a group', async () => {
    for (const id of [story.foreign.user, story.foreign.group]) {
      expect((await scim.patch(`/Groups/${story.mine.group}`, joining(id))).body).toMatchObject({
        status: '400',
        scimType: 'invalidValue',
      });
      expect((await scim.put(`/Groups/${story.mine.group}`, groupOf('my group', [id]))).status).toBe(400);
    }
  });

  it('finds nobody of the connection by a filter on members or on the manager', async () => {
    for (const [endpoint, filter] of [
      ['Groups', `members eq "${story.foreign.user}"`],
      ['Groups', `members[value eq "${story.foreign.inner}"]`],
      ['Groups', `id eq "${story.foreign.group}" and members eq "${story.foreign.boss}"`],
      ['Users', `groups.value eq "${story.foreign.group}"`],
      ['Users', `id eq "${story.foreign.user}" and manager eq "${story.foreign.boss}"`],
    ]) {
      const { body, text } = await scim.get(`/${endpoint}?filter=${encodeURIComponent(filter ?? '')}`);
      expect(body.totalResults, `${filter}: ${text}`).toBe(0);
    }
  });
});

describe('the SCIM URL of a connection', () => {
  it.each(everyRoute)('refuses the token of another connection, and none at all, at %s', async (route) => {
    const probe = scimProbes(story)[route];
    const [method = ''] = route.split(' ');
    for (const [token, without] of [
      [story.mine.token, []],
      ['', ['authorization']],
      [`${story.foreign.token}x`, []],
    ] as const) {
      const scim = scimClient(story.foreign.scimUrl, token);
      const { status, body, text } = await scim.send(method, probe?.path ?? '', { body: probe?.body, without });
      expect([status, body?.status], text).toEqual([401, '401']);
      expect(text).not.toContain(hidden);
    }
    expect(await story.foreignRows()).toBe(untouched);
  });

  it('refuses a connection that does not exist like one that is out of reach', async () => {
    const nowhere = story.foreign.scimUrl.replace(story.foreign.id, '01900000-0000-7000-8000-000000000000');
    const [unknown, unreached] = await Promise.all(
      [nowhere, story.foreign.scimUrl].map((url) => scimClient(url, story.mine.token).get('/Users')),
    );
    expect(unknown?.status).toBe(401);
    expect(unknown?.text).toBe(unreached?.text);
  });
});
