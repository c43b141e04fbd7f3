import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';

let app: App;
let acme: string;
let globex: string;
let token: string;
let ofAll: string;
let ofAcme: string;
let ofGlobex: string;
/** Secrets, by what they may do and where. */
const keys: Record<string, string> = {};

const key = async (role: string, ...connectionIds: string[]): Promise<string> => {
  const input = { name: role, role, ...(connectionIds.length > 0 && { connectionIds }) };
  const { createApiKey } = await app.ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }', { input });
  return createApiKey.token;
};

beforeAll(async () => {
  app = await startApp();
  ({ id: acme, token } = await app.story.connection('OKTA', 'Acme'));
  globex = (await app.story.connection('GOOGLE', 'Globex')).id;
  const { id: device } = await app.story.device('C1', { connectionId: acme });
  const { id: stranger } = await app.story.user('stranger', { connectionId: globex });
  const { id: user } = await app.story.user('ada', { connectionId: acme });
  await app.story.assign(device, user);
  ofGlobex = (await app.story.policy('Secret of Globex', { connectionId: globex, users: {} })).id;
  ofAcme = (await app.story.policy('Of Acme', { connectionId: acme, users: {} })).id;
  ofAll = (await app.story.policy('Of all', { users: { not: { inPolicies: { ids: [ofGlobex] } } }, include: [stranger] })).id;
  keys.operatorOfAll = await key('OPERATOR');
  keys.reader = await key('READER', acme);
  keys.operator = await key('OPERATOR', acme);
  keys.operatorOfTwo = await key('OPERATOR', acme, globex);
});
afterAll(() => app.close());

const change = (name: string, input: object, by: string | undefined) =>
  app.ask(`mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`, { input }, by);

const homeOf = async (by: string | undefined, input: object = {}) =>
  (
    await app.ask(
      'mutation ($input: CreatePolicyInput!) { createPolicy(input: $input) { policy { connection { id } } } }',
      { input: { name: 'New', ...input } },
      by,
    )
  ).createPolicy.policy.connection?.id ?? null;

describe('a policy belongs', () => {
  it.each<[who: string, connection: () => string | null]>([
    ['operatorOfAll', () => null],
    ['operator', () => acme],
  ])('without a connection to what the credential of the %s reaches', async (who, connection) => {
    expect(await homeOf(keys[who])).toBe(connection());
  });

  it('to the connection that is named, where the credential reaches several', async () => {
    expect(await homeOf(keys.operatorOfTwo, { connectionId: globex })).toBe(globex);
    await expect(homeOf(keys.operatorOfTwo)).rejects.toMatchObject(refused('INVALID_INPUT'));
    await expect(homeOf(keys.operator, { connectionId: globex })).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});

describe('policies are written', () => {
  it.each<[who: () => string | undefined, why: string]>([
    [() => keys.reader, 'a reader'],
    [() => token, 'an identity provider'],
  ])('by nobody who may not: %s', async (who, _) => {
    for (const [name, input] of [
      ['createPolicy', { name: 'x' }],
      ['updatePolicy', { id: ofAcme, name: 'x' }],
      ['deletePolicy', { id: ofAcme }],
    ] as const)
      await expect(change(name, input, who())).rejects.toMatchObject(refused('FORBIDDEN'));
  });

  it('by operators, where they reach the connection', async () => {
    const { id } = await app.story.policy('Theirs', { connectionId: acme });
    await change('updatePolicy', { id, description: 'Changed.' }, keys.operator);
    await change('deletePolicy', { id }, keys.operator);
    for (const input of [
      { id: ofGlobex, name: 'x' },
      { id: ofGlobex, users: {} },
    ])
      await expect(change('updatePolicy', input, keys.operator)).rejects.toMatchObject(refused('NOT_FOUND'));
    await expect(change('deletePolicy', { id: ofGlobex }, keys.operator)).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('by those who reach all connections, where they are of all', async () => {
    for (const who of [keys.operator, keys.operatorOfTwo]) {
      await expect(change('updatePolicy', { id: ofAll, name: 'x' }, who)).rejects.toMatchObject(refused('FORBIDDEN'));
      await expect(change('updatePolicy', { id: ofAll, users: {} }, who)).rejects.toMatchObject(refused('FORBIDDEN'));
      await expect(change('deletePolicy', { id: ofAll }, who)).rejects.toMatchObject(refused('FORBIDDEN'));
    }
    await change('updatePolicy', { id: ofAll, description: 'Of everybody.' }, keys.operatorOfAll);
  });
});

describe('policies are read', () => {
  const seen = async (by: string | undefined) =>
    app.ask(
      `query ($ofAll: ID!, $ofGlobex: ID!) {
        policies { nodes { name } } all: policy(id: $ofAll) { name conditionText users { nodes { userName } } includes { totalCount } }
        foreign: policy(id: $ofGlobex) { name } devices { nodes { policies { nodes { name } } } } }`,
      { ofAll, ofGlobex },
      by,
    );

  it('by readers of the connection, with those of all connections, and of those what they reach', async () => {
    const { policies, all, foreign, devices } = await seen(keys.reader);
    expect(policies.nodes).toEqual(expect.arrayContaining([{ name: 'Of Acme' }, { name: 'Of all' }]));
    expect(policies.nodes).not.toContainEqual({ name: 'Secret of Globex' });
    expect(foreign).toBeNull();
    expect(all).toEqual({
      name: 'Of all',
      conditionText: `For people for whom (not (is in the policy ${ofGlobex})) and their devices.`,
      users: { nodes: [{ userName: 'ada' }] },
      includes: { totalCount: 0 },
    });
    expect(devices.nodes).toEqual([{ policies: { nodes: [{ name: 'Of Acme' }, { name: 'Of all' }] } }]);
  });

  it('whole by those who reach all connections', async () => {
    const { policies, all, foreign } = await seen(keys.operatorOfAll);
    expect(policies.nodes).toContainEqual({ name: 'Secret of Globex' });
    expect(foreign).toEqual({ name: 'Secret of Globex' });
    expect(all).toMatchObject({
      conditionText: 'For people for whom (not (is in the policy Secret of Globex)) and their devices; 1 person is included by hand.',
      includes: { totalCount: 1 },
    });
  });

  it('by no identity provider, nor asked for by it', async () => {
    expect(await seen(token)).toEqual({
      policies: { nodes: [] },
      all: null,
      foreign: null,
      devices: { nodes: [{ policies: { nodes: [] } }] },
    });
    const asked = app.ask('query ($ids: [ID!]!) { users(where: { inPolicies: { ids: $ids } }) { totalCount } }', { ids: [ofAll] }, token);
    await expect(asked).rejects.toMatchObject(refused('INVALID_CONDITION'));
  });
});
