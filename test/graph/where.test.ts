import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';

// That SQL and memory agree on every operator is shown in test/directory/conditions; here are the inputs, from the outside.

let app: App;
const id: Record<string, string> = {};
beforeAll(async () => {
  app = await startApp();
  const okta = await app.story.connection();
  const connectionId = okta.id;
  const people = {
    ada: { department: 'Sales', title: 'Lead', emails: [{ value: 'ada@acme.com', type: 'work' }], externalId: 'A' },
    grace: { department: 'sales', managerReference: 'A', emails: [{ value: 'grace@home.org', type: 'home' }] },
    alan: { active: false, managerReference: 'A', extensions: { 'urn:acme:User': { badge: 42, os: '14.10', skills: ['Rust', 'Go'] } } },
    linus: { department: '100%', name: { familyName: 'Torvalds' }, managerReference: 'nobody' },
  };
  for (const [name, more] of Object.entries(people)) id[name] = (await app.story.user(name, { connectionId, ...more })).id;
  for (const [key, name, type, multiValued] of [
    ['badge', 'badge', 'NUMBER', false],
    ['skills', 'skills', 'STRING', true],
  ])
    await app.ask(
      'mutation ($input: CreateAttributeDefinitionInput!) { createAttributeDefinition(input: $input) { attributeDefinition { id } } }',
      {
        input: { key, schema: 'urn:acme:User', name, type, multiValued },
      },
    );
  await app.story.facts({ diskFreeGb: 'NUMBER', firewall: 'BOOLEAN', browser: 'VERSION', apps: 'LIST' });
  const devices = {
    mac1: { osVersion: '14.9', tags: ['Lab', 'loaner'], facts: { diskFreeGb: 12, apps: ['Chrome', 'Slack'] }, supervised: true },
    mac2: { osVersion: '14.10', tags: ['office'], facts: { diskFreeGb: 80, firewall: true, browser: '131.0.2' } },
    pc1: { osVersion: '10.0.19045', platform: 'Windows', facts: { apps: [] } },
    spare: { assetTag: '100%' },
    orphan: {},
  };
  for (const [name, more] of Object.entries(devices)) id[name] = (await app.story.device(name, { connectionId, ...more })).id;
  const leaver = (await app.story.user('leaver', { connectionId })).id;
  for (const [device, user] of [
    ['mac1', id.ada],
    ['mac2', id.ada],
    ['pc1', id.alan],
    ['orphan', leaver],
  ])
    await app.story.assign(`${id[`${device}`]}`, `${user}`);
  await app.ask('mutation ($id: ID!) { deleteUser(input: { id: $id }) { id } }', { id: leaver });
  id.inner = (await app.story.group('inner', [`${id.alan}`], { connectionId })).id;
  id.outer = (await app.story.group('outer', [`${id.grace}`, `${id.inner}`], { connectionId })).id;
});
afterAll(() => app.close());

async function namesWhere(where: object): Promise<string[]> {
  const document = 'query ($where: UserWhere) { users(where: $where, orderBy: [{ field: USER_NAME }]) { nodes { userName } } }';
  return (await app.ask(document, { where })).users.nodes.map(({ userName }: { userName: string }) => userName);
}

async function groupsWhere(where: object): Promise<string[]> {
  const document = 'query ($where: GroupWhere) { groups(where: $where, orderBy: [{ field: DISPLAY_NAME }]) { nodes { displayName } } }';
  return (await app.ask(document, { where })).groups.nodes.map(({ displayName }: { displayName: string }) => displayName);
}

async function devicesWhere(where: object): Promise<string[]> {
  const document = 'query ($where: DeviceWhere) { devices(where: $where, orderBy: [{ field: SERIAL_NUMBER }]) { nodes { serialNumber } } }';
  return (await app.ask(document, { where })).devices.nodes.map(({ serialNumber }: { serialNumber: string }) => serialNumber);
}

