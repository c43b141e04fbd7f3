import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forget } from '#directory/memory.ts';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements, statementsDuring } from '#test/support/database.ts';
import { groupOf, joining, leaving, person, scimClient } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const mostStatements = 3;

/** The root is a list of users, one of groups and one of devices. */
const ofTheRoot: Record<string, number> = { 'GET / of users, groups and devices': 4, 'POST /.search': 4 };

interface Directory {
  okta: ConnectionOfStory;
  users: string[];
  /** A group of all the people, and what it is in. */
  group: string;
}

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** A connection with so many people, each with a manager, in one group that is in another. */
async function directoryOf(size: number): Promise<Directory> {
  const okta = await app.story.connection('OKTA', `Of ${size}`);
  const { db } = app.database;
  await db.user.createMany({
    data: Array.from({ length: size }, (_, place) => ({
      connectionId: okta.id,
      userName: `user-${place}`,
      externalId: `e-${place}`,
      managerReference: place === 0 ? null : `e-${Math.floor(place / 2)}`,
      emails: [{ value: `user-${place}@acme.com`, type: 'work' }],
      updatedBy: 'the test',
    })),
  });
  const rows = await db.user.findMany({ where: { connectionId: okta.id } });
  const ids = new Map(rows.map(({ userName, id }) => [userName, id]));
  const users = Array.from({ length: size }, (_, place) => ids.get(`user-${place}`) ?? '');
  const group = (await app.story.group('everyone', users.slice(0, Math.ceil(size * 0.6)), { connectionId: okta.id })).id;
  await app.story.group('above', [group], { connectionId: okta.id });
  return { okta, users, group };
}

