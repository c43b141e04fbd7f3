import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './support/app.ts';

const readme = await readFile('README.md', 'utf8');
const [, page = ''] = /^## The operators of other products\n([\s\S]*?)^## /m.exec(readme) ?? [];

/** The rows under a heading of the page: an operator of the product, and the where that says it here. */
function rowsOf(product: string): [operator: string, where: string][] {
  const section = page.split(/^### /m).find((text) => text.startsWith(product)) ?? '';
  return [...section.matchAll(/^\| (.+) \| `(.+)` \|$/gm)].map(([, operator = '', where = '']) => [operator, where]);
}

/** Whom each row finds, by serial number or by what stands before the @. */
const finds: Record<string, Record<string, string[]>> = {
  Addigy: {
    equals: ['MAC'],
    'is not': ['OLD', 'PC'],
    contains: ['MAC', 'OLD'],
    'no contain': ['IPAD', 'PC'],
    '=': ['MAC', 'PC'],
    '>': ['MAC'],
    '>=': ['MAC', 'OLD'],
    '<': ['OLD'],
    '<=': ['OLD', 'PC'],
    between: ['OLD', 'PC'],
    'contains (a list)': ['MAC'],
    'not contain (a list)': ['IPAD', 'OLD', 'PC'],
    'filters of a group: AND': ['MAC'],
    'groups of filters: OR': ['IPAD', 'OLD', 'PC'],
    'Policy IDs': ['MAC', 'OLD'],
  },
  Kandji: {
    is: ['MAC'],
    'is not': ['IPAD', 'PC'],
    'is one of': ['MAC', 'OLD'],
    'is not one of*': ['IPAD', 'PC'],
    contains: ['MAC'],
    'does not contain*': ['IPAD', 'OLD', 'PC'],
    'is greater than*': ['MAC'],
    'is greater than or equal to*': ['MAC', 'OLD'],
    'is less than*': ['OLD'],
    'is less than or equal to*': ['MAC', 'OLD'],
    'is blank*': ['IPAD', 'PC'],
    'is not blank*': ['MAC', 'OLD'],
    'a tag, minding case': ['MAC'],
    'a user group': ['MAC', 'PC'],
    'rules of a ruleset: AND': ['MAC'],
    'else if: the first that matches': ['PC'],
  },
  'Jamf Pro': {
    is: ['IPAD'],
    'is not': ['MAC', 'OLD', 'PC'],
    has: ['MAC', 'PC'],
    'does not have': ['IPAD', 'OLD'],
    'member of': ['MAC', 'PC'],
    'not member of': ['IPAD', 'OLD'],
    'before (yyyy-mm-dd)': ['PC'],
    'after (yyyy-mm-dd)': ['MAC'],
    'in less than x days': ['MAC'],
    'in more than x days': ['PC'],
    'more than x days ago': ['OLD', 'PC'],
    'less than x days ago': ['MAC'],
    like: ['MAC', 'OLD'],
    'not like': ['IPAD', 'PC'],
    'greater than': ['IPAD', 'MAC'],
    'more than': ['MAC'],
    'less than': ['PC'],
    'greater than or equal': ['IPAD', 'MAC'],
    'less than or equal': ['MAC', 'OLD', 'PC'],
    'matches regex': ['MAC', 'OLD'],
    'does not match regex': ['IPAD', 'PC'],
  },
  'Microsoft Entra ID': {
    '-eq': ['ada'],
    '-ne': ['bob', 'cy'],
    '-startsWith': ['bob'],
    '-notStartsWith': ['ada', 'cy'],
    '-endsWith': ['bob'],
    '-notEndsWith': ['ada', 'cy'],
    '-contains': ['ada'],
    '-notContains': ['bob', 'cy'],
    '-match': ['bob'],
    '-notMatch': ['ada', 'cy'],
    '-in': ['ada', 'bob'],
    '-notIn': ['cy'],
    '-ge': ['ada', 'bob', 'cy'],
    '-le': ['ada'],
    '-ge system.now -plus p1d': ['bob'],
    '-le system.now -minus p1d': ['ada'],
    '-eq null': ['cy'],
    '-ne null': ['ada', 'bob'],
    '-any': ['ada', 'bob'],
    '-all': ['ada', 'cy'],
    _: ['bob'],
    '-and': ['ada'],
    '-or': ['ada', 'bob'],
    '-not': ['ada'],
    memberOf: ['bob'],
    'Direct Reports for': ['bob'],
    'user.objectId -ne null': ['ada', 'bob', 'cy'],
  },
  Fleet: {
    'Host vitals: end_user_idp_group': ['MAC', 'PC'],
    'Host vitals: end_user_idp_department': ['MAC'],
    'Host vitals: a custom one': ['MAC'],
    'Manual: hardware_serial': ['MAC', 'OLD'],
    'Manual: uuid': ['MAC'],
    'Manual: Fleet host ID': ['IPAD'],
    'Dynamic: platform': ['PC'],
    "Dynamic: WHERE name = 'Slack.app'": ['MAC'],
    "Dynamic: WHERE name LIKE '%excel%'": ['MAC', 'PC'],
    'Dynamic: WHERE free_gb < 10': ['PC'],
    'Include any': ['MAC', 'OLD', 'PC'],
    'Include all': ['MAC'],
    'Exclude any': ['IPAD'],
  },
};

const hour = 3_600_000;
const fromNow = (hours: number): string => new Date(Date.now() + hours * hour).toISOString();

const people = {
  ada: {
    userName: 'ada@acme.com',
    externalId: 'ada',
    displayName: 'Ada Lovelace',
    department: 'Sales',
    title: 'VP of Sales',
    emails: [{ type: 'work', value: 'ada@acme.com' }],
    entitlements: [{ value: 'Mail', type: 'Enabled' }],
    attributes: { hireDate: '2020-06-10T18:13:20Z' },
  },
  bob: {
    userName: 'bob@contoso.com',
    displayName: 'David Bob',
    department: 'Support',
    title: 'SDE II',
    managerReference: 'ada',
    emails: [
      { type: 'work', value: 'bob@acme.com' },
      { type: 'other', value: 'contoso.bob@acme.com' },
    ],
    entitlements: [
      { value: 'Mail', type: 'Enabled' },
      { value: 'Calls', type: 'Suspended' },
    ],
    attributes: { hireDate: fromNow(10 * 24) },
  },
  cy: { userName: 'cy@acme.com', displayName: 'Cy David', active: false, attributes: { hireDate: fromNow(-12) } },
};

const devices = {
  MAC: {
    name: 'LAB-ART-101',
    udid: '00008112-000A',
    platform: 'macOS',
    osVersion: '14.10',
    model: 'MacBook Pro',
    chip: 'Apple M3',
    supervised: true,
    encrypted: true,
    assetTag: 'MKT-1',
    tags: ['Kiosk'],
    enrolledAt: '2026-02-01T00:00:00Z',
    lastCheckInAt: fromNow(-1),
    facts: { apps: ['Slack.app', 'Microsoft Excel.app'], diskFreeGb: 100, warrantyEndsAt: fromNow(20 * 24), site: 'Berlin' },
  },
  OLD: {
    name: 'LAB-CS-102',
    platform: 'macOS',
    osVersion: '14.9',
    model: 'MacBook Air',
    chip: 'Intel Core i5',
    supervised: false,
    encrypted: false,
    assetTag: 'IT-7',
    tags: ['kiosk'],
    enrolledAt: '2026-01-31T12:00:00Z',
    lastCheckInAt: fromNow(-40 * 24),
    facts: { apps: ['Google Chrome.app'], diskFreeGb: 50, warrantyEndsAt: fromNow(-10 * 24), site: 'berlin' },
  },
  PC: {
    name: 'Reception',
    platform: 'Windows',
    osVersion: '10.0.19045',
    model: 'OptiPlex',
    supervised: true,
    encrypted: true,
    enrolledAt: '2026-01-30T12:00:00Z',
    lastCheckInAt: fromNow(-100 * 24),
    facts: { apps: ['Microsoft Excel.app'], diskFreeGb: 4, warrantyEndsAt: fromNow(90 * 24) },
  },
  IPAD: { name: 'CEO iPad', platform: 'iPadOS', osVersion: '17.5', supervised: false },
};

let app: App;
const known: Record<string, string> = {};

beforeAll(async () => {
  app = await startApp();
  const { ask, story, database } = app;
  const { id: connectionId } = await story.connection();
  await ask(
    'mutation ($input: CreateAttributeDefinitionInput!) { createAttributeDefinition(input: $input) { attributeDefinition { id } } }',
    {
      input: { key: 'hireDate', schema: 'urn:acme:2.0:User', name: 'hireDate', type: 'DATE_TIME' },
    },
  );
  await story.facts({ apps: 'LIST', diskFreeGb: 'NUMBER', warrantyEndsAt: 'DATE_TIME', site: 'STRING' });
  const person = ({ userName, ...more }: { userName: string }) => story.user(userName, { connectionId, ...more });
  const [ada, bob, cy] = [await person(people.ada), await person(people.bob), await person(people.cy)];
  const nested = await story.group('Nested', [ada.id], { connectionId });
  const group = await story.group('Pilot', [bob.id, nested.id], { connectionId });
  const device = (serialNumber: keyof typeof devices) => story.device(serialNumber, { connectionId, ...devices[serialNumber] });
  await story.assign((await device('MAC')).id, ada.id);
  await story.assign((await device('OLD')).id, cy.id);
  await story.assign((await device('PC')).id, bob.id);
  const policy = (name: string, where: object) => database.db.policy.create({ data: { name, devices: where, updatedBy: 'test' } });
  Object.assign(known, {
    groupId: group.id,
    managerId: ada.id,
    deviceId: (await device('IPAD')).id,
    policyId: (await policy('Macs', { platform: { eq: 'macOS' } })).id,
    otherPolicyId: (await policy('Encrypted', { encrypted: { eq: true } })).id,
  });
});
afterAll(() => app.close());

/** Who or what a where finds, given those of the known ids that it asks for. */
async function found(product: string, where: string): Promise<string[]> {
  const asked = Object.keys(known).filter((name) => new RegExp(`\\$${name}\\b`).test(where));
  const variables = asked.length > 0 ? `(${asked.map((name) => `$${name}: ID!`).join(' ')})` : '';
  const ofPeople = product === 'Microsoft Entra ID';
  const list = ofPeople ? 'users' : 'devices';
  const { [list]: page } = await app.ask(
    `query ${variables} { ${list}(where: ${where}) { nodes { name: ${ofPeople ? 'userName' : 'serialNumber'} } } }`,
    Object.fromEntries(asked.map((name) => [name, known[name]])),
  );
  return page.nodes.map(({ name }: { name: string }) => name.replace(/@.*/, '')).sort();
}

describe('the operators of other products', () => {
  it('are told of five, all 21 of Jamf Pro among them', () => {
    expect([...page.matchAll(/^### ([^:\n(]+?)(?: \(.*\))?:/gm)].map(([, product]) => product)).toEqual(Object.keys(finds));
    expect(rowsOf('Jamf Pro')).toHaveLength(21);
  });

  describe.each(Object.entries(finds))('of %s', (product, rows) => {
    it('are those that are known here', () => expect(rowsOf(product).map(([operator]) => operator)).toEqual(Object.keys(rows)));

    it.each(rowsOf(product))('%s is said as %s', async (operator, where) => expect(await found(product, where)).toEqual(rows[operator]));
  });
});
