import { catchUp } from '#directory/keeper/catchUp.ts';
import { type App, startApp } from '#test/support/app.ts';
import { oauthClient, tokenOf } from '#test/support/oauth.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

/** What stands in every name of the connection that is not to be seen. */
export const hidden = 'hidden';

/** Ids of one connection's resources. */
export interface Resources {
  user: string;
  boss: string;
  group: string;
  inner: string;
  device: string;
  /** That the device is the user's. */
  assignment: string;
  /** A policy of the connection. */
  policy: string;
  /** A profile template of the policy, which is installed on the device. */
  template: string;
}

/** Credentials of the connection. */
interface Keyed {
  /** An API key that is limited to the connection. */
  apiKey: string;
  /** A SCIM token of the connection, by its id. */
  connectionToken: string;
  /** An OAuth client of the connection, and its secret. */
  oauthClient: string;
  clientSecret: string;
  /** An access token that the client has got. */
  accessToken: string;
}

export interface TwoConnections {
  app: App;
  mine: ConnectionOfStory & Resources & Keyed;
  foreign: ConnectionOfStory & Resources & Keyed;
  /** An administrator's key that is limited to my connection. */
  limitedKey: string;
  /** Everything that the database holds of the foreign connection, as text. */
  foreignRows: () => Promise<string>;
}

/** Two connections with the same shape; what is mine points at what is foreign wherever text may do so. */
export async function startTwoConnections(): Promise<TwoConnections> {
  const app = await startApp();
  const theirs = await app.story.connection('ENTRA_ID', `${hidden} connection`);
  const foreign = { ...theirs, ...(await people(app, theirs.id, hidden)), ...(await keyOf(app, theirs.id)) };
  const ours = await app.story.connection('OKTA', 'My connection');
  const { secret: limitedKey, ...key } = await keyOf(app, ours.id);
  const mine = { ...ours, ...(await people(app, ours.id, 'my')), ...key };
  // Manager references are text: one names a foreign id, one a foreign externalId.
  await app.story.user('my astray', { connectionId: mine.id, managerReference: foreign.boss });
  await app.story.user('my other astray', { connectionId: mine.id, managerReference: `${hidden}-boss` });
  await reportEachOther(app, mine, foreign);
  await policyOfAll(app, mine, foreign);
  return { app, mine, foreign, limitedKey, foreignRows: () => rowsOf(app, foreign.id) };
}

/** Lets the device of each connection report the account of the other's user, by every rule. */
async function reportEachOther({ ask, database }: App, ...sides: [ConnectionOfStory & Resources, ConnectionOfStory & Resources]) {
  const accounts = [`${hidden} user`, 'my user'];
  for (const [place, { id, device }] of sides.entries())
    await ask(
      `mutation ($id: ID!, $device: ID!, $account: String) {
        updateConnection(input: { id: $id, assignmentRules: [USER_NAME, EMAIL, EXTERNAL_ID, LOCAL_PART] }) { __typename }
        updateDevice(input: { id: $device, reportedAccount: $account }) { __typename } }`,
      { id, device, account: accounts[place] },
    );
  await catchUp(database.db);
}

/** A policy of all connections, which those who reach one of them see too: it is for people of both, and names what is foreign. */
async function policyOfAll({ story }: App, mine: Resources, foreign: Resources & { id: string }): Promise<void> {
  const ofForeign = [{ inPolicies: { ids: [foreign.policy] } }, { memberOf: { ids: [foreign.group] } }, { connection: { eq: foreign.id } }];
  await story.policy('Of all', {
    users: { or: [...ofForeign, { inPolicies: { ids: [mine.policy] } }] },
    include: [mine.device, foreign.device, foreign.user],
    exclude: [foreign.boss],
  });
}

