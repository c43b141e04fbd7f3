import { readFile } from 'node:fs/promises';
import { type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './support/app.ts';

const readme = await readFile('README.md', 'utf8');

/** The documents under a heading of the README, each by the name of its operation. */
function documentsUnder(heading: string): [name: string, document: string][] {
  const section = readme.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, document = '']) => [
    operationOf(document).name?.value ?? '',
    document,
  ]);
}

const operationOf = (document: string) => parse(document).definitions[0] as OperationDefinitionNode;

const variablesOf = (document: string) => (operationOf(document).variableDefinitions ?? []).map(({ variable }) => variable.name.value);

type Answer = Awaited<ReturnType<App['ask']>>;

let app: App;
const known: Record<string, unknown> = {
  serialNumber: 'C02ADA',
  userName: 'ada@acme.com',
  text: 'ada lo',
  expiresAt: '2100-01-01T00:00:00Z',
  time: '2026-01-31T09:00:00Z',
};

beforeAll(async () => {
  app = await startApp();
  const { ask, story } = app;
  const { id: connectionId } = await story.connection();
  const person = (userName: string, more: object) => story.user(userName, { connectionId, ...more });
  const ada = await person('ada@acme.com', {
    displayName: 'Ada Lovelace',
    department: 'Sales',
    name: { familyName: 'Lovelace' },
    externalId: 'ada',
  });
  const bob = await person('bob@acme.com', { displayName: 'Bob', title: 'Agent', name: { familyName: 'Young' }, managerReference: 'ada' });
  const cy = await person('cy@acme.com', { displayName: 'Cy', active: false });
  const dee = await person('dee@acme.com', { displayName: 'Dee' });
  const nested = await story.group('Nested', [bob.id], { connectionId });
  const group = await story.group('Everybody', [ada.id, nested.id], { connectionId });
  await ask('mutation { createFactDefinition(input: { key: "diskFreeGb", type: NUMBER }) { factDefinition { id } } }');
  const { registerDevices } = await ask(
    'mutation ($input: RegisterDevicesInput!) { registerDevices(input: $input) { failed results { device { id } } } }',
    {
      input: {
        connectionId,
        devices: [
          { serialNumber: 'C02ADA', name: 'Mac of Ada', platform: 'macOS', osVersion: '14.9', lastCheckInAt: new Date().toISOString() },
          { serialNumber: 'C02CY', platform: 'macOS', osVersion: '14.10', facts: { diskFreeGb: 4 } },
          { serialNumber: 'C02DEE', platform: 'Windows' },
        ],
      },
    },
  );
  const [ofAda, ofCy, ofDee] = registerDevices.results.map(({ device }: { device: { id: string } }) => device.id);
  const assign = (deviceId: string, userId: string) =>
    ask('mutation ($input: AssignDeviceInput!) { assignDevice(input: $input) { device { id } } }', { input: { deviceId, userId } });
  await assign(ofAda, bob.id);
  await assign(ofAda, ada.id);
  await assign(ofCy, cy.id);
  await assign(ofDee, dee.id);
  await ask('mutation ($id: ID!) { deleteUser(input: { id: $id }) { id } }', { id: dee.id });
  const { id: policyId } = await story.policy('Everything', { devices: { platform: { exists: true } }, include: [bob.id] });
  Object.assign(known, {
    connectionId,
    userId: ada.id,
    otherUserId: bob.id,
    groupId: group.id,
    deviceId: ofCy,
    version: ada.version,
    policyId,
  });
});
afterAll(() => app.close());

/** Runs a document of the guide with those of the known values that it asks for. */
const run = (document: string) =>
  app.ask(
    document,
    Object.fromEntries(variablesOf(document).map((name) => [name, known[name] ?? expect.fail(`Nothing is known of $${name}.`)])),
  );

const questions = documentsUnder('Guide: ten questions');
const tasks = documentsUnder('Guide: ten administrative tasks');

const answers: Record<string, unknown> = {
  WhoseDevice: { device: { name: 'Mac of Ada', assignedUser: { userName: 'ada@acme.com' }, assignment: { userState: 'ACTIVE' } } },
  DevicesOf: { user: { displayName: 'Ada Lovelace', devices: { nodes: [{ serialNumber: 'C02ADA' }] } } },
  BehindOnUpdates: { devices: { totalCount: 1, nodes: [{ serialNumber: 'C02ADA', osVersion: '14.9' }] } },
  StillWithLeavers: {
    devices: {
      // Their ids are of the same moment, so either may come first.
      nodes: expect.arrayContaining([
        { serialNumber: 'C02CY', assignment: expect.objectContaining({ userState: 'INACTIVE' }) },
        { serialNumber: 'C02DEE', assignment: expect.objectContaining({ userState: 'DELETED' }) },
      ]),
    },
  },
  WithoutDevice: { users: { totalCount: 1, nodes: [{ userName: 'bob@acme.com' }] } },
  EverybodyIn: { group: { members: { totalCount: 2, nodes: [{ userName: 'ada@acme.com' }, { userName: 'bob@acme.com' }] } } },
  ReportsTo: { users: { nodes: [{ userName: 'bob@acme.com', title: 'Agent', manager: { displayName: 'Ada Lovelace' } }] } },
  TypeAhead: { users: { nodes: [{ displayName: 'Ada Lovelace' }] } },
  Neglected: { devices: { nodes: [{ serialNumber: 'C02CY', facts: { diskFreeGb: 4 }, lastCheckInAt: null }] } },
  HistoryOf: {
    device: {
      assignments: {
        nodes: [
          { user: { displayName: 'Ada Lovelace' }, endedAt: null },
          { user: { displayName: 'Bob' }, endedAt: expect.any(String) },
        ],
      },
    },
  },
};

