import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused, type Variables } from '#test/support/graph.ts';

let app: App;
let made = 0;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const another = (name: string) => {
  made += 1;
  return `${name}${made}`;
};

const create = async (input: Variables): Promise<string> => (await app.story.policy(another('Policy '), input)).id;
const named = async (name: string, input: Variables): Promise<string> => (await app.story.policy(name, input)).id;

const change = (name: string, input: object) =>
  app.ask(`mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`, { input });

const brokenOf = async (id: string, page = 'first: 50') =>
  (
    await app.ask(
      `query ($id: ID!) { policy(id: $id) { brokenReferences(${page}) { totalCount nodes { type resourceId path } pageInfo { hasNextPage endCursor } } } }`,
      { id },
    )
  ).policy.brokenReferences;

const definition = async (type: 'Attribute' | 'Fact', input: object): Promise<string> => {
  const field = `create${type}Definition`;
  const answer = await app.ask(
    `mutation ($input: Create${type}DefinitionInput!) { ${field}(input: $input) { ${type.toLowerCase()}Definition { id } } }`,
    { input },
  );
  return answer[field][`${type.toLowerCase()}Definition`].id;
};

/** A person, a group and a device of a connection of their own. */
async function directory() {
  const { id: connectionId } = await app.story.connection('OKTA', another('Acme '));
  const { id: user } = await app.story.user(another('ada'), { connectionId });
  const { id: group } = await app.story.group(another('Group '), [user], { connectionId });
  const { id: device } = await app.story.device(another('C'), { connectionId });
  return { connectionId, user, group, device };
}

describe('Policy.brokenReferences', () => {
  it('shows what has been deleted since it was named, with its place, and nothing else', async () => {
    const { connectionId, user, group, device } = await directory();
    const stays = await app.story.group('Stays', [], { connectionId });
    const id = await create({
      users: { or: [{ memberOf: { ids: [stays.id, group] } }, { manager: { id: { eq: user } } }, { reportsTo: { id: user } }] },
      devices: { not: { id: { in: [device] } }, assignedUserId: { ne: user } },
      include: [user, device],
      exclude: [device],
    });
    expect(await brokenOf(id)).toMatchObject({ totalCount: 0, nodes: [] });
    for (const [mutation, gone] of Object.entries({ deleteUser: user, deleteGroup: group, deleteDevice: device }))
      await change(mutation, { id: gone });
    expect(await brokenOf(id)).toMatchObject({
      totalCount: 8,
      nodes: [
        { type: 'USER', resourceId: user, path: 'devices.assignedUserId.ne' },
        { type: 'DEVICE', resourceId: device, path: 'devices.not.id.in[0]' },
        { type: 'DEVICE', resourceId: device, path: 'exclude.devices' },
        { type: 'DEVICE', resourceId: device, path: 'include.devices' },
        { type: 'USER', resourceId: user, path: 'include.users' },
        { type: 'GROUP', resourceId: group, path: 'users.or[0].memberOf.ids[1]' },
        { type: 'USER', resourceId: user, path: 'users.or[1].manager.id.eq' },
        { type: 'USER', resourceId: user, path: 'users.or[2].reportsTo.id' },
      ],
    });
    const start = await brokenOf(id, 'first: 5');
    expect(start).toMatchObject({ totalCount: 8, pageInfo: { hasNextPage: true } });
    expect((await brokenOf(id, `first: 5, after: "${start.pageInfo.endCursor}"`)).nodes).toHaveLength(3);
  });

  it('shows a connection that has been deleted with all that was in it', async () => {
    const { connectionId } = await directory();
    const id = await create({ users: { connection: { in: [connectionId] } } });
    await expect(change('deleteConnection', { id: connectionId })).rejects.toMatchObject(refused('IN_USE'));
    await change('deleteConnection', { id: connectionId, deleteResources: true });
    expect((await brokenOf(id)).nodes).toEqual([{ type: 'CONNECTION', resourceId: connectionId, path: 'users.connection.in[0]' }]);
  });

  it('leaves a policy with them as it is, until its conditions are changed', async () => {
    const { user, group } = await directory();
    const users = { memberOf: { ids: [group] } };
    const id = await create({ users, include: [user] });
    await change('deleteGroup', { id: group });
    await change('updatePolicy', { id, name: 'Renamed', users });
    await change('updatePolicy', { id, devices: { platform: { eq: 'iOS' } } });
    expect((await brokenOf(id)).nodes).toMatchObject([{ resourceId: group }]);
    await expect(change('updatePolicy', { id, users: { and: [users] } })).rejects.toMatchObject({
      ...refused('INVALID_CONDITION'),
      message: expect.stringMatching(/^users\.and\[0\]\.memberOf\.ids\[0\] /),
    });
    await change('updatePolicy', { id, users: {} });
    expect((await brokenOf(id)).nodes).toEqual([]);
  });

  it('is each policy’s own in a list of policies', async () => {
    const { group } = await directory();
    const ids = [await create({ users: { memberOf: { ids: [group] } } }), await create({ users: { notMemberOf: { ids: [group] } } })];
    await change('deleteGroup', { id: group });
    const { policies } = await app.ask(
      '{ policies(first: 200) { nodes { id brokenReferences(first: 5) { totalCount nodes { path } } } } }',
    );
    const mine = ids.map((id) => policies.nodes.find((policy: { id: string }) => policy.id === id).brokenReferences);
    expect(mine).toEqual([
      { totalCount: 1, nodes: [{ path: 'users.memberOf.ids[0]' }] },
      { totalCount: 1, nodes: [{ path: 'users.notMemberOf.ids[0]' }] },
    ]);
  });
});