async function keyOf({ ask, database }: App, connectionId: string): Promise<Keyed & { secret: string }> {
  const client = await oauthClient(ask, connectionId);
  const accessToken = await tokenOf(client);
  const { id: connectionToken } = await database.db.credential.findFirstOrThrow({ where: { connectionId, oauthClientId: null } });
  const input = { name: 'Limited', role: 'ADMIN', connectionIds: [connectionId] };
  const { createApiKey } = await ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } token } }', {
    input,
  });
  return {
    apiKey: createApiKey.apiKey.id,
    secret: createApiKey.token,
    connectionToken,
    oauthClient: client.id,
    clientSecret: client.secret,
    accessToken,
  };
}

async function people({ story, ask }: App, connectionId: string, name: string): Promise<Resources> {
  const boss = await story.user(`${name} boss`, { connectionId, externalId: `${name}-boss`, department: name });
  const user = await story.user(`${name} user`, {
    connectionId,
    externalId: `${name}-user`,
    managerReference: boss.id,
    emails: [{ value: `${name}@acme.com`, type: 'work' }],
  });
  const inner = await story.group(`${name} inner`, [user.id], { connectionId, externalId: `${name}-inner` });
  const group = await story.group(`${name} group`, [boss.id, inner.id], { connectionId, externalId: `${name}-group` });
  const { id: device } = await story.device(`${name} serial`, { connectionId, udid: `${name} udid`, name: `${name} device`, tags: [name] });
  for (const { id } of [boss, user]) await story.assign(device, id);
  const { device: assigned } = await ask('query ($id: ID!) { device(by: { id: $id }) { assignment { id } } }', { id: device });
  const rules = { users: { memberOf: { ids: [group.id] } }, include: [device], exclude: [boss.id] };
  const { id: policy } = await story.policy(`${name} policy`, { connectionId, ...rules });
  const template = await templateOf(ask, policy, device, name);
  return { user: user.id, boss: boss.id, group: group.id, inner: inner.id, device, assignment: assigned.assignment.id, policy, template };
}

/** A profile template of a policy; something else than it says is installed of it on a device. */
async function templateOf(ask: App['ask'], policyId: string, deviceId: string, name: string): Promise<string> {
  const { createProfileTemplate } = await ask(
    'mutation ($input: CreateProfileTemplateInput!) { createProfileTemplate(input: $input) { profileTemplate { id } } }',
    { input: { policyId, name: `${name} template`, format: 'PLAIN', body: `${name} {{user.userName}}` } },
  );
  const templateId = createProfileTemplate.profileTemplate.id;
  await ask('mutation ($input: ConfirmProfilesInput!) { confirmProfiles(input: $input) { __typename } }', {
    input: { deviceId, profiles: [{ templateId, digest: '0'.repeat(64) }] },
  });
  return templateId;
}

async function rowsOf({ database: { db } }: App, connectionId: string): Promise<string> {
  const inIt = { where: { connectionId }, orderBy: { id: 'asc' } } as const;
  const rows = [
    await db.connection.findMany({ where: { id: connectionId } }),
    await db.user.findMany(inIt),
    await db.group.findMany(inIt),
    await db.membership.findMany({ where: { group: { connectionId } }, orderBy: { id: 'asc' } }),
    await db.device.findMany(inIt),
    await db.policy.findMany({ ...inIt, include: { listings: { orderBy: { resourceId: 'asc' } } } }),
    await db.profileTemplate.findMany(inIt),
    await db.installedProfile.findMany({ where: { connectionId }, orderBy: { deviceId: 'asc' } }),
    await db.deviceAssignment.findMany({ where: { device: { connectionId } }, orderBy: { id: 'asc' } }),
    await db.deviceAccountMatch.findMany({ where: { connectionId }, orderBy: { deviceId: 'asc' } }),
    await db.change.findMany(inIt),
    await db.credential.findMany({ ...inIt, omit: { lastUsedAt: true } }),
    await db.oAuthClient.findMany(inIt),
  ];
  return JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
}