/** The statements of an act whose credential has just been believed. */
async function statementsOf(okta: ConnectionOfStory, act: () => Promise<unknown>): Promise<number> {
  // What was found a moment ago would be asked for again in the middle of the act.
  forget(app.database.db);
  await okta.scim.get('/ServiceProviderConfig');
  return countStatements(app.database, act);
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const replacing = (value: object) => [{ op: 'replace', value }];
const withFilter = (endpoint: string, filter: string) => `${endpoint}?filter=${encodeURIComponent(filter)}`;

type Act = (directory: Directory) => Promise<{ status: number }>;

let made = 0;
const another = () => `another-${made++}`;

/** Every kind of request that a provider sends. */
const scimRequests: Record<string, Act> = {
  'GET /Users/{id}': ({ okta, users }) => okta.scim.get(`/Users/${users[1]}`),
  'GET /Users/{id} of nobody': ({ okta, group }) => okta.scim.get(`/Users/${group}`),
  'GET /Users?filter=userName eq': ({ okta }) => okta.scim.get(withFilter('/Users', 'userName eq "user-2"')),
  'GET /Users?filter=externalId eq': ({ okta }) => okta.scim.get(withFilter('/Users', 'externalId eq "e-2"')),
  'GET /Users?filter=emails[…]': ({ okta }) => okta.scim.get(withFilter('/Users', 'emails[type eq "work"].value eq "user-2@acme.com"')),
  'GET /Users?filter=id eq and manager eq': ({ okta, users }) =>
    okta.scim.get(withFilter('/Users', `id eq "${users[2]}" and manager eq "${users[1]}"`)),
  'GET /Users, the largest page, sorted': ({ okta }) => okta.scim.get('/Users?count=200&sortBy=name.familyName'),
  'GET /Groups/{id}': ({ okta, group }) => okta.scim.get(`/Groups/${group}`),
  'GET /Groups?filter=displayName eq': ({ okta }) => okta.scim.get(withFilter('/Groups', 'displayName eq "everyone"')),
  'GET /Groups?filter=id eq and members eq': ({ okta, users, group }) =>
    okta.scim.get(withFilter('/Groups', `id eq "${group}" and members eq "${users[0]}"`)),
  'GET /Groups, the largest page': ({ okta }) => okta.scim.get('/Groups?count=200'),
  'GET / of users, groups and devices': ({ okta }) => okta.scim.get('/?count=200'),
  'POST /.search': ({ okta }) => okta.scim.post('/.search', { filter: 'displayName pr', startIndex: 2 }),
  'POST /Users': ({ okta, users }) => okta.scim.post('/Users', person(another(), { [enterprise]: { manager: { value: users[0] } } })),
  'POST /Users with a userName in use': ({ okta }) => okta.scim.post('/Users', person('user-1')),
  'POST /Groups': ({ okta, users }) => okta.scim.post('/Groups', groupOf(another(), users)),
  'POST /Groups with an unknown member': ({ okta, users }) => okta.scim.post('/Groups', groupOf(another(), [...users, `${okta.id}`])),
  'PUT /Users/{id}': ({ okta, users }) => okta.scim.put(`/Users/${users[1]}`, person('user-1', { title: another() })),
  'PUT /Groups/{id}': ({ okta, users, group }) => okta.scim.put(`/Groups/${group}`, groupOf('everyone', users.slice(1))),
  'PATCH /Users/{id}': ({ okta, users }) => okta.scim.patch(`/Users/${users[2]}`, replacing({ title: another() })),
  'PATCH /Users/{id} that changes nothing': ({ okta, users }) => okta.scim.patch(`/Users/${users[2]}`, replacing({ active: true })),
  'PATCH /Users/{id} at a version': ({ okta, users }) =>
    okta.scim.patch(`/Users/${users[2]}`, replacing({ title: 'x' }), { 'If-Match': 'W/"999"' }),
  'PATCH /Groups/{id}, one joins': ({ okta, users, group }) => okta.scim.patch(`/Groups/${group}`, joining(`${users.at(-1)}`)),
  'PATCH /Groups/{id}, one leaves': ({ okta, users, group }) => okta.scim.patch(`/Groups/${group}`, leaving(`${users.at(-1)}`)),
  'PATCH /Groups/{id}, all leave whom a filter finds': ({ okta, group }) =>
    okta.scim.patch(`/Groups/${group}`, [{ op: 'remove', path: 'members[display eq "user-3"]' }]),
  'PATCH /Groups/{id} of an extension': ({ okta, group }) =>
    okta.scim.patch(`/Groups/${group}`, replacing({ 'urn:acme:Group': { floor: made } })),
  'PATCH /Groups/{id} of the name': ({ okta, group }) => okta.scim.patch(`/Groups/${group}`, replacing({ displayName: another() })),
  'DELETE /Users/{id}': ({ okta, users }) => okta.scim.delete(`/Users/${users.pop()}`),
  'DELETE /Users/{id} of nobody': ({ okta, group }) => okta.scim.delete(`/Users/${group}`),
  'DELETE /Groups/{id}': ({ okta, group }) => okta.scim.delete(`/Groups/${group}`),
  'GET /Schemas': ({ okta }) => okta.scim.get('/Schemas'),
};

describe('a SCIM request', () => {
  let few: Directory;
  let many: Directory;
  beforeAll(async () => {
    [few, many] = [await directoryOf(10), await directoryOf(500)];
  });

  it.each(Object.entries(scimRequests))('takes few statements, however large the directory: %s', async (name, act) => {
    const counts = [];
    for (const directory of [few, many]) counts.push(await statementsOf(directory.okta, () => act(directory)));
    expect(counts[1]).toBe(counts[0]);
    expect(counts[1]).toBeLessThanOrEqual(ofTheRoot[name] ?? mostStatements);
  });

  it("takes no more with an administrator's key, which is narrowed to the connection", async () => {
    const scim = scimClient(few.okta.scimUrl, app.adminKey);
    await scim.get('/Users?count=1');
    const patched = () => scim.patch(`/Users/${few.users[2]}`, [{ op: 'replace', path: 'title', value: 'By hand' }]);
    expect(await countStatements(app.database, patched)).toBeLessThanOrEqual(mostStatements);
  });

  it('takes one statement more when its credential has not been used within the last second', async () => {
    const { okta, users } = few;
    const read = () => okta.scim.get(`/Users/${users[0]}?attributes=userName`);
    const warm = await statementsOf(okta, read);
    await setTimeout(1100);
    expect(await countStatements(app.database, read)).toBe(warm + 1);
  });
});

describe('a GraphQL query', () => {
  const document = `query ($id: ID!, $first: Int!) {
    connection(id: $id) { users(first: $first, orderBy: [{ field: USER_NAME }]) { totalCount nodes {
      userName connection { name } manager { userName } groupReferences { id }
      groups(first: 10, transitive: true) { totalCount nodes { displayName members(first: 10) { totalCount nodes { __typename } } } } } } } }`;

  it('takes as many statements for a page of 100 as for one of 5, nested lists included', async () => {
    const { okta } = await directoryOf(120);
    const counts = [];
    for (const first of [5, 100]) {
      await app.ask('{ viewer { id } }');
      counts.push(await countStatements(app.database, () => app.ask(document, { id: okta.id, first })));
    }
    expect(counts[1]).toBe(counts[0]);
    // The connection, its people, their managers, connections, groups and references, the members of the groups, of two kinds.
    expect(counts[0]).toBeLessThanOrEqual(9);
  });

  it.each([
    ['a person', 'user(by: { id: $id }) { userName emails { value } }'],
    ['a page', 'users(where: { manager: { id: { eq: $id } } }) { nodes { userName } }'],
    ['a page and its total', 'users(where: { memberOf: { ids: [$id] } }) { totalCount nodes { userName } pageInfo { hasNextPage } }'],
    ['a total alone', 'users(where: { reportsTo: { id: $id } }, first: 0) { totalCount }'],
    ['people with their groups', 'users(where: { id: { ne: $id } }, first: 100) { nodes { groupReferences { displayName } } }'],
  ])('takes one statement for %s', async (_, field) => {
    const { users } = await directoryOf(3);
    await app.ask('{ viewer { id } }');
    const id = users[0];
    expect(await countStatements(app.database, () => app.ask(`query ($id: ID!) { ${field} }`, { id }))).toBe(1);
  });
});

describe('the devices of a connection', () => {
  const register =
    'mutation ($input: RegisterDevicesInput!) { registerDevices(input: $input) { created updated unchanged results { outcome device { id } } } }';
  const rows = (count: number, name: string) =>
    Array.from({ length: count }, (_, place) => ({ serialNumber: `C${place}`, udid: `U${place}`, name, facts: { wifi: `net ${place}` } }));

  /** The statements of an act, without those that ask for the credential and the definitions once in a second. */
  const statements = async (act: () => Promise<unknown>) => {
    const sent = await statementsDuring(app.database, act);
    return sent.filter(({ text }) => !/FROM "public"."(credentials|\w+_definitions)"/.test(text)).length;
  };

  beforeAll(() => app.story.facts({ wifi: 'STRING' }));

  it('are registered by one statement, whether they are new, changed or as they were, and whether they are two or a thousand', async () => {
    for (const count of [2, 1000]) {
      const okta = await app.story.connection('OKTA', `With ${count} devices`);
      for (const name of ['new', 'changed', 'changed'])
        expect(await statements(() => app.ask(register, { input: { connectionId: okta.id, devices: rows(count, name) } }))).toBe(1);
    }
  });

  it('take as many statements for a page of 100 as for one of 5, with their users and their history', async () => {
    const { okta, users } = await directoryOf(120);
    const { registerDevices } = await app.ask(register, { input: { connectionId: okta.id, devices: rows(120, 'any') } });
    for (const [place, { device }] of registerDevices.results.entries()) await app.story.assign(device.id, `${users[place]}`);
    const document = `query ($id: ID!, $first: Int!) { connection(id: $id) { devices(first: $first) { totalCount nodes {
      connection { name } assignedUser { userName devices(first: 5) { nodes { id } } } assignment { user { userName } userState }
      assignments(first: 5) { nodes { user { userName } device { id } } } } } } }`;
    const counts = [];
    for (const first of [5, 100]) counts.push(await statements(() => app.ask(document, { id: okta.id, first })));
    expect(counts[1]).toBe(counts[0]);
    // The connection, its devices, their connections, users, assignments and history, the users' devices, the users and devices of the history.
    expect(counts[0]).toBeLessThanOrEqual(11);
  });

  it.each([
    ['updateDevice', (id: string) => ({ id, name: 'x' })],
    ['assignDevice', (deviceId: string, userId: string) => ({ deviceId, userId })],
    ['unassignDevice', (deviceId: string) => ({ deviceId })],
    ['reportFacts', (id: string) => ({ device: { id }, facts: { wifi: 'other' } })],
    ['deleteDevice', (id: string) => ({ id })],
  ])('are changed by one statement: %s', async (name, input) => {
    const { okta, users } = await directoryOf(1);
    const { id } = await app.story.device('C1', { connectionId: okta.id });
    const document = `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`;
    expect(await statements(() => app.ask(document, { input: input(id, `${users[0]}`) }))).toBe(1);
  });
});
