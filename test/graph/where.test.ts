import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
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
    alan: { active: false, managerReference: 'A', extensions: { 'urn:acme:User': { badge: 42, os: '14.10' } } },
    linus: { department: '100%', name: { familyName: 'Torvalds' }, managerReference: 'nobody' },
  };
  for (const [name, more] of Object.entries(people)) id[name] = (await app.story.user(name, { connectionId, ...more })).id;
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
    ['an attribute without a name', { attribute: { key: 'badge', string: { eq: 'a' } } }, 'attribute'],
    ['a member that is null among deeper nodes', { or: [{ manager: { title: { eq: 'a', in: null } } }] }, 'or'],
  ])('because of %s is refused, with the path of the node', async (_, where, path) => {
    const asked = namesWhere(where);
    await expect(asked).rejects.toMatchObject(refused('INVALID_CONDITION'));
    await expect(asked).rejects.toThrow(path);
  });
});
