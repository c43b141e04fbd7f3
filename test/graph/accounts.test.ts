import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { type App, startApp } from '#test/support/app.ts';
import { refused, type Variables } from '#test/support/graph.ts';
import { person } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  okta = await app.story.connection();
});

const mutate = async (name: string, input: object, selection = '__typename', token?: string) =>
  (
    await app.ask(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`,
      { input },
      token,
    )
  )[name];

const ruled = (...assignmentRules: string[]) => mutate('updateConnection', { id: okta.id, assignmentRules });
const someone = async (userName: string, more: Variables = {}) => (await app.story.user(userName, { connectionId: okta.id, ...more })).id;
const reporting = async (reportedAccount: string | null, serialNumber = 'C1') =>
  (await app.story.device(serialNumber, { connectionId: okta.id, reportedAccount })).id;

const matchFields = 'account state rule candidateCount candidates { userName } decidedAt';

/** The device once everything that has happened is followed. */
async function settledDevice(id: string) {
  await catchUp(app.database.db);
  const selection = `version assignmentSource assignedUser { userName } accountMatch { ${matchFields} } updatedBy
    assignments { nodes { userId source assignedBy endedBy } }`;
  return (await app.ask(`query ($id: ID!) { device(by: { id: $id }) { ${selection} } }`, { id })).device;
}

const ofRule = (userName: string) => ({ assignmentSource: 'RULE', assignedUser: { userName }, accountMatch: { state: 'MATCHED' } });
const free = { assignmentSource: null, assignedUser: null };

describe('an assignment rule', () => {
  it.each<[rule: string, account: string, attributes: Variables, found: boolean]>([
    ['USER_NAME', 'ADA@acme.com', {}, true],
    ['USER_NAME', ' ada@ACME.com\t', {}, true],
    ['USER_NAME', 'ada', {}, false],
    ['USER_NAME', 'lovelace@acme.com', { emails: [{ value: 'lovelace@acme.com' }] }, false],
    ['EMAIL', 'Lovelace@Acme.com', { emails: [{ value: 'x@acme.com' }, { value: 'lovelace@acme.com', type: 'home' }] }, true],
    ['EMAIL', 'lovelace', { emails: [{ value: 'lovelace@acme.com' }] }, false],
    ['EMAIL', 'ada@acme.com', {}, false],
    ['EXTERNAL_ID', '00uA', { externalId: '00uA' }, true],
    ['EXTERNAL_ID', '00ua', { externalId: '00uA' }, false],
    ['LOCAL_PART', 'Ada', {}, true],
    ['LOCAL_PART', 'ada@other.example', {}, true],
    ['LOCAL_PART', 'lovelace@other.example', { emails: [{ value: 'Lovelace@acme.com' }] }, true],
    ['LOCAL_PART', '"l@b"@other.example', { emails: [{ value: '"L@B"@acme.com' }] }, true],
    ['LOCAL_PART', 'l', { emails: [{ value: '"l@b"@acme.com' }] }, false],
    ['LOCAL_PART', 'ad', {}, false],
    ['LOCAL_PART', 'a_a', {}, false],
    ['LOCAL_PART', '@acme.com', { emails: [{ value: '@acme.com' }] }, false],
    ['LOCAL_PART', 'ÉMILE', { emails: [{ value: 'émile@acme.com' }] }, true],
  ])('by %s finds for the account %j, of a person with %j: %s', async (rule, account, attributes, found) => {
    await ruled(rule);
    await someone('ada@acme.com', attributes);
    const device = await reporting(account);
    expect(await settledDevice(device)).toMatchObject(
      found
        ? { ...ofRule('ada@acme.com'), accountMatch: { account: account.trim(), rule, candidateCount: 1 } }
        : {
            ...free,
            version: 1,
            accountMatch: { account: account.trim(), state: 'NO_MATCH', rule: null, candidateCount: 0, candidates: [] },
          },
    );
  });

  it.each<[rule: string, account: string, attributes: Variables]>([
    ['USER_NAME', 'PERSON@acme.com', { userName: 'person@acme.com' }],
    ['EMAIL', 'lovelace@acme.com', { emails: [{ value: 'Lovelace@acme.com' }] }],
    ['EXTERNAL_ID', '00uA', { externalId: '00uA' }],
    ['LOCAL_PART', 'person@other.example', { userName: 'Person@acme.com' }],
    ['LOCAL_PART', 'lovelace', { emails: [{ value: 'lovelace@acme.com' }] }],
  ])('by %s finds for the account %j who comes after it, and who is only then called so: %j', async (rule, account, attributes) => {
    await ruled(rule);
    const device = await reporting(account);
    expect(await settledDevice(device)).toMatchObject({ ...free, accountMatch: { state: 'NO_MATCH' } });
    const first = await someone('first', attributes);
    expect(await settledDevice(device)).toMatchObject({ assignmentSource: 'RULE', accountMatch: { state: 'MATCHED', rule } });
    await mutate('deleteUser', { id: first });
    const second = await someone('second');
    expect(await settledDevice(device)).toMatchObject({ ...free, accountMatch: { state: 'NO_MATCH' } });
    await mutate('updateUser', { id: second, ...attributes });
    expect(await settledDevice(device)).toMatchObject({ assignmentSource: 'RULE', accountMatch: { state: 'MATCHED', rule } });
  });

  it('assigns in the name of the rules, and the history tells it', async () => {
    await ruled('USER_NAME');
    const ada = await someone('ada');
    const device = await settledDevice(await reporting('ada'));
    expect(device).toMatchObject({
      version: 2,
      updatedBy: 'rule',
      assignments: { nodes: [{ userId: ada, source: 'RULE', assignedBy: 'rule', endedBy: null }] },
    });
  });

  it('decides before those that come after it', async () => {
    await someone('ada@acme.com');
    await someone('grace@acme.com', { emails: [{ value: 'ada@acme.com' }] });
    const device = await reporting('ada@acme.com');
    await ruled('EMAIL', 'USER_NAME');
    expect(await settledDevice(device)).toMatchObject({ ...ofRule('grace@acme.com'), accountMatch: { rule: 'EMAIL' } });
    await ruled('USER_NAME', 'EMAIL');
    expect(await settledDevice(device)).toMatchObject({ ...ofRule('ada@acme.com'), accountMatch: { rule: 'USER_NAME' } });
  });

  it('never guesses: of several people it shows the candidates, and the next rule is not asked', async () => {
    await ruled('LOCAL_PART', 'USER_NAME');
    await someone('ada@acme.com');
    await someone('ada@example.com');
    const device = await reporting('ada@acme.com');
    expect(await settledDevice(device)).toMatchObject({
      ...free,
      version: 1,
      accountMatch: {
        state: 'AMBIGUOUS',
        rule: 'LOCAL_PART',
        candidateCount: 2,
        candidates: [{ userName: 'ada@acme.com' }, { userName: 'ada@example.com' }],
      },
    });
  });

  it('shows who the candidates are as they come and go', async () => {
    await ruled('LOCAL_PART');
    for (const userName of ['ada@a.example', 'ada@b.example']) await someone(userName);
    const device = await reporting('ada');
    const candidates = async () =>
      (await settledDevice(device)).accountMatch.candidates.map(({ userName }: { userName: string }) => userName);
    expect(await candidates()).toEqual(['ada@a.example', 'ada@b.example']);
    const third = await someone('ada@c.example');
    expect(await candidates()).toEqual(['ada@a.example', 'ada@b.example', 'ada@c.example']);
    await mutate('updateUser', { id: third, active: false });
    expect(await candidates()).toEqual(['ada@a.example', 'ada@b.example']);
  });

  it('counts one person once, by however many of their names they are found', async () => {
    await ruled('LOCAL_PART');
    await someone('ada@acme.com', { emails: [{ value: 'ada@acme.com' }, { value: 'ADA@example.com' }] });
    expect(await settledDevice(await reporting('ada'))).toMatchObject({ ...ofRule('ada@acme.com'), accountMatch: { candidateCount: 1 } });
  });

  it('finds nobody of another connection', async () => {
    const google = await app.story.connection('GOOGLE');
    await ruled('USER_NAME', 'EMAIL', 'EXTERNAL_ID', 'LOCAL_PART');
    await app.story.user('ada', { connectionId: google.id, externalId: 'ada', emails: [{ value: 'ada' }] });
    expect(await settledDevice(await reporting('ada'))).toMatchObject({ ...free, accountMatch: { state: 'NO_MATCH', candidateCount: 0 } });
  });

  it('shows ten of many candidates, and counts up to a hundred', async () => {
    await ruled('EMAIL');
    const { rows } = await app.database.pool.query(
      `INSERT INTO users ("connectionId", "userName", emails, "updatedBy")
       SELECT $1::uuid, 'crowd-' || n, '[{"value":"info@acme.com"}]', 'crowd' FROM generate_series(1, 120) AS n RETURNING id`,
      [okta.id],
    );
    const device = await reporting('info@acme.com');
    const { accountMatch } = await settledDevice(device);
    expect(accountMatch).toMatchObject({ state: 'AMBIGUOUS', candidateCount: 100 });
    expect(accountMatch.candidates).toHaveLength(10);
    // Whoever goes, those who stay are counted.
    await app.database.pool.query(`DELETE FROM users WHERE id = ANY($1::uuid[])`, [rows.slice(0, 119).map(({ id }) => id)]);
    expect(await settledDevice(device)).toMatchObject(ofRule('crowd-120'));
  });
});

describe('people who are not active', () => {
  beforeEach(() => ruled('USER_NAME', 'LOCAL_PART'));

  it('get no device, and are shown as those whose account it is', async () => {
    await someone('ada@acme.com', { active: false });
    expect(await settledDevice(await reporting('ada@acme.com'))).toMatchObject({
      ...free,
      accountMatch: { state: 'NO_MATCH', rule: 'USER_NAME', candidateCount: 1, candidates: [{ userName: 'ada@acme.com' }] },
    });
  });

  it('are not passed over for somebody whom a later rule finds', async () => {
    await someone('ada@acme.com', { active: false });
    await someone('ada@example.com');
    expect(await settledDevice(await reporting('ada@acme.com'))).toMatchObject({
      ...free,
      accountMatch: { state: 'NO_MATCH', rule: 'USER_NAME' },
    });
  });

  it('do not make others ambiguous whom the same rule finds', async () => {
    await someone('ada@acme.com', { active: false });
    await someone('ada@example.com');
    expect(await settledDevice(await reporting('ada'))).toMatchObject({
      ...ofRule('ada@example.com'),
      accountMatch: { candidateCount: 1 },
    });
  });

  it('hide nobody who is, however many they are', async () => {
    await ruled('EMAIL');
    await app.database.pool.query(
      `INSERT INTO users ("connectionId", "userName", emails, active, "updatedBy")
       SELECT $1::uuid, 'crowd-' || n, '[{"value":"info@acme.com"}]', FALSE, 'crowd' FROM generate_series(1, 120) AS n`,
      [okta.id],
    );
    await someone('ada', { emails: [{ value: 'info@acme.com' }] });
    expect(await settledDevice(await reporting('info@acme.com'))).toMatchObject({ ...ofRule('ada'), accountMatch: { candidateCount: 1 } });
  });

  it('lose the devices that a rule gave them, and have them again when they come back', async () => {
    const ada = await someone('ada@acme.com');
    const device = await reporting('ada@acme.com');
    expect(await settledDevice(device)).toMatchObject(ofRule('ada@acme.com'));
    await mutate('updateUser', { id: ada, active: false });
    expect(await settledDevice(device)).toMatchObject({
      ...free,
      accountMatch: { state: 'NO_MATCH', candidates: [{ userName: 'ada@acme.com' }] },
      assignments: { nodes: [{ userId: ada, source: 'RULE', endedBy: 'rule' }] },
    });
    await mutate('updateUser', { id: ada, active: true });
    expect(await settledDevice(device)).toMatchObject(ofRule('ada@acme.com'));
  });
});

/** A device that reports ada@acme.com, whose she is by a rule, beside Grace. */
describe('a device that a rule has assigned', () => {
  let device: string;
  let ada: string;
  let grace: string;
  beforeEach(async () => {
    await ruled('USER_NAME', 'EMAIL');
    ada = await someone('ada@acme.com');
    grace = await someone('grace@acme.com');
    device = await reporting('ada@acme.com');
    expect(await settledDevice(device)).toMatchObject(ofRule('ada@acme.com'));
  });

  it.each<[string, () => Promise<unknown>, object]>([
    [
      'it reports another account',
      () => mutate('updateDevice', { id: device, reportedAccount: 'GRACE@acme.com' }),
      ofRule('grace@acme.com'),
    ],
    [
      'it reports nobody’s account',
      () => mutate('updateDevice', { id: device, reportedAccount: 'x' }),
      { ...free, accountMatch: { account: 'x', state: 'NO_MATCH' } },
    ],
    [
      'it reports no account any more',
      () => mutate('updateDevice', { id: device, reportedAccount: null }),
      { ...free, accountMatch: null },
    ],
    [
      'the MDM pushes another account',
      () => app.story.device('C1', { connectionId: okta.id, reportedAccount: 'grace@acme.com' }),
      ofRule('grace@acme.com'),
    ],
    [
      'its user has another userName',
      () => mutate('updateUser', { id: ada, userName: 'ada' }),
      { ...free, accountMatch: { state: 'NO_MATCH' } },
    ],
    ['its user is deleted', () => mutate('deleteUser', { id: ada }), { ...free, accountMatch: { state: 'NO_MATCH', candidates: [] } }],
    [
      'its user is deleted, and made anew by the provider',
      async () => {
        await okta.scim.delete(`/Users/${ada}`);
        await catchUp(app.database.db);
        await okta.scim.post('/Users', person('Ada@acme.com'));
      },
      ofRule('Ada@acme.com'),
    ],
    [
      'the provider deactivates its user',
      () => okta.scim.patch(`/Users/${ada}`, [{ op: 'replace', value: { active: false } }]),
      { ...free, accountMatch: { state: 'NO_MATCH', rule: 'USER_NAME' } },
    ],
    [
      'its user’s name goes to somebody else, in one turn',
      async () => {
        await mutate('updateUser', { id: ada, userName: 'ada' });
        await mutate('updateUser', { id: grace, userName: 'ada@acme.com' });
      },
      ofRule('ada@acme.com'),
    ],
    ['the rules find nobody any more', () => ruled('EXTERNAL_ID'), { ...free, accountMatch: { state: 'NO_MATCH', rule: null } }],
    ['there are no rules any more', () => ruled(), { ...free, accountMatch: null }],
  ])('follows when %s', async (_, happens, expected) => {
    await happens();
    expect(await settledDevice(device)).toMatchObject(expected);
  });

  it('has no user any more when a second person matches, and has one again when one of them goes', async () => {
    await ruled('EMAIL');
    for (const id of [ada, grace]) await mutate('updateUser', { id, emails: [{ value: 'ada@acme.com' }] });
    expect(await settledDevice(device)).toMatchObject({ ...free, accountMatch: { state: 'AMBIGUOUS', candidateCount: 2 } });
    await mutate('updateUser', { id: ada, emails: [] });
    expect(await settledDevice(device)).toMatchObject(ofRule('grace@acme.com'));
  });

  it('stays as it is when what changes is not what the rules ask for', async () => {
    const before = await settledDevice(device);
    await mutate('updateUser', { id: ada, title: 'Countess', emails: [{ value: 'lovelace@acme.com' }] });
    await ruled('USER_NAME', 'LOCAL_PART');
    await someone('another@acme.com');
    expect(await settledDevice(device)).toEqual(before);
    await mutate('updateDevice', { id: device, name: 'x' });
    expect(await settledDevice(device)).toMatchObject({
      ...before,
      version: before.version + 1,
      updatedBy: expect.not.stringMatching(/^rule$/),
    });
  });

  it('stays with whom an administrator gives it to, and still says whose account it is', async () => {
    await app.story.assign(device, grace);
    await mutate('updateUser', { id: ada, displayName: 'Ada', emails: [{ value: 'x@acme.com' }] });
    await ruled('EMAIL', 'USER_NAME');
    const kept = await settledDevice(device);
    expect(kept).toMatchObject({
      assignmentSource: 'MANUAL',
      assignedUser: { userName: 'grace@acme.com' },
      accountMatch: { state: 'MATCHED', candidates: [{ userName: 'ada@acme.com' }] },
    });
    await ruled();
    expect(await settledDevice(device)).toMatchObject({ assignmentSource: 'MANUAL', accountMatch: null });
  });

  it('follows the rules again when an administrator takes it back', async () => {
    await app.story.assign(device, grace);
    await catchUp(app.database.db);
    await mutate('unassignDevice', { deviceId: device });
    expect(await settledDevice(device)).toMatchObject(ofRule('ada@acme.com'));
  });

  it('cannot be said to be assigned by a rule', async () => {
    await expect(app.story.assign(device, grace, { source: 'RULE' })).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it('is not assigned twice when its changes are followed again', async () => {
    const before = await settledDevice(device);
    await app.database.pool.query(
      'INSERT INTO pending_accounts ("resourceType", "resourceId") SELECT "resourceType", "resourceId" FROM changes',
    );
    expect(await settledDevice(device)).toEqual(before);
  });
});

describe('without rules', () => {
  it('no device is assigned, and none has a match', async () => {
    await someone('ada');
    expect(await settledDevice(await reporting('ada'))).toMatchObject({ ...free, version: 1, accountMatch: null });
  });

  it('a device that a program assigned by RULE before there were rules stays as it is', async () => {
    const ada = await someone('ada');
    const device = await reporting('grace');
    await app.database.pool.query(
      `UPDATE devices SET "assignedUserId" = $2, "assignmentSource" = 'RULE', "assignedAt" = now(), "updatedBy" = 'program' WHERE id = $1`,
      [device, ada],
    );
    expect(await settledDevice(device)).toMatchObject({ assignmentSource: 'RULE', assignedUser: { userName: 'ada' }, accountMatch: null });
  });
});

describe('Connection.assignmentRules', () => {
  const rulesOf = async () =>
    (await app.ask('query ($id: ID!) { connection(id: $id) { version assignmentRules } }', { id: okta.id })).connection;

  it('are none at first, are given when it is made, and changed in their order', async () => {
    expect(await rulesOf()).toEqual({ version: 1, assignmentRules: [] });
    const input = { name: 'Acme', provider: 'OKTA', assignmentRules: ['LOCAL_PART', 'EMAIL'] };
    const made = await mutate('createConnection', input, 'connection { id assignmentRules }');
    expect(made.connection.assignmentRules).toEqual(['LOCAL_PART', 'EMAIL']);
    const changed = await mutate(
      'updateConnection',
      { id: okta.id, assignmentRules: ['EMAIL', 'LOCAL_PART'] },
      'connection { assignmentRules }',
    );
    expect(changed.connection.assignmentRules).toEqual(['EMAIL', 'LOCAL_PART']);
    expect(await rulesOf()).toEqual({ version: 2, assignmentRules: ['EMAIL', 'LOCAL_PART'] });
    await ruled('EMAIL', 'LOCAL_PART');
    expect(await rulesOf()).toMatchObject({ version: 2 });
    await mutate('updateConnection', { id: okta.id, name: 'x' });
    expect(await rulesOf()).toMatchObject({ version: 3, assignmentRules: ['EMAIL', 'LOCAL_PART'] });
    await mutate('updateConnection', { id: okta.id, assignmentRules: null });
    expect(await rulesOf()).toEqual({ version: 4, assignmentRules: [] });
  });

  it.each([
    ['a rule twice', ['EMAIL', 'USER_NAME', 'EMAIL'], 'assignmentRules: must not name a rule twice.'],
    ['a rule that there is not', ['SERIAL_NUMBER'], expect.stringContaining('AccountMatch')],
    ['no rule', [null], expect.stringContaining('AccountMatch')],
  ])('refuse %s', async (_, assignmentRules, message) => {
    const changed = mutate('updateConnection', { id: okta.id, assignmentRules });
    await expect(changed).rejects.toMatchObject({ ...refused('INVALID_INPUT'), message });
    expect(await rulesOf()).toEqual({ version: 1, assignmentRules: [] });
  });

  it('are for administrators to change', async () => {
    const { token } = await mutate('createApiKey', { name: 'Desk', role: 'OPERATOR' }, 'token');
    const changed = mutate('updateConnection', { id: okta.id, assignmentRules: ['EMAIL'] }, '__typename', token);
    await expect(changed).rejects.toMatchObject(refused('FORBIDDEN'));
  });
});

describe('Device.reportedAccount', () => {
  const accountOf = async (id: string) =>
    (await app.ask('query ($id: ID!) { device(by: { id: $id }) { reportedAccount } }', { id })).device.reportedAccount;

  it.each([
    ['  ada@acme.com\n', 'ada@acme.com'],
    ['', null],
    [' \t', null],
    [null, null],
    ['ACME\\ada', 'ACME\\ada'],
    ['x'.repeat(512), 'x'.repeat(512)],
  ])('is kept of %j as %j', async (sent, kept) => {
    const device = await reporting(sent);
    expect(await accountOf(device)).toBe(kept);
    await mutate('updateDevice', { id: device, reportedAccount: 'other' });
    await mutate('updateDevice', { id: device, name: 'absent keeps' });
    expect(await accountOf(device)).toBe('other');
    await mutate('updateDevice', { id: device, reportedAccount: sent });
    expect(await accountOf(device)).toBe(kept);
  });

  it.each([
    ['a NUL', 'ada\0'],
    ['half a surrogate pair', '\ud800'],
    ['more than an index holds', 'x'.repeat(513)],
  ])('is refused with %s', async (_, reportedAccount) => {
    const device = await reporting('ada');
    const changed = mutate('updateDevice', { id: device, reportedAccount });
    await expect(changed).rejects.toMatchObject({ ...refused('INVALID_INPUT'), message: expect.stringMatching(/^reportedAccount: /) });
  });

  it('can be asked for, and put in order by', async () => {
    await reporting('grace', 'C1');
    await reporting('ADA', 'C2');
    await reporting(null, 'C3');
    const serials = async (list: string) =>
      (
        await app.ask(`query ($id: ID!) { connection(id: $id) { devices(${list}) { nodes { serialNumber } } } }`, { id: okta.id })
      ).connection.devices.nodes.map(({ serialNumber }: { serialNumber: string }) => serialNumber);
    expect(await serials('where: { reportedAccount: { eq: "ada" } }')).toEqual(['C2']);
    expect(await serials('where: { reportedAccount: { exists: false } }')).toEqual(['C3']);
    expect(await serials('orderBy: [{ field: REPORTED_ACCOUNT }]')).toEqual(['C2', 'C1', 'C3']);
  });
});

describe('Connection.accountMatches', () => {
  beforeEach(async () => {
    await ruled('USER_NAME', 'LOCAL_PART');
    for (const userName of ['ada@acme.com', 'ada@example.com', 'grace']) await someone(userName);
    for (const [place, account] of ['grace', 'ada', 'nobody', 'ADA', 'ada@acme.com'].entries()) await reporting(account, `C${place}`);
    await reporting(null, 'without');
    await catchUp(app.database.db);
  });

  const pageOf = async (list: string, token?: string) =>
    (
      await app.ask(
        `query ($id: ID!) { connection(id: $id) { accountMatches${list} {
          totalCount pageInfo { hasNextPage endCursor } nodes { state account device { serialNumber } candidates { userName } } } } }`,
        { id: okta.id },
        token,
      )
    ).connection.accountMatches;

  const serials = ({ nodes }: { nodes: { device: { serialNumber: string } }[] }) => nodes.map(({ device }) => device.serialNumber);

  it('lists the devices in each state, in the order in which they were made', async () => {
    expect(serials(await pageOf(''))).toEqual(['C0', 'C1', 'C2', 'C3', 'C4']);
    expect(await pageOf('(state: AMBIGUOUS)')).toMatchObject({
      totalCount: 2,
      nodes: [
        {
          state: 'AMBIGUOUS',
          account: 'ada',
          device: { serialNumber: 'C1' },
          candidates: [{ userName: 'ada@acme.com' }, { userName: 'ada@example.com' }],
        },
        { account: 'ADA', device: { serialNumber: 'C3' } },
      ],
    });
    expect(serials(await pageOf('(state: NO_MATCH)'))).toEqual(['C2']);
    expect(serials(await pageOf('(state: MATCHED)', okta.token))).toEqual(['C0', 'C4']);
  });

  it('is paged', async () => {
    const first = await pageOf('(first: 3)');
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    const rest = await pageOf(`(first: 3, after: "${first.pageInfo.endCursor}")`);
    expect([...serials(first), ...serials(rest)]).toEqual(['C0', 'C1', 'C2', 'C3', 'C4']);
    expect(serials(await pageOf('(last: 2, state: AMBIGUOUS)'))).toEqual(['C1', 'C3']);
  });

  it('loses a device that is deleted', async () => {
    const { device } = await app.ask('query ($by: DeviceBy!) { device(by: $by) { id } }', {
      by: { serialNumber: { connectionId: okta.id, serialNumber: 'C2' } },
    });
    await mutate('deleteDevice', { id: device.id });
    expect(await pageOf('(state: NO_MATCH)')).toMatchObject({ totalCount: 0 });
  });
});

describe('the README', () => {
  it('sets rules and asks for what is to be looked into as it says', async () => {
    const readme = await readFile('README.md', 'utf8');
    const section = readme.split(/^### Assignment rules$/m)[1]?.split(/^## /m)[0] ?? '';
    const documents = [...section.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, document = '']) => document);
    await someone('ada@acme.com', { active: false });
    for (const userName of ['grace@acme.com', 'grace@example.com']) await someone(userName);
    await reporting('ada@acme.com', 'C1');
    await reporting('grace', 'C2');
    const [rules, question] = documents;
    await app.ask(rules ?? '', { connectionId: okta.id });
    await catchUp(app.database.db);
    const { connection } = await app.ask(question ?? '', { connectionId: okta.id });
    expect(connection).toMatchObject({
      ambiguous: { totalCount: 1, nodes: [{ device: { serialNumber: 'C2' }, rule: 'LOCAL_PART', candidateCount: 2 }] },
      unmatched: { totalCount: 1, nodes: [{ device: { serialNumber: 'C1' }, candidates: [{ userName: 'ada@acme.com', active: false }] }] },
    });
  });
});
