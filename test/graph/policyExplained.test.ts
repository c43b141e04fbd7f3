import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused, type Variables } from '#test/support/graph.ts';

const nobody = '01900000-0000-7000-8000-000000000000';

let app: App;
let connectionId: string;
let ada: string;
let lost: string;
let laptop: string;
beforeAll(async () => {
  app = await startApp();
  connectionId = (await app.story.connection()).id;
  ada = (await app.story.user('ada', { connectionId, department: 'Sales', displayName: 'Ada Lovelace' })).id;
  const grace = await app.story.user('grace', { connectionId, department: 'Support' });
  laptop = (await app.story.device('L1', { connectionId, platform: 'macOS' })).id;
  lost = (await app.story.device('L2', { connectionId, platform: 'macOS' })).id;
  const phone = await app.story.device('P1', { connectionId, platform: 'iOS' });
  await app.story.assign(laptop, ada);
  await app.story.assign(phone.id, grace.id);
});
afterAll(() => app.close());

const keyOf = async (input: Variables): Promise<string> =>
  (await app.ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }', { input: { name: 'A key', ...input } }))
    .createApiKey.token;

const explainDocument = `query ($policyId: ID!, $deviceId: ID, $userId: ID) {
  explain(policyId: $policyId, deviceId: $deviceId, userId: $userId) {
    applies enabled truncated text policy { name } nodes { place parent depth sentence holds saw absent } } }`;

const explained = async (variables: Variables, token?: string) => (await app.ask(explainDocument, variables, token)).explain;

const nodeOf = ({ nodes }: { nodes: { sentence: string }[] }, sentence: string) => nodes.find((node) => node.sentence === sentence);

