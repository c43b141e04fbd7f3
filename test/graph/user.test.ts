import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const nowhere = '01900000-0000-7000-8000-000000000000';
const manual = '00000000-0000-7000-8000-000000000000';

const everything = `
  id externalId userName displayName name { formatted familyName givenName middleName honorificPrefix honorificSuffix }
  nickName profileUrl title userType preferredLanguage locale timezone active
  emails { value display type primary } phoneNumbers { value type } ims { value } photos { value } roles { value primary }
  entitlements { value } x509Certificates { value } addresses { formatted streetAddress locality region postalCode country type primary }
  employeeNumber costCenter organization division department managerReference extensions version`;

const createUser = `mutation ($input: CreateUserInput!) { createUser(input: $input) { user { ${everything} connection { id } createdAt updatedAt } } }`;
const updateUser = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { ${everything} } } }`;
const deleteUser = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { id } }';
const userBy = `query ($by: UserBy!) { user(by: $by) { ${everything} manager { id userName } } }`;

const ada = {
  externalId: '00uADA',
  displayName: 'Ada Lovelace',
  name: {
    formatted: 'Lady Ada King',
    familyName: 'Lovelace',
    givenName: 'Ada',
    middleName: 'Augusta',
    honorificPrefix: 'Lady',
    honorificSuffix: 'I',
  },
  nickName: 'Ada',
  profileUrl: 'not a url, kept as sent',
  title: 'Analyst',
  userType: 'Employee',
  preferredLanguage: 'en',
  locale: 'NNRDFXPHOXUY',
  timezone: 'Europe/London',
  active: false,
  emails: [{ value: 'ada@acme.com', display: 'Ada', type: 'work', primary: true }],
  phoneNumbers: [{ value: '+44 1', type: 'fax' }],
  ims: [{ value: 'ada' }],
  photos: [{ value: 'p' }],
  roles: [{ value: '{"id":"06b0"}', primary: true }],
  entitlements: [{ value: 'engine' }],
  x509Certificates: [{ value: 'TUlJ' }],
  addresses: [
    {
      formatted: 'a',
      streetAddress: 'b',
      locality: 'London',
      region: 'c',
      postalCode: 'W1',
      country: 'GB',
      type: 'work',
      primary: false,
    },
  ],
  employeeNumber: '7',
  costCenter: 'C1',
  organization: 'Acme',
  division: 'Engines',
  department: 'Mathematics',
  managerReference: 'someone not known yet',
  extensions: { 'urn:acme:User': { badge: 42, tags: ['a'] } },
};

let app: App;
let okta: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection();
});
afterAll(() => app.close());

const usersNamed = async (userName: string) => {
  const { users } = await app.ask('query ($where: UserWhere) { users(where: $where) { totalCount } }', {
    where: { userName: { eq: userName } },
  });
  return users.totalCount;
};

/** Keys of `extensions` that would be taken for the person's own attributes. */
const ownNames = [
  'userName',
  'id',
  'meta',
  'schemas',
  '',
  ':',
  'urn:ietf:params:scim:schemas:core:2.0:User',
  'URN:IETF:params:SCIM:schemas:core:2.0:user',
  'urn:ietf:params:scim:schemas:core:2.0:Group',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'Urn:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:User',
];

describe('Mutation.createUser', () => {
  it('keeps every attribute as it was sent', async () => {
    const { createUser: made } = await app.ask(createUser, { input: { userName: 'Ada', connectionId: okta.id, ...ada } });
    expect(made.user).toMatchObject({ userName: 'Ada', ...ada, version: 1, connection: { id: okta.id } });
    expect(made.user.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    const { user } = await app.ask(userBy, { by: { id: made.user.id } });
    expect(user).toMatchObject({ userName: 'Ada', ...ada, manager: null });
  });

  it('leaves what was not said empty, and the person active', async () => {
    const { createUser: made } = await app.ask(createUser, { input: { userName: 'bare', connectionId: okta.id } });
    const empty = { displayName: null, name: null, department: null, emails: [], addresses: [], extensions: {}, active: true };
    expect(made.user).toMatchObject(empty);
  });

  it('counts an empty text and an element without a value as nothing', async () => {
    const input = { userName: 'empty', connectionId: okta.id, title: '', name: { givenName: '' }, emails: [{ value: '' }, {}] };
    expect((await app.ask(createUser, { input })).createUser.user).toMatchObject({ title: null, name: null, emails: [] });
  });

  it.each([
    ['the connection that is named', async () => okta.id, undefined],
    ['the only connection of the credential', async () => undefined, () => okta.token],
  ])('makes the person in %s', async (_, connectionId, token) => {
    const input = { userName: `home-${_}`, connectionId: await connectionId() };
    expect((await app.ask(createUser, { input }, token?.())).createUser.user.connection.id).toBe(okta.id);
  });

  it('makes the person in the built-in connection when an administrator names none', async () => {
    expect((await app.ask(createUser, { input: { userName: 'by hand' } })).createUser.user.connection.id).toBe(manual);
  });

  it.each(['Taken', 'taken', 'TAKEN'])('refuses the userName %s when there is a Taken, however inactive', async (userName) => {
    await app.story.user('Taken', { connectionId: okta.id, active: false }).catch(() => undefined);
    await expect(app.ask(createUser, { input: { userName, connectionId: okta.id } })).rejects.toMatchObject(refused('ALREADY_EXISTS'));
    expect(await usersNamed('taken')).toBe(1);
  });

  it('lets two connections have the same userName', async () => {
    const entra = await app.story.connection('ENTRA_ID');
    await app.story.user('shared', { connectionId: okta.id });
    await app.story.user('Shared', { connectionId: entra.id });
    expect(await usersNamed('shared')).toBe(2);
  });

  it.each([
    ['an empty userName', { userName: ' ' }],
    ['a NUL', { title: 'a\0b' }],
    ['half a surrogate pair', { title: '\ud800' }],
    ['a userName longer than an index can hold', { userName: 'x'.repeat(513) }],
    ['a title of a megabyte', { title: 'x'.repeat(1_000_000) }],
    ['201 e-mail addresses', { emails: Array.from({ length: 201 }, (_, place) => ({ value: `${place}@acme.com` })) }],
    ['a NUL deep inside an extension', { extensions: { 'urn:x': { deep: [{ text: '\0' }] } } }],
    ['an extension of 11 levels', { extensions: nested(11) }],
  ])('refuses %s and writes nothing', async (_, wrong) => {
    const input = { userName: 'refused', connectionId: okta.id, ...wrong };
    await expect(app.ask(createUser, { input })).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect(await usersNamed('refused')).toBe(0);
  });

  it.each(ownNames)('refuses the extension "%s", which is no schema of others', async (key) => {
    const input = { userName: 'extended', connectionId: okta.id, extensions: { 'urn:acme:User': {}, [key]: 'evil' } };
    await expect(app.ask(createUser, { input })).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect(await usersNamed('extended')).toBe(0);
  });

  it('refuses a connection that does not exist', async () => {
    for (const connectionId of [nowhere, 'no id at all']) {
      await expect(app.ask(createUser, { input: { userName: 'lost', connectionId } })).rejects.toMatchObject(refused('NOT_FOUND'));
    }
  });
});

describe('Mutation.updateUser', () => {
  it('says what to send instead of null where nothing can be cleared', async () => {
    const clear = 'mutation ($id: ID!) { updateUser(input: { id: $id, active: null }) { user { id } } }';
    const { id } = await app.story.user('never cleared');
    await expect(app.ask(clear, { id })).rejects.toThrow('active: must be true or false, and cannot be null: leave it out to keep it.');
  });

  it('keeps what is absent and clears what is null or empty', async () => {
    const { id } = await app.story.user('updated', { connectionId: okta.id, ...ada });
    const input = { id, title: null, nickName: '', emails: null, extensions: null, name: { givenName: null, middleName: 'B' } };
    const { user } = (await app.ask(updateUser, { input })).updateUser;
    const name = { ...ada.name, givenName: null, middleName: 'B' };
    expect(user).toMatchObject({ ...ada, title: null, nickName: null, emails: [], extensions: {}, name, version: 2 });
    const cleared = (await app.ask(updateUser, { input: { id, name: null } })).updateUser.user;
    expect(cleared).toMatchObject({ name: null, department: ada.department, version: 3 });
  });

  it('replaces a list as a whole', async () => {
    const { id } = await app.story.user('lists', { connectionId: okta.id, emails: [{ value: 'a@x' }, { value: 'b@x' }] });
    const { user } = (await app.ask(updateUser, { input: { id, emails: [{ value: 'c@x' }] } })).updateUser;
    expect(user.emails).toEqual([{ value: 'c@x', display: null, type: null, primary: null }]);
  });

  it('leaves the version when nothing changes', async () => {
    const { id, version } = await app.story.user('same', { connectionId: okta.id, ...ada });
    expect((await app.ask(updateUser, { input: { id, ...ada } })).updateUser.user.version).toBe(version);
  });

  it('refuses a version that is not the current one, and changes nothing', async () => {
    const { id } = await app.story.user('versions', { connectionId: okta.id });
    expect((await app.ask(updateUser, { input: { id, expectedVersion: 1, title: 'a' } })).updateUser.user.version).toBe(2);
    await expect(app.ask(updateUser, { input: { id, expectedVersion: 1, title: 'b' } })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect((await app.ask(userBy, { by: { id } })).user).toMatchObject({ title: 'a', version: 2 });
  });

  it('lets a person change only the case of their userName, and refuses one that is taken', async () => {
    const { id } = await app.story.user('case', { connectionId: okta.id });
    await app.story.user('other', { connectionId: okta.id });
    expect((await app.ask(updateUser, { input: { id, userName: 'CASE' } })).updateUser.user.userName).toBe('CASE');
    const taken = app.ask(updateUser, { input: { id, userName: 'OTHER', title: 'lost' } });
    await expect(taken).rejects.toMatchObject(refused('ALREADY_EXISTS'));
    expect((await app.ask(userBy, { by: { id } })).user).toMatchObject({ userName: 'CASE', title: null });
  });

  it.each([
    ['a userName of null', { userName: null }],
    ['active of null', { active: null }],
    ['text too long', { department: 'x'.repeat(513) }],
  ])('refuses %s', async (_, change) => {
    const { id } = await app.story.user(`wrong-${_}`, { connectionId: okta.id });
    await expect(app.ask(updateUser, { input: { id, title: 'lost', ...change } })).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect((await app.ask(userBy, { by: { id } })).user).toMatchObject({ title: null, version: 1 });
  });

  it.each(ownNames)('refuses the extension "%s", which is no schema of others', async (key) => {
    const { id, userName } = await app.story.user(`extended-${ownNames.indexOf(key)}`, { connectionId: okta.id });
    await expect(app.ask(updateUser, { input: { id, extensions: { [key]: 'evil' } } })).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect((await okta.scim.get(`/Users/${id}`)).body).toMatchObject({ id, userName });
  });

  it.each([nowhere, 'no id at all', '', `${nowhere}0`])('finds nobody with the id "%s"', async (id) => {
    await expect(app.ask(updateUser, { input: { id, title: 'x' } })).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});

describe('Mutation.deleteUser', () => {
  it('deletes a person with their memberships, once, and frees the userName', async () => {
    const { id } = await app.story.user('leaver', { connectionId: okta.id });
    const group = await app.story.group('of a leaver', [id], { connectionId: okta.id });
    expect(await app.ask(deleteUser, { input: { id } })).toEqual({ deleteUser: { id } });
    expect(await app.story.membersOf(group.id)).toEqual([]);
    await expect(app.ask(deleteUser, { input: { id } })).rejects.toMatchObject(refused('NOT_FOUND'));
    expect((await app.story.user('leaver', { connectionId: okta.id })).id).not.toBe(id);
  });

  it('refuses a version that is not the current one', async () => {
    const { id } = await app.story.user('kept', { connectionId: okta.id });
    await expect(app.ask(deleteUser, { input: { id, expectedVersion: 9 } })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect((await app.ask(userBy, { by: { id } })).user.id).toBe(id);
    expect(await app.ask(deleteUser, { input: { id, expectedVersion: 1 } })).toEqual({ deleteUser: { id } });
  });
});

describe('Query.user', () => {
  it('finds a person by id, by userName in any case, and by externalId exactly', async () => {
    const { id } = await app.story.user('Näme%_', { connectionId: okta.id, externalId: 'eXt' });
    const by = async (key: object) => (await app.ask(userBy, { by: key })).user?.id;
    expect(await by({ id })).toBe(id);
    expect(await by({ id: id.toUpperCase() })).toBe(id);
    expect(await by({ userName: { connectionId: okta.id, userName: 'NÄME%_' } })).toBe(id);
    expect(await by({ externalId: { connectionId: okta.id, externalId: 'eXt' } })).toBe(id);
    expect(await by({ externalId: { connectionId: okta.id, externalId: 'EXT' } })).toBeUndefined();
    expect(await by({ userName: { connectionId: okta.id, userName: 'Näme__' } })).toBeUndefined();
    expect(await by({ userName: { connectionId: manual, userName: 'Näme%_' } })).toBeUndefined();
  });

  it.each([nowhere, '', 'no id', '1 OR TRUE'])('finds nobody with the id "%s"', async (id) => {
    expect(await app.ask(userBy, { by: { id } })).toEqual({ user: null });
  });

  it('refuses to choose between two people with one externalId', async () => {
    for (const userName of ['twin one', 'twin two']) await app.story.user(userName, { connectionId: okta.id, externalId: 'twin' });
    const twins = app.ask(userBy, { by: { externalId: { connectionId: okta.id, externalId: 'twin' } } });
    await expect(twins).rejects.toMatchObject(refused('AMBIGUOUS'));
  });

  it('finds a manager by id or by externalId, as soon as there is one', async () => {
    const manager = async (id: string) => (await app.ask(userBy, { by: { id } })).user.manager?.userName;
    const report = await app.story.user('report', { connectionId: okta.id, managerReference: 'boss-7' });
    expect(await manager(report.id)).toBeUndefined();
    const boss = await app.story.user('boss', { connectionId: okta.id, externalId: 'boss-7' });
    expect(await manager(report.id)).toBe('boss');
    await app.ask(updateUser, { input: { id: report.id, managerReference: boss.id } });
    expect(await manager(report.id)).toBe('boss');
  });
});

function nested(levels: number): object {
  return levels === 1 ? { end: {} } : { 'urn:x': nested(levels - 1) };
}