describe('what a policy names', () => {
  it.each<[what: 'Attribute' | 'Fact', input: object, condition: Variables]>([
    [
      'Attribute',
      { key: 'badge', schema: 'urn:acme:2.0:User', name: 'badge', type: 'NUMBER' },
      { users: { attribute: { key: 'BADGE', number: { gt: 1 } } } },
    ],
    [
      'Attribute',
      { key: 'floor', schema: 'urn:acme:2.0:User', name: 'floor', type: 'NUMBER' },
      { devices: { assignedUser: { attribute: { key: 'urn:acme:2.0:User:floor', exists: true } } } },
    ],
    ['Fact', { key: 'diskFreeGb', type: 'NUMBER' }, { devices: { not: { facts: { key: 'diskfreegb', number: { lt: 10 } } } } }],
  ])('cannot be deleted while it does: a definition of an %s', async (type, input, condition) => {
    const id = await definition(type, input);
    const policies = [await named('Fleet', condition), await named('"Others"', condition)];
    const deletion = () => change(`delete${type}Definition`, { id });
    await expect(deletion()).rejects.toMatchObject({
      ...refused('IN_USE'),
      message: 'Policies name it: "Fleet", "\\"Others\\"". Change or delete them first.',
    });
    await expect(change(`delete${type}Definition`, { id, expectedVersion: 9 })).rejects.toMatchObject(refused('STALE_VERSION'));
    await change('updatePolicy', { id: policies[0], users: null, devices: null });
    await expect(deletion()).rejects.toMatchObject({ message: expect.not.stringContaining('Fleet') });
    await change('deletePolicy', { id: policies[1] });
    await deletion();
  });

  it('may be the path of an attribute that nobody has declared', async () => {
    const id = await create({ users: { attribute: { key: 'urn:acme:2.0:User:shoe', number: { gt: 40 } } } });
    expect(await app.database.db.policyReference.count({ where: { policyId: id } })).toBe(0);
  });

  it('cannot be deleted while it does: another policy', async () => {
    const { id } = await app.story.policy('Base');
    const naming = await named('Derived', { devices: { not: { inPolicies: { ids: [id] } } } });
    await expect(change('deletePolicy', { id })).rejects.toMatchObject({
      ...refused('IN_USE'),
      message: 'Policies name it: "Derived". Change or delete them first.',
    });
    await expect(change('deletePolicy', { id, expectedVersion: 9 })).rejects.toMatchObject(refused('STALE_VERSION'));
    await change('updatePolicy', { id: naming, devices: {} });
    await change('deletePolicy', { id });
  });

  it('cannot be deleted while it does: a connection, whose own policies go first', async () => {
    const { id: connectionId } = await app.story.connection('OKTA', 'With a policy');
    const id = await create({ connectionId });
    for (const deleteResources of [false, true])
      await expect(change('deleteConnection', { id: connectionId, deleteResources })).rejects.toMatchObject({
        ...refused('IN_USE'),
        message: 'The connection still has policies. Delete them first.',
      });
    await change('deletePolicy', { id });
    const naming = await named('Naming it', { users: { connection: { eq: connectionId } } });
    await expect(change('deleteConnection', { id: connectionId })).rejects.toMatchObject({
      ...refused('IN_USE'),
      message: 'Policies name it: "Naming it". Change or delete them first.',
    });
    await change('deletePolicy', { id: naming });
    await change('deleteConnection', { id: connectionId });
  });

  it('is either there when it is saved, or not deleted, even when both are asked at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [base, fact] = [await create({}), await definition('Fact', { key: another('fact'), type: 'STRING' })];
      const { key } = await app.database.db.factDefinition.findUniqueOrThrow({ where: { id: fact } });
      const answers = await Promise.allSettled([
        app.story.policy('Naming both', { devices: { facts: { key, exists: true }, inPolicies: { ids: [base] } } }),
        change('deletePolicy', { id: base }),
        change('deleteFactDefinition', { id: fact }),
      ]);
      const [saved, ...deleted] = answers.map(({ status }) => status === 'fulfilled');
      expect(deleted.filter(Boolean).length > 0).toBe(!saved);
      for (const answer of answers) if (answer.status === 'rejected') expect(['IN_USE', 'INVALID_CONDITION']).toContain(answer.reason.code);
    }
  });
});