describe('a where on people', () => {
  it.each([
    ['nothing', {}, ['ada', 'alan', 'grace', 'linus']],
    ['text without regard to case', { department: { eq: 'SALES' } }, ['ada', 'grace']],
    ['text with regard to case', { department: { eq: 'sales', caseSensitive: true } }, ['grace']],
    ['what is missing', { department: { ne: 'Sales' } }, ['alan', 'linus']],
    ['a wildcard that is none', { department: { contains: '%' } }, ['linus']],
    ['fields beside each other', { department: { in: ['Sales', '100%'] }, active: { eq: true } }, ['ada', 'grace', 'linus']],
    ['an empty or', { or: [] }, []],
    ['an empty and', { and: [] }, ['ada', 'alan', 'grace', 'linus']],
    ['a negation', { not: { department: { exists: true } } }, ['alan']],
    ['one element with both', { emails: { any: { type: { eq: 'work' }, value: { endsWith: '@acme.com' } } } }, ['ada']],
    ['no element', { emails: { none: { type: { eq: 'work' } } } }, ['alan', 'grace', 'linus']],
    ['a count of elements', { emails: { count: { gte: 1 } } }, ['ada', 'grace']],
    ['a part of the name', { name: { familyName: { startsWith: 'torv' } } }, ['linus']],
    ['an attribute of another schema', { attribute: { key: 'urn:acme:User:badge', number: { gte: 40 } } }, ['alan']],
    ['a declared attribute by its short key', { attribute: { key: 'badge', number: { gte: 40 } } }, ['alan']],
    ['any value of a declared attribute', { attribute: { key: 'skills', string: { eq: 'rust' } } }, ['alan']],
    ['a declared attribute that is missing', { attribute: { key: 'badge', exists: false } }, ['ada', 'grace', 'linus']],
    ['a device with both', { devices: { any: { osVersion: { lt: '14.10' }, tags: { any: { eq: 'lab' } } } } }, ['ada']],
    ['one device with what two have', { devices: { any: { osVersion: { gt: '14.9' }, tags: { any: { eq: 'lab' } } } } }, []],
    ['only devices like this', { devices: { all: { platform: { eq: 'windows' } } } }, ['alan', 'grace', 'linus']],
    ['no device', { devices: { none: {} } }, ['grace', 'linus']],
    ['the number of devices', { devices: { count: { gte: 1 } } }, ['ada', 'alan']],
    ['a fact of a device', { devices: { any: { facts: { key: 'diskFreeGb', number: { lt: 20 } } } } }, ['ada']],
    ['the devices of the manager', { manager: { devices: { any: { serialNumber: { eq: 'MAC2' } } } } }, ['alan', 'grace']],
    ['a version', { attribute: { key: 'urn:acme:User:os', version: { gt: '14.9' } } }, ['alan']],
    ['the manager', { manager: { userName: { eq: 'ada' } } }, ['alan', 'grace']],
    ['no time at all', { createdAt: { withinLast: 'PT0S' } }, []],
    ['an instant', { createdAt: { withinLast: 'P1D' } }, ['ada', 'alan', 'grace', 'linus']],
  ])('asks for %s', async (_, where, names) => {
    expect(await namesWhere(where)).toEqual(names);
  });

  it('asks for members of groups, nested ones included unless it says not', async () => {
    expect(await namesWhere({ memberOf: { ids: [id.outer] } })).toEqual(['alan', 'grace']);
    expect(await namesWhere({ memberOf: { ids: [id.outer], transitive: false } })).toEqual(['grace']);
    expect(await namesWhere({ memberOf: { ids: [id.outer, id.inner], match: 'ALL' } })).toEqual(['alan']);
    expect(await namesWhere({ notMemberOf: { ids: [id.outer] } })).toEqual(['ada', 'linus']);
  });

  it('asks for those who report to someone, and for some by id', async () => {
    expect(await namesWhere({ reportsTo: { id: id.ada } })).toEqual(['alan', 'grace']);
    expect(await namesWhere({ id: { in: [id.ada, 'no id'] } })).toEqual(['ada']);
  });
});

