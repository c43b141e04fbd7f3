import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catchUp, look } from '#directory/keeper/catchUp.ts';
import { takeTurn } from '#directory/keeper/takeTurn.ts';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import { profilesOf } from '#test/support/profiles.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const nowhere = '01900000-0000-7000-8000-000000000000';

let app: App;
let profiles: ReturnType<typeof profilesOf>;
beforeAll(async () => {
  app = await startApp();
  profiles = profilesOf(app);
  await app.story.facts({ site: 'STRING' });
  await profiles.mutate('createAttributeDefinition', { key: 'badge', schema: 'urn:acme:2.0:User', name: 'badge', type: 'STRING' });
});
afterAll(() => app.close());

/** Ada with a device, and a profile that is installed on it; Bob, who is called otherwise in all. */
interface Scene {
  okta: ConnectionOfStory;
  policy: string;
  template: string;
  ada: string;
  bob: string;
  grace: string;
  alan: string;
  inner: string;
  outer: string;
  device: string;
}

let scene: Scene;
beforeEach(async () => {
  const okta = await app.story.connection();
  const connectionId = okta.id;
  const grace = await app.story.user('grace', { connectionId, externalId: 'boss', displayName: 'Grace' });
  const alan = await app.story.user('alan', { connectionId, displayName: 'Alan' });
  const attributes = { badge: 'A-1' };
  const ada = await app.story.user('ada', { connectionId, department: 'Analysis', managerReference: 'boss', attributes });
  const bob = await app.story.user('bob', { connectionId, department: 'Sales', managerReference: alan.id, attributes });
  const inner = await app.story.group('inner', [ada.id, bob.id], { connectionId });
  const outer = await app.story.group('outer', [inner.id], { connectionId });
  const { id: device } = await app.story.device('C02', { connectionId, name: 'mac', facts: { site: 'Park' } });
  await app.story.assign(device, ada.id);
  const policy = await profiles.policy({ connectionId, users: { active: { eq: true } } });
  const names = ['user.department', 'user.attributes.badge', 'manager.displayName', 'groups', 'device.name', 'device.facts.site'];
  const { id: template } = await profiles.template(policy, names.map((name) => `{{${name}}}`).join('|'));
  const ids = { ada: ada.id, bob: bob.id, grace: grace.id, alan: alan.id, inner: inner.id, outer: outer.id };
  scene = { okta, policy, template, device, ...ids };
  await profiles.install(device);
  await catchUp(app.database.db);
});

const installedFields = 'device { serialNumber } templateId template { name } digest installedAt staleSince staleReason';

async function staleProfiles(token?: string) {
  const document = `query ($id: ID!) { connection(id: $id) { staleProfiles { totalCount nodes { ${installedFields} } } } }`;
  return (await app.ask(document, { id: scene.okta.id }, token)).connection.staleProfiles.nodes;
}

/** Why the profile is stale once everything is followed. */
async function reasons(): Promise<string[]> {
  await catchUp(app.database.db);
  return (await staleProfiles()).map(({ staleReason }: { staleReason: string }) => staleReason);
}

const change = (noun: string, input: object) => profiles.mutate(`update${noun}`, input);
const regroup = (id: string, members: object) => change('Group', { id, members });

type Befalling = [what: string, befall: (scene: Scene) => Promise<unknown>];

