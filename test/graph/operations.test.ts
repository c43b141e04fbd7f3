import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
let ada: string;
beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection('OKTA', 'Before');
  ada = (await app.story.user('ada', { connectionId: okta.id })).id;
});
afterAll(() => app.close());

describe('a document of several mutations', () => {
  it('tells the manager as each of them leaves it', async () => {
    for (const name of ['grace', 'alan']) await app.story.user(name, { connectionId: okta.id, externalId: name });
    const answer = await app.ask(
      `mutation ($id: ID!) {
        first: updateUser(input: { id: $id, managerReference: "grace" }) { user { manager { userName } } }
        second: updateUser(input: { id: $id, managerReference: "alan" }) { user { manager { userName } } }
        third: updateUser(input: { id: $id, managerReference: "grace" }) { user { manager { userName } } } }`,
      { id: ada },
    );
    const managed = (userName: string) => ({ user: { manager: { userName } } });
    expect(answer).toEqual({ first: managed('grace'), second: managed('alan'), third: managed('grace') });
  });

  it('tells the connection as it is named by then', async () => {
    const answer = await app.ask(
      `mutation ($id: ID!, $connection: ID!) {
        first: updateUser(input: { id: $id, title: "a" }) { user { connection { name } } }
        second: updateConnection(input: { id: $connection, name: "After" }) { connection { name } }
        third: updateUser(input: { id: $id, title: "b" }) { user { connection { name } } } }`,
      { id: ada, connection: okta.id },
    );
    expect(answer.first.user.connection.name).toBe('Before');
    expect(answer.second.connection.name).toBe('After');
    expect(answer.third.user.connection.name).toBe('After');
  });

  it('tells the groups that a person is in by then', async () => {
    const { id: group } = await app.story.group('engines', [], { connectionId: okta.id });
    const answer = await app.ask(
      `mutation ($id: ID!, $group: ID!) {
        first: updateUser(input: { id: $id, title: "c" }) { user { groupReferences { id } groups { totalCount } } }
        second: updateGroup(input: { id: $group, members: { add: [$id] } }) { group { memberReferences { id } } }
        third: updateUser(input: { id: $id, title: "d" }) { user { groupReferences { id } groups { totalCount } } } }`,
      { id: ada, group },
    );
    expect(answer.first.user).toEqual({ groupReferences: [], groups: { totalCount: 0 } });
    expect(answer.second.group).toEqual({ memberReferences: [{ id: ada }] });
    expect(answer.third.user).toEqual({ groupReferences: [{ id: group }], groups: { totalCount: 1 } });
  });
});

describe('a field that is refused', () => {
  it.each([
    [
      'a token that is shown only once',
      'mutation { a: createConnection(input: { name: "Kept", provider: OKTA }) { token } b: createConnection(input: { name: "", provider: OKTA }) { token } }',
      { token: expect.stringMatching(/^muster_scim_/) },
      'INVALID_INPUT',
    ],
    ['another question', '{ a: viewer { name } b: users(first: 500) { totalCount } }', { name: 'First admin key' }, 'LIMIT_EXCEEDED'],
    ['a list', '{ a: groups { nodes { id } } b: connections(first: -1) { totalCount } }', { nodes: expect.any(Array) }, 'INVALID_INPUT'],
    [
      'a change that was made before it',
      'mutation { a: createUser(input: { userName: "kept" }) { user { userName } } b: deleteUser(input: { id: "nobody" }) { id } }',
      { user: { userName: 'kept' } },
      'NOT_FOUND',
    ],
  ])('leaves %s in the answer', async (_, query, kept, code) => {
    const { data, errors } = await answerTo(query);
    expect(data).toEqual({ a: kept, b: null });
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code } }]);
  });
});

/** The whole answer, of which `ask` gives only the data or the first error. */
async function answerTo(query: string): Promise<{ data?: unknown; errors?: unknown[] }> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${app.adminKey}` },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data?: unknown; errors?: unknown[] };
}