describe('a where on devices', () => {
  it.each([
    ['nothing', {}, ['mac1', 'mac2', 'orphan', 'pc1', 'spare']],
    ['a serial number', { serialNumber: { eq: 'MAC1' } }, ['mac1']],
    ['a version, part by part', { osVersion: { gte: '14.10' } }, ['mac2']],
    ['a flag that nobody has set', { supervised: { ne: true } }, ['mac2', 'orphan', 'pc1', 'spare']],
    ['a wildcard that is none', { assetTag: { contains: '%' } }, ['spare']],
    ['a tag', { tags: { any: { eq: 'LAB' } } }, ['mac1']],
    ['only tags like this', { tags: { all: { startsWith: 'o' }, count: { gt: 0 } } }, ['mac2']],
    ['no such tag', { tags: { none: { startsWith: 'l' } } }, ['mac2', 'orphan', 'pc1', 'spare']],
    ['a fact that is a number', { facts: { key: 'diskFreeGb', number: { gte: 12, lt: 80 } } }, ['mac1']],
    ['a fact that is a flag', { facts: { key: 'firewall', boolean: { eq: true } } }, ['mac2']],
    ['a fact that is a version', { facts: { key: 'browser', version: { lt: '131.0.10' } } }, ['mac2']],
    ['a fact that is a list', { facts: { key: 'apps', list: { any: { eq: 'slack' } } } }, ['mac1']],
    ['a fact of an empty list', { facts: { key: 'apps', exists: true } }, ['mac1']],
    ['a missing fact', { facts: { key: 'diskFreeGb', number: { ne: 12 } } }, ['mac2', 'orphan', 'pc1', 'spare']],
    ['two facts', { and: [{ facts: { key: 'firewall', exists: true } }, { facts: { key: 'browser', exists: true } }] }, ['mac2']],
    ['its user', { assignedUser: { department: { eq: 'sales' } } }, ['mac1', 'mac2']],
    ['its user, who must be there', { assignedUser: { department: { ne: 'Sales' } } }, ['pc1']],
    ['a user who is gone or never was', { assignedUser: { exists: false } }, ['orphan', 'spare']],
    ['an assignment to someone, gone or not', { assignedUserId: { exists: true } }, ['mac1', 'mac2', 'orphan', 'pc1']],
    ['the manager of its user', { assignedUser: { manager: { userName: { eq: 'ada' } } } }, ['pc1']],
    ['the other devices of its user', { assignedUser: { devices: { any: { serialNumber: { eq: 'mac2' } } } } }, ['mac1', 'mac2']],
    ['how it was assigned', { assignmentSource: { in: ['MANUAL', 'CSV'] } }, ['mac1', 'mac2', 'orphan', 'pc1']],
    ['when it was assigned', { assignedAt: { withinLast: 'P1D' } }, ['mac1', 'mac2', 'orphan', 'pc1']],
  ])('asks for %s', async (_, where, serialNumbers) => {
    expect(await devicesWhere(where)).toEqual(serialNumbers);
  });

  it('asks for groups of its user, and for ids', async () => {
    expect(await devicesWhere({ assignedUser: { memberOf: { ids: [id.outer] } } })).toEqual(['pc1']);
    expect(await devicesWhere({ assignedUserId: { eq: id.ada } })).toEqual(['mac1', 'mac2']);
    expect(await devicesWhere({ id: { in: [id.spare, 'no id'] } })).toEqual(['spare']);
  });

  it('looks at the definitions once, however many lists ask for what is declared', async () => {
    const document = `query ($userName: String!) { users(where: { userName: { startsWith: $userName } }) { nodes {
      devices(where: { facts: { key: "diskFreeGb", number: { gt: 0 } } }) { nodes { serialNumber } } } } }`;
    const counts = [];
    for (const userName of ['ada', '']) {
      // Long enough for the definitions to be forgotten, and the credential to be known again.
      await setTimeout(1100);
      await app.ask('{ viewer { id } }');
      counts.push(await countStatements(app.database, () => app.ask(document, { userName })));
    }
    expect(counts[1]).toBe(counts[0]);
  });
});

describe('a where on groups', () => {
  it('asks for names, members and the groups around', async () => {
    expect(await groupsWhere({ displayName: { startsWith: 'IN' } })).toEqual(['inner']);
    expect(await groupsWhere({ members: { ids: [id.alan] } })).toEqual(['inner']);
    expect(await groupsWhere({ members: { ids: [id.alan], transitive: true } })).toEqual(['inner', 'outer']);
    expect(await groupsWhere({ memberOf: { ids: [id.outer] } })).toEqual(['inner']);
    expect(await groupsWhere({ memberCount: { gt: 1 } })).toEqual(['outer']);
  });
});

describe('a where that cannot be answered', () => {
  it.each([
    ['an empty comparison', { title: {} }, 'title'],
    ['null', { title: { eq: null } }, 'title.eq'],
    ['too many values', { title: { in: Array.from({ length: 1001 }, (_, place) => `${place}`) } }, 'title.in'],
    [
      'a depth beyond ten',
      { not: { not: { not: { not: { not: { not: { not: { not: { not: { not: { title: { eq: 'a' } } } } } } } } } } } },
      'not',
    ],
    ['an attribute that is not declared', { attribute: { key: 'floor', string: { eq: 'a' } } }, 'where.attribute.key'],
    ['an attribute of another type', { attribute: { key: 'urn:acme:User:badge', string: { eq: 'a' } } }, 'where.attribute.string'],
    ['a fact that is not declared', { devices: { any: { facts: { key: 'floor', exists: true } } } }, 'where.devices.any.facts.key'],
    ['a fact of another type', { devices: { any: { facts: { key: 'apps', string: { eq: 'Slack' } } } } }, 'where.devices.any.facts.string'],
    [
      'a question beside exists',
      { devices: { any: { assignedUser: { exists: true, active: { eq: true } } } } },
      'where.devices.any.assignedUser.exists',
    ],
    ['a member that is null among deeper nodes', { or: [{ manager: { title: { eq: 'a', in: null } } }] }, 'or'],
  ])('because of %s is refused, with the path of the node', async (_, where, path) => {
    const asked = namesWhere(where);
    await expect(asked).rejects.toMatchObject(refused('INVALID_CONDITION'));
    await expect(asked).rejects.toThrow(path);
  });
});