describe('a definition that policies would not be read with', () => {
  const key = 'urn:late:2.0:User:level';
  const declared = { key: 'level', schema: 'urn:late:2.0:User', name: 'level', type: 'NUMBER' };

  it('is refused, naming them, until they ask otherwise', async () => {
    const asking = await named('Asking for text', { users: { attribute: { key, string: { eq: '42' } } } });
    await expect(definition('Attribute', declared)).rejects.toMatchObject({
      ...refused('IN_USE'),
      message: expect.stringContaining('"Asking for text"'),
    });
    await change('updatePolicy', { id: asking, users: { attribute: { key, number: { eq: 42 } } } });
    await definition('Attribute', declared);
  });

  it('leaves a policy that names one of them broken with it, and nobody can name it any more', async () => {
    const { db } = app.database;
    const base = await named('Of a level', { users: { attribute: { key: 'urn:later:2.0:User:level', string: { eq: '42' } } } });
    const naming = await named('Of no level', { users: { not: { inPolicies: { ids: [base] } } } });
    // As by another process at the same moment.
    await db.attributeDefinition.create({
      data: { key: 'later', schema: 'urn:later:2.0:User', name: 'level', type: 'NUMBER', updatedBy: 'the test' },
    });
    const brokenness = async (id: string) =>
      (await app.ask('query ($id: ID!) { policy(id: $id) { broken users { totalCount } } }', { id })).policy;
    for (const id of [base, naming])
      await expect.poll(() => brokenness(id)).toEqual({ broken: expect.any(String), users: { totalCount: 0 } });
    await expect(create({ devices: { inPolicies: { ids: [base] } } })).rejects.toMatchObject(refused('INVALID_CONDITION'));
  });
});