const outcomes: Record<string, unknown> = {
  KeyForService: { createApiKey: { token: expect.stringMatching(/^muster_key_/), apiKey: { role: 'READER' } } },
  RotateToken: { rotateConnectionToken: { token: expect.stringMatching(/^muster_scim_/) } },
  DeclareAttribute: { createAttributeDefinition: { attributeDefinition: { key: 'badge', type: 'NUMBER' } } },
  MakePerson: { createUser: { user: { version: 1 } } },
  Deactivate: { updateUser: { user: { active: false } } },
  MakeGroup: { createGroup: { group: { id: expect.any(String) } } },
  ChangeMembers: { updateGroup: { group: { version: expect.any(Number) } } },
  DeclareFact: { createFactDefinition: { factDefinition: { id: expect.any(String) } } },
  PushInventory: {
    registerDevices: {
      created: 1,
      updated: 1,
      failed: 1,
      results: [{ outcome: 'CREATED' }, { outcome: 'UPDATED' }, { outcome: 'FAILED' }],
    },
  },
  Assign: { assignDevice: { device: { assignedUser: { displayName: 'Ada Lovelace' }, assignment: { source: 'MANUAL' } } } },
};

const policies = documentsUnder('Policies');

const ofPolicies: Record<string, unknown> = {
  PolicyForSales: {
    createPolicy: {
      policy: {
        conditionText:
          'For people for whom (is a member of "Everybody" and department is Sales) and those of their devices for which (platform is macOS and not (osVersion is less than 14.0)).',
        devices: { totalCount: 1, nodes: [{ serialNumber: 'C02ADA' }] },
      },
    },
  },
  PoliciesOf: {
    device: {
      policies: {
        nodes: [
          { name: 'Everything', priority: 0 },
          { name: 'Macs of Sales', priority: 10 },
        ],
      },
    },
  },
  ListByHand: { updatePolicy: { policy: { version: expect.any(Number) } } },
  WholePolicy: {
    policy: {
      userCondition: null,
      deviceCondition: { where: { platform: { exists: true } }, text: 'platform pr', sentence: 'platform is present' },
      includes: { nodes: expect.arrayContaining([{ user: { userName: 'bob@acme.com' }, device: null }]) },
      excludes: { nodes: [{ user: { userName: 'ada@acme.com' }, device: null }] },
      brokenReferences: { totalCount: 0 },
      users: { totalCount: 1 },
      devices: { totalCount: 0 },
    },
  },
  Preview: {
    previewPolicy: {
      devices: { totalCount: 1 },
      enteringDevices: { totalCount: 0 },
      leavingDevices: { nodes: expect.arrayContaining([{ serialNumber: 'C02DEE' }]) },
      unmatched: [{ sentence: 'department is Slaes', nearValues: ['Sales'] }],
    },
  },
  Why: {
    explain: { applies: true, nodes: expect.arrayContaining([expect.objectContaining({ sentence: 'platform is present', saw: 'macOS' })]) },
  },
  CameAndWent: { policy: { changes: { nodes: [] } }, node: { policiesAt: { totalCount: 0 } } },
};

const profiles = documentsUnder('Profiles');

const isDigest = expect.stringMatching(/^[0-9a-f]{64}$/);

const ofProfiles: Record<string, unknown> = {
  WiFi: { createProfileTemplate: { profileTemplate: { variableNames: ['user.userName', 'user.department'] } } },
  ProfilesOf: {
    device: {
      renderedProfiles: {
        nodes: [
          {
            template: { name: 'Wi-Fi' },
            policy: { name: 'Everything' },
            body: expect.stringContaining('<string>cy@acme.com</string>\n    <key>Department</key><string>none</string>'),
            digest: isDigest,
            failure: null,
            stale: false,
          },
        ],
      },
    },
  },
  Installed: { confirmProfiles: { device: { installedProfiles: { nodes: [{ template: { name: 'Wi-Fi' }, digest: isDigest }] } } } },
  Stale: { connection: { staleProfiles: { totalCount: 0 } } },
};

/** What an answer tells for the documents after it. */
const learnt: Record<string, (answer: Answer) => Record<string, unknown>> = {
  ProfilesOf({ device }) {
    const [{ template, digest }] = device.renderedProfiles.nodes;
    return { templateId: template.id, digest };
  },
};

describe('the README on policies', () => {
  it('shows what is tested here', () => {
    expect(policies.map(([name]) => name)).toEqual(Object.keys(ofPolicies));
  });

  it.each(policies)('asks %s', async (name, document) => {
    expect(await run(document)).toMatchObject(ofPolicies[name] as object);
  });
});

describe('the README on profiles', () => {
  it('shows what is tested here', () => {
    expect(profiles.map(([name]) => name)).toEqual(Object.keys(ofProfiles));
  });

  it.each(profiles)('asks %s', async (name, document) => {
    const answer = await run(document);
    Object.assign(known, learnt[name]?.(answer));
    expect(answer).toMatchObject(ofProfiles[name] as object);
  });
});

describe('the guide of the README', () => {
  it('asks ten questions and does ten tasks', () => {
    expect(questions.map(([name]) => name)).toEqual(Object.keys(answers));
    expect(tasks.map(([name]) => name)).toEqual(Object.keys(outcomes));
    expect([questions.length, tasks.length]).toEqual([10, 10]);
  });

  it.each(questions)('answers %s', async (name, document) => {
    expect(await run(document)).toMatchObject(answers[name] as object);
  });

  it.each(tasks)('does %s', async (name, document) => {
    expect(await run(document)).toMatchObject(outcomes[name] as object);
  });
});