describe('a profile that is installed', () => {
  it('is not stale as long as it is what would be rendered', async () => {
    expect(await reasons()).toEqual([]);
    const [rendered] = await profiles.rendered(scene.device);
    expect(rendered).toMatchObject({ body: 'Analysis|A-1|Grace|inner, outer|mac|Park', stale: false });
    expect(rendered.installedDigest).toBe(rendered.digest);
  });

  it.each<Befalling>([
    ['the user changes', ({ ada: id }) => change('User', { id, department: 'Engines' })],
    [
      'the user changes over SCIM',
      ({ ada, okta }) =>
        okta.scim.patch(`/Users/${ada}`, [
          { op: 'replace', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Engines' },
        ]),
    ],
    ['a custom attribute changes', ({ ada: id }) => change('User', { id, attributes: { badge: 'A-2' } })],
    ['the manager changes', ({ grace: id }) => change('User', { id, displayName: 'Rear Admiral' })],
    ['the user gets another manager', ({ ada: id, alan }) => change('User', { id, managerReference: alan })],
    [
      'another becomes the one whom the user names as the manager',
      async ({ grace, alan }) => {
        await change('User', { id: grace, externalId: null });
        await change('User', { id: alan, externalId: 'boss' });
      },
    ],
    ['the user joins a group', ({ okta, ada }) => app.story.group('late', [ada], { connectionId: okta.id })],
    ['a group of the user joins a group', ({ okta, outer }) => app.story.group('late', [outer], { connectionId: okta.id })],
    [
      'the user leaves a group for another',
      async ({ inner, outer, ada }) => {
        await regroup(inner, { remove: [ada] });
        await regroup(outer, { add: [ada] });
      },
    ],
    ['a group leaves the one that it is in', ({ inner, outer }) => regroup(outer, { remove: [inner] })],
    ['a group is called otherwise', ({ inner: id }) => change('Group', { id, displayName: 'within' })],
    ['a group above is called otherwise', ({ outer: id }) => change('Group', { id, displayName: 'without' })],
    ['a group is deleted', ({ outer: id }) => profiles.mutate('deleteGroup', { id })],
    ['the device changes', ({ device: id }) => change('Device', { id, name: 'other' })],
    ['a fact changes', ({ device: id }) => profiles.mutate('reportFacts', { device: { id }, facts: { site: 'Gate' } })],
    ['the device is assigned to another', ({ device, bob }) => app.story.assign(device, bob)],
    ['the template has another body', ({ template }) => profiles.changedTemplate(template, { body: '{{device.name}}' })],
    [
      'the variables have another separator',
      ({ template }) => profiles.changedTemplate(template, { variables: [{ name: 'groups', separator: ';' }] }),
    ],
  ])('is CHANGED once %s', async (_, befall) => {
    await befall(scene);
    expect(await reasons()).toEqual(['CHANGED']);
    expect((await profiles.rendered(scene.device))[0]).toMatchObject({ stale: true, failure: null });
  });

  it.each<Befalling>([
    ['the user has no value any more', ({ ada: id }) => change('User', { id, department: null })],
    ['the manager is gone', ({ grace: id }) => profiles.mutate('deleteUser', { id })],
    ['a fact is gone', ({ device: id }) => profiles.mutate('reportFacts', { device: { id }, facts: { site: null } })],
  ])('FAILS once %s', async (_, befall) => {
    await befall(scene);
    expect(await reasons()).toEqual(['FAILS']);
    expect((await profiles.rendered(scene.device))[0]).toMatchObject({ stale: true, digest: null });
  });

  it.each<Befalling>([
    ['the device leaves the policy with its user', ({ ada: id }) => change('User', { id, active: false })],
    ['the device is nobody’s', ({ device: deviceId }) => profiles.mutate('unassignDevice', { deviceId })],
    ['the device is excluded', ({ policy: id, device }) => change('Policy', { id, exclude: { devices: { add: [device] } } })],
    ['the policy is for others', ({ policy: id }) => change('Policy', { id, users: { department: { eq: 'Nowhere' } } })],
    ['the policy is disabled, and removes', ({ policy: id }) => change('Policy', { id, enabled: false, onDisable: 'REMOVE' })],
    ['the template is deleted', ({ template: id }) => profiles.mutate('deleteProfileTemplate', { id })],
    ['the policy is deleted', ({ policy: id }) => profiles.mutate('deletePolicy', { id })],
  ])('is REMOVED once %s', async (_, befall) => {
    await befall(scene);
    expect(await reasons()).toEqual(['REMOVED']);
    expect(await profiles.rendered(scene.device)).toEqual([]);
  });

  it.each<Befalling>([
    ['another attribute of the user changes', ({ ada: id }) => change('User', { id, title: 'Countess' })],
    ['somebody else changes', ({ bob: id }) => change('User', { id, department: 'Engines' })],
    ['something else of the device changes', ({ device: id }) => change('Device', { id, osVersion: '14.10', tags: ['x'] })],
    ['somebody else leaves the group', ({ inner, bob }) => regroup(inner, { remove: [bob] })],
    ['the template is called otherwise', ({ template }) => profiles.changedTemplate(template, { name: 'Other' })],
    ['the policy is called otherwise', ({ policy: id }) => change('Policy', { id, name: 'Other', priority: 7 })],
  ])('is not even looked at when %s', async (_, befall) => {
    // What is noted as installed is something else, which whoever looks would see.
    await app.database.db.installedProfile.updateMany({ data: { digest: '0'.repeat(64) } });
    await befall(scene);
    expect(await reasons()).toEqual([]);
    await change('User', { id: scene.ada, department: 'Engines' });
    expect(await reasons()).toEqual(['CHANGED']);
  });

  it('stays as it is when its policy is disabled, and keeps what it has installed', async () => {
    await change('Policy', { id: scene.policy, enabled: false });
    expect(await reasons()).toEqual([]);
    await change('User', { id: scene.ada, department: 'Engines' });
    expect(await reasons()).toEqual([]);
    await change('Policy', { id: scene.policy, onDisable: 'REMOVE' });
    expect(await reasons()).toEqual(['REMOVED']);
    await change('Policy', { id: scene.policy, onDisable: 'KEEP' });
    expect(await reasons()).toEqual([]);
    await change('Policy', { id: scene.policy, enabled: true });
    expect(await reasons()).toEqual(['CHANGED']);
    await change('Policy', { id: scene.policy, enabled: false, exclude: { devices: { add: [scene.device] } } });
    expect(await reasons()).toEqual([]);
    await change('Policy', { id: scene.policy, enabled: true });
    expect(await reasons()).toEqual(['REMOVED']);
  });

  it('is never said to be REMOVED while it is only not known yet who is in its policy', async () => {
    const { db } = app.database;
    const memory = {};
    const turns = async () => {
      const told: string[] = [];
      while ((await look(db)).isPending) {
        await takeTurn(db, memory, 1);
        told.push(...(await staleProfiles()).map(({ staleReason }: { staleReason: string }) => staleReason));
      }
      return told;
    };
    await change('Policy', { id: scene.policy, enabled: false });
    await turns();
    await change('Policy', { id: scene.policy, enabled: true });
    expect(await turns()).toEqual([]);
    const { id } = await app.story.device('C09', { connectionId: scene.okta.id, name: 'late', facts: { site: 'Park' } });
    await app.story.assign(id, scene.ada);
    await profiles.install(id);
    expect(await turns()).toEqual([]);
  });

  it('is stale since it first was, until it is what it was again', async () => {
    await change('User', { id: scene.ada, department: 'Engines' });
    expect(await reasons()).toEqual(['CHANGED']);
    const [{ staleSince }] = await staleProfiles();
    await change('User', { id: scene.ada, department: null });
    expect(await reasons()).toEqual(['FAILS']);
    expect((await staleProfiles())[0].staleSince).toBe(staleSince);
    await change('User', { id: scene.ada, department: 'Analysis' });
    expect(await reasons()).toEqual([]);
    expect((await profiles.rendered(scene.device))[0].stale).toBe(false);
  });

  it('is told with its device and template, also when the template is gone', async () => {
    await profiles.mutate('deleteProfileTemplate', { id: scene.template });
    await catchUp(app.database.db);
    const expected = {
      ...{ device: { serialNumber: 'C02' }, templateId: scene.template, template: null, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ...{ installedAt: expect.any(String), staleSince: expect.any(String), staleReason: 'REMOVED' },
    };
    expect(await staleProfiles()).toEqual([expected]);
    const document = `query ($id: ID!) { device(by: { id: $id }) { installedProfiles { totalCount nodes { ${installedFields} } } } }`;
    expect((await app.ask(document, { id: scene.device })).device.installedProfiles).toEqual({ totalCount: 1, nodes: [expected] });
  });

  it('is found out of many in several turns', async () => {
    const { pool, db } = app.database;
    await pool.query(
      `INSERT INTO devices ("connectionId", "serialNumber", "assignedUserId", "assignmentSource", "assignedAt", "updatedBy")
       SELECT $1::uuid, 'D' || n, $2::uuid, 'API', now(), 'crowd' FROM generate_series(1, 600) AS n`,
      [scene.okta.id, scene.ada],
    );
    const { id } = await profiles.template(scene.policy, '{{user.department}}', { name: 'Department' });
    await pool.query(
      `INSERT INTO installed_profiles ("deviceId", "templateId", "connectionId", digest)
       SELECT id, $2::uuid, "connectionId", encode(sha256('Analysis'), 'hex') FROM devices WHERE "connectionId" = $1::uuid`,
      [scene.okta.id, id],
    );
    await catchUp(db);
    expect(await db.installedProfile.count({ where: { templateId: id, staleSince: null } })).toBe(601);
    await change('User', { id: scene.ada, department: 'Engines' });
    await catchUp(db);
    expect(await db.installedProfile.count({ where: { templateId: id, staleReason: 'CHANGED' } })).toBe(601);
  });
});

describe('Mutation.confirmProfiles', () => {
  const confirm = (...confirmed: object[]) => profiles.mutate('confirmProfiles', { deviceId: scene.device, profiles: confirmed });
  const digest = 'ab'.repeat(32);

  it('ends what is stale, once it is installed as it is rendered now', async () => {
    await change('User', { id: scene.ada, department: 'Engines' });
    expect(await reasons()).toEqual(['CHANGED']);
    await profiles.install(scene.device);
    expect(await staleProfiles()).toEqual([]);
    expect(await reasons()).toEqual([]);
  });

  it('finds out what was stale before it was confirmed', async () => {
    await confirm({ templateId: scene.template, digest: digest.toUpperCase() });
    expect(await reasons()).toEqual(['CHANGED']);
    expect((await profiles.rendered(scene.device))[0]).toMatchObject({ installedDigest: digest, stale: true });
  });

  it('forgets what is taken off, and changes nothing when it is repeated', async () => {
    const before = await app.database.db.installedProfile.findFirst({ where: { deviceId: scene.device } });
    await confirm({ templateId: scene.template, digest: before?.digest });
    expect(await app.database.db.installedProfile.findFirst({ where: { deviceId: scene.device } })).toEqual(before);
    for (let times = 0; times < 2; times += 1) await confirm({ templateId: scene.template, digest: null });
    expect((await profiles.rendered(scene.device))[0]).toMatchObject({ installedDigest: null, stale: false });
    await profiles.mutate('deleteProfileTemplate', { id: scene.template });
    await confirm({ templateId: scene.template, digest: null });
  });

  it('must be told that nothing is installed: a digest that is left out is refused', async () => {
    await expect(confirm({ templateId: scene.template })).rejects.toMatchObject(refused('INVALID_INPUT'));
    expect((await profiles.rendered(scene.device))[0]).toMatchObject({ stale: false, installedDigest: expect.any(String) });
  });

  it('is refused as a whole for a template that is not there, or of another connection’s policy', async () => {
    const { id: elsewhere } = await app.story.connection();
    const { id: foreign } = await profiles.template(await profiles.policy({ connectionId: elsewhere }), 'x');
    for (const templateId of [nowhere, foreign, 'x', scene.device])
      await expect(confirm({ templateId: scene.template, digest }, { templateId, digest })).rejects.toMatchObject({
        ...refused('NOT_FOUND'),
        message: expect.stringMatching(/^profiles\[1\]\.templateId: there is no ProfileTemplate/),
      });
    expect(await app.database.db.installedProfile.count({ where: { deviceId: scene.device, digest } })).toBe(0);
    await expect(
      profiles.mutate('confirmProfiles', { deviceId: nowhere, profiles: [{ templateId: scene.template, digest }] }),
    ).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('takes templates of policies of all connections', async () => {
    const everywhere = await profiles.policy({ users: { active: { eq: true } } });
    await profiles.template(everywhere, '{{user.userName}}');
    await profiles.install(scene.device);
    expect(await reasons()).toEqual([]);
    expect(await profiles.rendered(scene.device, 'stale installedDigest')).toHaveLength(2);
    await profiles.mutate('deletePolicy', { id: everywhere });
    expect(await reasons()).toEqual(['REMOVED']);
  });

  it.each([
    ['none', () => []],
    ['too many', () => Array.from({ length: 201 }, () => ({ templateId: scene.template, digest }))],
    ['one twice', () => [{ templateId: scene.template, digest }, { templateId: scene.template.toUpperCase() }]],
    ['no SHA-256', () => [{ templateId: scene.template, digest: 'abc' }]],
  ])('refuses %s', async (_, confirmed) => {
    await expect(confirm(...confirmed())).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it('loses nothing that changes while it is confirmed', async () => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([
        profiles.install(scene.device),
        change('Device', { id: scene.device, name: `mac ${round}` }),
        catchUp(app.database.db),
      ]);
      const [{ stale }] = await profiles.rendered(scene.device, 'stale');
      expect(await reasons()).toEqual(stale ? ['CHANGED'] : []);
    }
  });
});

describe('profiles', () => {
  const key = async (role: string, connectionIds: string[]) =>
    (await profiles.mutate('createApiKey', { name: role, role, connectionIds }, 'token')).token;

  it('are seen by who sees the policy, and changed by who changes it', async () => {
    const { okta, policy, template, device } = scene;
    const { id: elsewhere } = await app.story.connection();
    const everywhere = await profiles.policy({ name: 'Everywhere', users: { active: { eq: true } } });
    const { id: ofAll } = await profiles.template(everywhere, 'x');
    const read = (id: string, token: string) => app.ask('query ($id: ID!) { node(id: $id) { id } }', { id }, token);
    const [operator, reader, stranger] = [
      await key('OPERATOR', [okta.id]),
      await key('READER', [okta.id]),
      await key('ADMIN', [elsewhere]),
    ];

    expect(await profiles.rendered(device, 'policy { name }', reader)).toHaveLength(2);
    expect((await read(template, reader)).node).toEqual({ id: template });
    expect((await read(ofAll, reader)).node).toEqual({ id: ofAll });
    expect((await read(template, stranger)).node).toBeNull();
    expect((await read(ofAll, stranger)).node).toEqual({ id: ofAll });
    expect((await read(ofAll, okta.token)).node).toBeNull();

    await profiles.changedTemplate(template, { name: 'Mine' }, operator);
    await expect(profiles.changedTemplate(template, { name: 'x' }, reader)).rejects.toMatchObject(refused('FORBIDDEN'));
    await expect(profiles.changedTemplate(template, { name: 'x' }, okta.token)).rejects.toMatchObject(refused('FORBIDDEN'));
    await expect(profiles.changedTemplate(template, { name: 'x' }, stranger)).rejects.toMatchObject(refused('NOT_FOUND'));
    await expect(profiles.changedTemplate(ofAll, { name: 'x' }, operator)).rejects.toMatchObject(refused('FORBIDDEN'));
    await expect(profiles.mutate('deleteProfileTemplate', { id: ofAll }, 'id', operator)).rejects.toMatchObject(refused('FORBIDDEN'));
    await expect(profiles.mutate('deleteProfileTemplate', { id: template }, 'id', stranger)).rejects.toMatchObject(refused('NOT_FOUND'));
    await expect(profiles.template(everywhere, 'y', { name: 'y' }, operator)).rejects.toMatchObject(refused('FORBIDDEN'));
    await expect(profiles.template(policy, 'y', { name: 'y' }, stranger)).rejects.toMatchObject(refused('NOT_FOUND'));
    await expect(profiles.template(policy, 'y', { name: 'y' }, okta.token)).rejects.toMatchObject(refused('FORBIDDEN'));
    await profiles.mutate('deletePolicy', { id: everywhere });
  });

  it('of what is installed tell nothing to an identity provider, nor to who does not reach the device', async () => {
    await change('User', { id: scene.ada, department: 'Engines' });
    await catchUp(app.database.db);
    const { id: elsewhere } = await app.story.connection();
    const operator = await key('OPERATOR', [scene.okta.id]);
    const stranger = await key('OPERATOR', [elsewhere]);
    expect(await staleProfiles(operator)).toHaveLength(1);
    expect(await staleProfiles(scene.okta.token)).toEqual([]);
    const asked = 'query ($id: ID!) { device(by: { id: $id }) { renderedProfiles { totalCount } installedProfiles { totalCount } } }';
    const { device } = await app.ask(asked, { id: scene.device }, scene.okta.token);
    expect(device).toEqual({ renderedProfiles: { totalCount: 0 }, installedProfiles: { totalCount: 0 } });
    const input = { deviceId: scene.device, profiles: [{ templateId: scene.template, digest: null }] };
    await expect(profiles.mutate('confirmProfiles', input, '__typename', stranger)).rejects.toMatchObject(refused('NOT_FOUND'));
    await expect(profiles.mutate('confirmProfiles', input, '__typename', scene.okta.token)).rejects.toMatchObject(refused('FORBIDDEN'));
    await profiles.mutate('confirmProfiles', input, 'device { id }', operator);
  });
});
