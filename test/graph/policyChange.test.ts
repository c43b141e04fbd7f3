import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
let entra: ConnectionOfStory;
let actor: string;
beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection('OKTA');
  entra = await app.story.connection('ENTRA_ID');
  actor = `credential:${(await app.ask('{ viewer { id } }')).viewer.id}`;
});
afterAll(() => app.close());

const follow = () => catchUp(app.database.db);

const createPolicy = async (name: string, more: object): Promise<string> =>
  (await app.ask('mutation ($input: CreatePolicyInput!) { createPolicy(input: $input) { policy { id } } }', { input: { name, ...more } }))
    .createPolicy.policy.id;

const change = (mutation: string, input: object) =>
  app.ask(`mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { __typename } }`, {
    input,
  });

const fields = `operation policyId policyVersion resourceId policy { id } user { id } device { id }
  cause change { id operation actor resourceType resourceId attributes version }`;

const changesOf = async (policy: string, token?: string) =>
  (await app.ask(`query ($id: ID!) { policy(id: $id) { changes { totalCount nodes { at ${fields} } } } }`, { id: policy }, token)).policy
    .changes;

const historyOf = async (device: string) =>
  (await app.ask(`query ($id: ID!) { device(by: { id: $id }) { policyHistory { nodes { at ${fields} } } } }`, { id: device })).device
    .policyHistory.nodes;

const policiesAt = async (device: string, time: string) =>
  (
    await app.ask(
      'query ($id: ID!, $time: DateTime!) { device(by: { id: $id }) { policiesAt(time: $time) { totalCount nodes { policyId policy { name } } } } }',
      { id: device, time },
    )
  ).device.policiesAt;

describe('Policy.changes', () => {
  it('tells who came and went, by which change and version, the latest first', async () => {
    const ada = (await app.story.user('ada', { connectionId: okta.id })).id;
    const device = (await app.story.device('C1', { connectionId: okta.id })).id;
    await app.story.assign(device, ada);
    const policy = await createPolicy('Sales', { users: { department: { eq: 'Sales' } } });
    await follow();
    await okta.scim.patch(`/Users/${ada}`, [
      { op: 'replace', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Sales' },
    ]);
    await follow();
    await change('updatePolicy', { id: policy, devices: { platform: { eq: 'macOS' } } });
    await follow();
    const { totalCount, nodes } = await changesOf(policy);
    const ofUser = { operation: 'UPDATED', resourceType: 'User', resourceId: ada, attributes: ['department'], version: 2 };
    const ofPolicy = { operation: 'UPDATED', actor, resourceType: 'Policy', resourceId: policy, attributes: ['devices'], version: 2 };
    expect(totalCount).toBe(3);
    expect(nodes[0]).toMatchObject({
      operation: 'LEFT',
      policyVersion: 2,
      resourceId: device,
      user: null,
      device: { id: device },
      cause: 'CHANGE',
      change: ofPolicy,
    });
    expect(nodes.slice(1)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ operation: 'ENTERED', policyVersion: 1, resourceId: device, change: expect.objectContaining(ofUser) }),
        expect.objectContaining({
          operation: 'ENTERED',
          policyVersion: 1,
          user: { id: ada },
          device: null,
          change: expect.objectContaining(ofUser),
        }),
      ]),
    );
  });

  it('shows a limited credential only those in its reach, and an identity provider no policies', async () => {
    for (const { id } of [okta, entra]) await app.story.user('everybody', { connectionId: id });
    const policy = await createPolicy('Everybody', { users: { userName: { eq: 'everybody' } } });
    await follow();
    const { createApiKey } = await app.ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }', {
      input: { name: 'reader', role: 'READER', connectionIds: [entra.id] },
    });
    expect((await changesOf(policy)).totalCount).toBe(2);
    expect((await changesOf(policy, createApiKey.token)).totalCount).toBe(1);
    const { users } = await app.ask(
      '{ users(where: { userName: { eq: "everybody" } }) { nodes { policyHistory { totalCount } } } }',
      {},
      okta.token,
    );
    expect(users.nodes).toEqual([{ policyHistory: { totalCount: 0 } }]);
  });

  it('leaves the id of who is gone', async () => {
    const gone = (await app.story.user('gone', { connectionId: okta.id })).id;
    const policy = await createPolicy('Gone', { users: { userName: { eq: 'gone' } } });
    await follow();
    await change('deleteUser', { id: gone });
    await follow();
    const { nodes } = await changesOf(policy);
    expect(nodes).toMatchObject([
      { operation: 'LEFT', resourceId: gone, user: null, change: { operation: 'DELETED' } },
      { operation: 'ENTERED', resourceId: gone, user: null },
    ]);
  });
});

describe('Device.policyHistory', () => {
  it('outlives the policy', async () => {
    const device = (await app.story.device('C2', { connectionId: okta.id, platform: 'iOS' })).id;
    const policy = await createPolicy('iOS', { devices: { platform: { eq: 'iOS' } } });
    await follow();
    await change('deletePolicy', { id: policy });
    await follow();
    expect(await historyOf(device)).toMatchObject([
      { operation: 'LEFT', policyId: policy, policy: null, change: { operation: 'DELETED', resourceType: 'Policy', actor } },
      { operation: 'ENTERED', policyId: policy, policy: null },
    ]);
  });
});

describe('Device.policiesAt', () => {
  it('tells the policies that the device was in at the time', async () => {
    const device = (await app.story.device('C3', { connectionId: okta.id, platform: 'tvOS' })).id;
    const before = new Date().toISOString();
    const one = await createPolicy('One', { devices: { platform: { eq: 'tvOS' } } });
    const other = await createPolicy('Other', { devices: { platform: { startsWith: 'tv' } } });
    await follow();
    await change('updateDevice', { id: device, platform: 'tvPlus' });
    await follow();
    const [{ at }] = await historyOf(device);
    const justBefore = new Date(Date.parse(at) - 1).toISOString();
    const named = async (time: string) =>
      (await policiesAt(device, time)).nodes.map(({ policyId }: { policyId: string }) => policyId).sort();
    expect(await named(before)).toEqual([]);
    expect(await named(justBefore)).toEqual([one, other].sort());
    expect(await named(at)).toEqual([other]);
    expect(await policiesAt(device, at)).toEqual({ totalCount: 1, nodes: [{ policyId: other, policy: { name: 'Other' } }] });
  });
});

describe('the history of many', () => {
  it('takes as many statements as that of one', async () => {
    const document = `query ($serialNumbers: [String!]!) { devices(where: { serialNumber: { in: $serialNumbers } }) {
      nodes { policyHistory { nodes { policy { id } user { id } device { id } change { actor } } } policiesAt(time: "2030-01-01T00:00:00Z") { nodes { policyId } } } } }`;
    const statementsFor = (serialNumbers: string[]) => countStatements(app.database, () => app.ask(document, { serialNumbers }));
    expect(await statementsFor(['C1', 'C2', 'C3'])).toBe(await statementsFor(['C2']));
  });
});
