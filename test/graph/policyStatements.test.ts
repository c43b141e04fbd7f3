import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forget } from '#directory/memory.ts';
import { type App, startApp } from '#test/support/app.ts';
import { type Statement, statementsDuring } from '#test/support/database.ts';

let app: App;
let connectionId: string;
let group: string;
let ada: string;
let mac: string;
beforeAll(async () => {
  app = await startApp();
  connectionId = (await app.story.connection()).id;
  ada = (await app.story.user('ada', { connectionId, department: 'Sales' })).id;
  group = (await app.story.group('Pilots', [ada], { connectionId })).id;
  const devices = Array.from({ length: 60 }, (_, at) => ({ serialNumber: `C${at}`, platform: at % 2 ? 'iOS' : 'macOS' }));
  const { registerDevices } = await app.ask(
    'mutation ($input: RegisterDevicesInput!) { registerDevices(input: $input) { results { device { id } } } }',
    { input: { connectionId, devices } },
  );
  const ids: string[] = registerDevices.results.map(({ device }: { device: { id: string } }) => device.id);
  mac = `${ids[0]}`;
  for (const id of ids.slice(0, 20)) await app.story.assign(id, ada);
});
afterAll(() => app.close());

const kinds = () => [
  { users: { memberOf: { ids: [group] } } },
  { devices: { platform: { eq: 'macOS' } } },
  { users: { department: { eq: 'Sales' } }, devices: { assignedUser: { manager: { active: { eq: true } } } } },
  { include: [mac] },
];

const makePolicies = async (count: number) => {
  for (let place = 0; place < count; place += 1)
    await app.story.policy(`Policy ${place}`, { connectionId, ...kinds()[place % kinds().length] });
};

/** The statements of an act, without those that ask for what is then remembered: the credential, what is declared, and all policies. */
const statementsOf = async (act: () => Promise<unknown>): Promise<Statement[]> => {
  forget(app.database.db);
  await app.ask('{ viewer { id } }');
  const sent = await statementsDuring(app.database, act);
  return sent.filter(({ text }) => !/FROM "public"."(credentials|policies|\w+_definitions)"/.test(text));
};

describe('the policies of devices and people', () => {
  it('take as many statements for a page of 50 as for one of 5, and for 40 policies as for 4', async () => {
    const document = `query ($first: Int) { devices(first: $first) { nodes { policies(first: 5) { totalCount nodes { name } } assignedUser { policies(first: 5) { totalCount } } } } }`;
    const counts: number[] = [];
    for (const policies of [4, 36]) {
      await makePolicies(policies);
      for (const first of [5, 50]) counts.push((await statementsOf(() => app.ask(document, { first }))).length);
    }
    expect(new Set(counts).size, `${counts}`).toBe(1);
    // The devices and their users; whether policies have changed; what conditions ask about the devices and about the users; their pages.
    expect(counts[0]).toBeLessThanOrEqual(16);
  });

  it('take as many statements for the members of 40 policies as for those of 12', async () => {
    const document = `query ($first: Int) { policies(first: $first) { nodes { name conditionText includes(first: 5) { nodes { user { userName } device { name } } }
      brokenReferences(first: 5) { totalCount } devices(first: 5) { totalCount nodes { serialNumber } } users(first: 5) { totalCount } } } }`;
    const counts: number[] = [];
    for (const first of [12, 40]) counts.push((await statementsOf(() => app.ask(document, { first }))).length);
    expect(counts[1], `${counts}`).toBe(counts[0]);
    expect(counts[0]).toBeLessThanOrEqual(15);
  });
});

describe('a policy', () => {
  const rules = () => ({ users: { memberOf: { ids: [group] } }, devices: { platform: { eq: 'macOS' } } });

  it.each<[name: string, input: (id: string) => object]>([
    ['createPolicy', () => ({ name: 'New', ...rules(), include: [ada, mac], exclude: [ada] })],
    ['updatePolicy', (id) => ({ id, name: 'Other', ...rules(), include: { users: { set: [ada] }, devices: { add: [mac] } } })],
    ['deletePolicy', (id) => ({ id })],
  ])('is written in one statement: %s', async (name, input) => {
    const { id } = await app.story.policy('Old', { connectionId });
    const document = `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`;
    const sent = await statementsOf(() => app.ask(document, { input: input(id) }));
    expect(sent.map(({ text }) => /\b(INSERT|UPDATE|DELETE)\b/.test(text))).toEqual([true]);
  });
});
