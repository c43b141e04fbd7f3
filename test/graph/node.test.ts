import { isInterfaceType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '#graph/schema.ts';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';
import { oauthClient } from '#test/support/oauth.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const nowhere = '01900000-0000-7000-8000-000000000000';

const node = 'query ($id: ID!) { node(id: $id) { __typename id } }';
const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

let app: App;
let okta: ConnectionOfStory;
let reader: string;
/** Something of each type that is a Node, by the name of its type. */
let ids: Record<string, string>;

const created = async (noun: string, input: object) => {
  const name = `create${noun[0]?.toUpperCase()}${noun.slice(1)}`;
  const document = `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${noun} { id } } }`;
  return (await app.ask(document, { input }))[name][noun].id;
};

beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection();
  const { createApiKey } = await app.ask('mutation { createApiKey(input: { name: "Reader", role: READER }) { token apiKey { id } } }');
  reader = createApiKey.token;
  const user = await app.story.user('ada', { connectionId: okta.id });
  const device = await app.story.device('S1', { connectionId: okta.id });
  await app.story.assign(device.id, user.id);
  const policy = await app.story.policy('Fleet', { connectionId: okta.id });
  ids = {
    User: user.id,
    Device: device.id,
    DeviceAssignment: (await app.database.db.deviceAssignment.findFirstOrThrow()).id,
    Group: (await app.story.group('engines', [], { connectionId: okta.id })).id,
    Connection: okta.id,
    ApiKey: createApiKey.apiKey.id,
    ConnectionToken: (await app.database.db.credential.findFirstOrThrow({ where: { connectionId: okta.id } })).id,
    OAuthClient: (await oauthClient(app.ask, okta.id)).id,
    AttributeDefinition: await created('attributeDefinition', { key: 'badge', schema: 'urn:acme', name: 'badge', type: 'STRING' }),
    FactDefinition: await created('factDefinition', { key: 'diskFreeGb', type: 'NUMBER' }),
    Policy: policy.id,
    ProfileTemplate: await created('profileTemplate', { policyId: policy.id, name: 'Wi-Fi', format: 'PLAIN', body: '{{user.userName}}' }),
  };
});
afterAll(() => app.close());

describe('the interface Node', () => {
  it('is of every type that has an id of its own', () => {
    const Node = schema.getType('Node');
    const withIds = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && type.getFields().createdAt);
    const implementing = isInterfaceType(Node) ? schema.getPossibleTypes(Node) : [];
    expect(implementing).toEqual(expect.arrayContaining(withIds));
    expect(implementing.map(({ name }) => name).sort()).toEqual(Object.keys(ids).sort());
  });
});

describe('Query.node', () => {
  it('finds what has the id, whatever its type and the case of the id', async () => {
    for (const [type, id] of Object.entries(ids)) {
      expect(await app.ask(node, { id })).toEqual({ node: { __typename: type, id } });
      expect(await app.ask(node, { id: id.toUpperCase() })).toEqual({ node: { __typename: type, id } });
    }
  });

  it.each([nowhere, '', 'no id', "'; DROP TABLE users; --"])('is null for "%s"', async (id) => {
    expect(await app.ask(node, { id })).toEqual({ node: null });
  });

  it('gives a row with all its fields, those of other nouns included', async () => {
    const document = `query ($id: ID!) { node(id: $id) { id ... on User {
      userName emails { value } connection { id } groups { totalCount } groupReferences { id } } ... on Group { displayName } } }`;
    const expected = {
      id: ids.User,
      userName: 'ada',
      emails: [],
      connection: { id: okta.id },
      groups: { totalCount: 0 },
      groupReferences: [],
    };
    expect((await app.ask(document, { id: ids.User })).node).toEqual(expected);
    expect((await app.ask(document, { id: ids.Group })).node).toEqual({ id: ids.Group, displayName: 'engines' });
  });
});

describe('Query.nodes', () => {
  it('gives what has the ids, each in its place, as often as it is asked for', async () => {
    const asked = [nowhere, ...Object.values(ids), 'no id', ids.Group, ids.User];
    const types = new Map(Object.entries(ids).map(([type, id]) => [id, type]));
    const expected = asked.map((id) => (id && types.has(id) ? { __typename: types.get(id), id } : null));
    expect((await app.ask(nodes, { ids: asked })).nodes).toEqual(expected);
    expect((await app.ask(nodes, { ids: [] })).nodes).toEqual([]);
  });

  it('refuses more than 200 ids', async () => {
    const many = Array.from({ length: 200 }, () => `${ids.User}`);
    expect((await app.ask(nodes, { ids: many })).nodes).toHaveLength(200);
    await expect(app.ask(nodes, { ids: [...many, nowhere] })).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
  });

  it('counts what it asks for as often as there are ids', async () => {
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Connection { users(first: 200) { nodes { groups(first: 200) { totalCount } } } } } }`;
    expect((await app.ask(document, { ids: [okta.id] })).nodes).toHaveLength(1);
    const many = Array.from({ length: 200 }, () => okta.id);
    await expect(app.ask(document, { ids: many })).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
  });

  it('shows credentials to administrators only', async () => {
    const credentials = [ids.ApiKey, ids.ConnectionToken, ids.OAuthClient];
    const expected = [null, null, null, { __typename: 'User', id: ids.User }];
    for (const token of [reader, okta.token])
      expect((await app.ask(nodes, { ids: [...credentials, ids.User] }, token)).nodes).toEqual(expected);
  });

  it('shows a limited credential what is in its reach', async () => {
    const entra = await app.story.connection('ENTRA_ID');
    const elsewhere = await app.story.user('grace', { connectionId: entra.id });
    const mine = { User: ids.User, Group: ids.Group, Connection: okta.id, AttributeDefinition: ids.AttributeDefinition };
    const asked = [elsewhere.id, entra.id, ids.ApiKey, ...Object.values(mine)];
    const expected = [null, null, null, ...Object.entries(mine).map(([__typename, id]) => ({ __typename, id }))];
    expect((await app.ask(nodes, { ids: asked }, okta.token)).nodes).toEqual(expected);
  });

  it('takes one statement to tell the types, and one for each type, however many ids and fields ask', async () => {
    const several = `query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } again: nodes(ids: $ids) { id } node(id: $id) { id } }`;
    const users = await Promise.all(['a', 'b', 'c'].map((name) => app.story.user(name)));
    const asked = [...users.map(({ id }) => id), ids.Group, nowhere];
    await app.ask('{ viewer { id } }');
    expect(await countStatements(app.database, () => app.ask(several, { ids: asked, id: ids.User }))).toBe(3);
    expect(await countStatements(app.database, () => app.ask(several, { ids: [ids.User], id: ids.User }))).toBe(2);
    expect(await countStatements(app.database, () => app.ask(several, { ids: ['no id'], id: '' }))).toBe(0);
  });
});