describe('Query.explain', () => {
  let policyId: string;
  beforeAll(async () => {
    policyId = (await app.story.policy('Macs of Sales', { users: { department: { eq: 'Sales' } }, devices: { platform: { eq: 'macOS' } } }))
      .id;
  });

  it('tells each node with its verdict and what it saw, and its place under another', async () => {
    const told = await explained({ policyId, deviceId: laptop });
    expect(told).toMatchObject({ applies: true, enabled: true, truncated: false, policy: { name: 'Macs of Sales' } });
    expect(nodeOf(told, 'platform is macOS')).toMatchObject({ holds: true, saw: 'macOS', absent: null });
    expect(nodeOf(told, 'department is Sales')).toMatchObject({ holds: true, saw: 'Sales' });
    expect(told.nodes.map(({ place }: { place: number }) => place)).toEqual(told.nodes.map((_: unknown, at: number) => at));
    for (const { parent, depth } of told.nodes.slice(1)) expect(told.nodes[parent].depth).toBe(depth - 1);
    expect(told.text).toMatch(/^The policy applies\.\n/);
    expect(told.text).toContain('yes platform is macOS (saw "macOS")');
  });

  it('says that a device is assigned to nobody', async () => {
    const told = await explained({ policyId, deviceId: lost });
    expect(told.applies).toBe(false);
    expect(nodeOf(told, 'is assigned to a user with (department is Sales)')).toMatchObject({ holds: false, saw: null, absent: 'USER' });
    expect(told.text).toContain('(it is assigned to nobody)');
  });

  it('says what of a disabled policy would be so', async () => {
    const disabled = await app.story.policy('Disabled', { users: { department: { eq: 'Sales' } }, enabled: false });
    const told = await explained({ policyId: disabled.id, userId: ada });
    expect(told).toMatchObject({ applies: false, enabled: false, nodes: [{ holds: true }, ...Array(told.nodes.length - 1).fill({})] });
  });

  it('names those who are in reach', async () => {
    const { id } = await app.story.policy('Ada', { users: { id: { eq: ada } } });
    expect(nodeOf(await explained({ policyId: id, userId: ada }), 'id is "Ada Lovelace"')).toMatchObject({ holds: true, saw: ada });
  });

  it('asks for one of a person and a device', async () => {
    for (const subject of [{}, { userId: ada, deviceId: laptop }])
      await expect(explained({ policyId, ...subject })).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it('refuses what is not there, and what is out of reach', async () => {
    const elsewhere = await app.story.connection('OKTA', 'Elsewhere');
    const key = await keyOf({ role: 'READER', connectionIds: [elsewhere.id] });
    const own = await app.story.policy('Own', { connectionId, devices: {} });
    for (const [variables, token] of [
      [{ policyId: nobody, deviceId: laptop }],
      [{ policyId, deviceId: nobody }],
      [{ policyId, userId: 'no id' }],
      [{ policyId, deviceId: laptop }, key],
      [{ policyId: own.id, deviceId: laptop }, key],
    ] as [Variables, string?][])
      await expect(explained(variables, token)).rejects.toMatchObject(refused('NOT_FOUND'));
    expect(await explained({ policyId, deviceId: laptop }, await keyOf({ role: 'READER', connectionIds: [connectionId] }))).toMatchObject({
      applies: true,
    });
  });
});

describe('a policy that names one out of reach', () => {
  it('tells nothing of its conditions or its name', async () => {
    const elsewhere = await app.story.connection('OKTA', 'Secretive');
    const secret = await app.story.policy('The secret policy', { connectionId: elsewhere.id, users: { title: { eq: 'Secret title' } } });
    const { id } = await app.story.policy('For all', { users: { not: { inPolicies: { ids: [secret.id] } } } });
    const { id: asking } = await app.story.policy('For all of these', { users: { inPolicies: { ids: [secret.id] } } });
    const key = await keyOf({ role: 'READER', connectionIds: [connectionId] });
    const told = [await explained({ policyId: id, userId: ada }, key), await previewed({ policyId: asking }, key)];
    expect(told[0]).toMatchObject({ applies: true });
    expect(nodeOf(told[0], `is in the policy ${secret.id}`)).toMatchObject({ holds: false });
    expect(JSON.stringify(told)).not.toMatch(/secret (policy|title)/i);
    expect(JSON.stringify(await explained({ policyId: id, userId: ada }))).toMatch(/secret policy: .*secret title/i);
  });
});

const previewDocument = `query ($input: PreviewPolicyInput!) { previewPolicy(input: $input) {
  devices(first: 5) { totalCount nodes { serialNumber } }
  enteringDevices { nodes { serialNumber } } leavingDevices { nodes { serialNumber } }
  users { totalCount } enteringUsers { nodes { userName } } leavingUsers { nodes { userName } }
  unmatched { sentence nearValues } } }`;

const previewed = async (input: Variables, token?: string) => (await app.ask(previewDocument, { input }, token)).previewPolicy;

const rows = (...nodes: object[]) => ({ nodes });

describe('Query.previewPolicy', () => {
  it('tells of a new policy whom it would be for', async () => {
    expect(await previewed({ devices: { platform: { eq: 'macOS' } }, usersText: 'department eq "Sales"' })).toEqual({
      devices: { totalCount: 1, nodes: [{ serialNumber: 'L1' }] },
      enteringDevices: rows({ serialNumber: 'L1' }),
      leavingDevices: rows(),
      users: { totalCount: 1 },
      enteringUsers: rows({ userName: 'ada' }),
      leavingUsers: rows(),
      unmatched: [],
    });
  });

  it('tells of a change who would come and go, with those who are listed, and writes nothing', async () => {
    const { id } = await app.story.policy('Changed', { users: { department: { eq: 'Sales' } }, include: [lost] });
    expect(await previewed({ policyId: id, users: { department: { eq: 'Support' } } })).toMatchObject({
      devices: { totalCount: 2 },
      enteringDevices: rows({ serialNumber: 'P1' }),
      leavingDevices: rows({ serialNumber: 'L1' }),
      enteringUsers: rows({ userName: 'grace' }),
      leavingUsers: rows({ userName: 'ada' }),
    });
    expect(await previewed({ policyId: id })).toMatchObject({
      devices: { totalCount: 2 },
      enteringDevices: rows(),
      leavingDevices: rows(),
    });
  });

  it.each<[string, Variables, object[]]>([
    [
      'a department that no one has',
      { users: { department: { eq: 'Slaes' } } },
      [{ sentence: 'department is Slaes', nearValues: ['Sales'] }],
    ],
    [
      'each part of an or',
      { users: { or: [{ department: { eq: 'Sales' } }, { title: { eq: 'Boss' } }] } },
      [{ sentence: 'title is Boss', nearValues: [] }],
    ],
    [
      'what is asked of the user of a device',
      { devices: { assignedUser: { department: { in: ['Suport', 'Salse'] } } } },
      [{ sentence: 'department is one of Suport, Salse', nearValues: ['Support', 'Sales'] }],
    ],
    ['nothing of what is under a not', { users: { not: { department: { eq: 'Slaes' } } } }, []],
    ['nothing of what holds of the missing', { users: { department: { ne: 'Slaes' } } }, []],
    [
      'a list',
      { users: { emails: { any: { type: { eq: 'work' } } } } },
      [{ sentence: 'one of emails has (type is work)', nearValues: [] }],
    ],
  ])('flags %s', async (_, input, unmatched) => {
    expect((await previewed(input)).unmatched).toEqual(unmatched);
  });

  it('flags what a policy is saved with', async () => {
    const { createPolicy } = await app.ask(
      'mutation ($input: CreatePolicyInput!) { createPolicy(input: $input) { unmatched { sentence nearValues } } }',
      { input: { name: 'Misspelt', users: { department: { eq: 'Supprot' } } } },
    );
    expect(createPolicy.unmatched).toEqual([{ sentence: 'department is Supprot', nearValues: ['Support'] }]);
  });

  it('refuses what would be refused when it is saved', async () => {
    const { id } = await app.story.policy('Circular', { users: {} });
    const elsewhere = await app.story.connection('OKTA', 'Elsewhere entirely');
    const foreign = await app.story.group('Foreign', [], { connectionId: elsewhere.id });
    for (const input of [
      { policyId: id, users: { inPolicies: { ids: [id] } } },
      { users: { memberOf: { ids: [] } } },
      { users: { memberOf: { ids: [nobody] } } },
      { connectionId, users: { memberOf: { ids: [foreign.id] } } },
      { users: { reportsTo: { id: nobody } } },
    ])
      await expect(previewed(input)).rejects.toMatchObject(refused('INVALID_CONDITION'));
    await expect(previewed({ policyId: nobody })).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('looks no further than the credential reaches, and is not for identity providers', async () => {
    const elsewhere = await app.story.connection('OKTA', 'Elsewhere too');
    const key = await keyOf({ role: 'READER', connectionIds: [elsewhere.id] });
    expect(await previewed({ devices: {}, users: {} }, key)).toMatchObject({ devices: { totalCount: 0 }, users: { totalCount: 0 } });
    await expect(previewed({ devices: {} }, elsewhere.token)).rejects.toMatchObject(refused('FORBIDDEN'));
  });
});
