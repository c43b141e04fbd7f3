import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { joining, leaving, person } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
let administrator: string;
let provisioner: string;
beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection();
  const actor = async (token: string) => `credential:${(await app.ask('{ viewer { id } }', {}, token)).viewer.id}`;
  [administrator, provisioner] = [await actor(app.adminKey), await actor(okta.token)];
});
afterAll(() => app.close());

/** What the change log says of a resource, oldest first. */
const changesOf = (resourceId: string) =>
  app.database.db.change.findMany({
    where: { resourceId },
    orderBy: { id: 'asc' },
    select: { actor: true, operation: true, version: true, attributes: true, connectionId: true, members: true },
  });

const change = (name: string, selection: string, input: object) =>
  app.ask(`mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`, { input });

describe('the change log', () => {
  it('tells who made, changed and deleted a person, and which attributes', async () => {
    const { id } = (await okta.scim.post('/Users', person('ada', { title: 'Analyst' }))).body;
    await change('updateUser', 'user { id }', { id, title: 'Lead', department: 'Engines', userName: 'ada' });
    await change('updateUser', 'user { id }', { id, title: 'Lead' });
    await okta.scim.delete(`/Users/${id}`);
    const said = { connectionId: okta.id, members: null };
    expect(await changesOf(id)).toEqual([
      { ...said, actor: provisioner, operation: 'CREATED', version: 1, attributes: ['active', 'title', 'userName'] },
      { ...said, actor: administrator, operation: 'UPDATED', version: 2, attributes: ['department', 'title'] },
      { ...said, actor: provisioner, operation: 'DELETED', version: 2, attributes: [] },
    ]);
  });

  it('tells who joined and who left a group, and by whose hand', async () => {
    const [ada, grace] = [await app.story.user('a', { connectionId: okta.id }), await app.story.user('g', { connectionId: okta.id })];
    const { id } = await app.story.group('engines', [ada.id], { connectionId: okta.id });
    await okta.scim.patch(`/Groups/${id}`, joining(grace.id));
    await okta.scim.patch(`/Groups/${id}`, joining(grace.id));
    await okta.scim.patch(`/Groups/${id}`, leaving(ada.id));
    await change('deleteUser', 'id', { id: grace.id });
    const memberships = (await changesOf(id)).filter(({ attributes }) => attributes.includes('members'));
    expect(memberships.map(({ actor, members }) => [actor, members])).toEqual([
      [administrator, { added: [ada.id] }],
      [provisioner, { added: [grace.id] }],
      [provisioner, { removed: [ada.id] }],
      [administrator, { removed: [grace.id] }],
    ]);
  });

  it('tells of connections, and keeps telling when they are gone', async () => {
    const { id } = await app.story.connection('GOOGLE', 'Short-lived');
    await change('updateConnection', 'connection { id }', { id, name: 'Renamed' });
    await change('deleteConnection', 'id', { id });
    expect((await changesOf(id)).map(({ actor, operation }) => [actor, operation])).toEqual([
      [administrator, 'CREATED'],
      [administrator, 'UPDATED'],
      [administrator, 'DELETED'],
    ]);
  });

  it('says nothing of what was refused', async () => {
    const before = await app.database.db.change.count();
    const { id } = await app.story.user('refused', { connectionId: okta.id });
    await change('updateUser', 'user { id }', { id, title: 'x', expectedVersion: 9 }).catch(() => undefined);
    await change('createUser', 'user { id }', { userName: 'REFUSED', connectionId: okta.id }).catch(() => undefined);
    await change('createGroup', 'group { id }', { displayName: 'half', connectionId: okta.id, memberIds: [okta.id] }).catch(
      () => undefined,
    );
    expect(await app.database.db.change.count()).toBe(before + 1);
  });
});
