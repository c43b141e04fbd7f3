import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const nowhere = '01900000-0000-7000-8000-000000000000';

const fields = 'id displayName externalId extensions version memberReferences { id displayName kind }';
const createGroup = `mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { ${fields} connection { id } } } }`;
const updateGroup = `mutation ($input: UpdateGroupInput!) { updateGroup(input: $input) { group { ${fields} } } }`;
const deleteGroup = 'mutation ($input: DeleteGroupInput!) { deleteGroup(input: $input) { id } }';
const groupBy = `query ($by: GroupBy!) { group(by: $by) { ${fields} } }`;

let app: App;
let okta: ConnectionOfStory;
let ada: string;
let grace: string;
let alan: string;
beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection();
  const make = async (userName: string) => (await app.story.user(userName, { connectionId: okta.id })).id;
  [ada, grace, alan] = [await make('ada'), await make('grace'), await make('alan')];
});
afterAll(() => app.close());

const groupOf = async (displayName: string, ...memberIds: string[]) =>
  (await app.story.group(displayName, memberIds, { connectionId: okta.id })).id;
const update = async (input: object) => (await app.ask(updateGroup, { input })).updateGroup.group;
const read = async (id: string) => (await app.ask(groupBy, { by: { id } })).group;
const countOf = async (displayName: string) => {
  const { groups } = await app.ask('query ($where: GroupWhere) { groups(where: $where) { totalCount } }', {
    where: { displayName: { eq: displayName } },
  });
  return groups.totalCount;
};

describe('Mutation.createGroup', () => {
  it.each([0, 2])('tells the version that it has made the group at, with %i members', async (count) => {
    const input = { displayName: `With ${count}`, connectionId: okta.id, memberIds: [ada, grace].slice(0, count) };
    const { createGroup } = await app.ask(
      'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { version group { version } } }',
      { input },
    );
    expect(createGroup.version).toBe(createGroup.group.version);
  });

  it('makes a group of people and groups at once', async () => {
    const inner = await groupOf('inner');
    const input = {
      connectionId: okta.id,
      displayName: 'Both',
      externalId: 'g-1',
      extensions: { 'urn:x': { a: 1 } },
      memberIds: [ada, inner, ada.toUpperCase()],
    };
    const { group } = (await app.ask(createGroup, { input })).createGroup;
    expect(group).toMatchObject({
      displayName: 'Both',
      externalId: 'g-1',
      extensions: { 'urn:x': { a: 1 } },
      connection: { id: okta.id },
    });
    expect(group.memberReferences).toEqual([
      { id: ada, displayName: 'ada', kind: 'USER' },
      { id: inner, displayName: 'inner', kind: 'GROUP' },
    ]);
    expect((await read(group.id)).version).toBe(group.version);
  });

  it.each([
    ['an unknown member', { memberIds: [nowhere] }, 'UNKNOWN_MEMBER'],
    ['a member that is no id', { memberIds: ['ada'] }, 'UNKNOWN_MEMBER'],
    ['an empty displayName', { displayName: '' }, 'INVALID_INPUT'],
    ['a NUL', { externalId: 'a\0' }, 'INVALID_INPUT'],
    ['an unknown connection', { connectionId: nowhere }, 'NOT_FOUND'],
    ['an extension named like an attribute', { extensions: { displayName: 'evil' } }, 'INVALID_INPUT'],
    ['an extension named id', { extensions: { id: nowhere } }, 'INVALID_INPUT'],
    ['the core schema as an extension', { extensions: { 'URN:ietf:params:scim:schemas:core:2.0:group': { id: 'x' } } }, 'INVALID_INPUT'],
  ])('refuses %s and writes nothing', async (_, wrong, code) => {
    const input = { displayName: 'Half', connectionId: okta.id, ...wrong };
    await expect(app.ask(createGroup, { input })).rejects.toMatchObject(refused(code));
    expect(await countOf('Half')).toBe(0);
  });

  it('refuses a displayName that is taken, in any case', async () => {
    await groupOf('Ünique');
    const second = app.ask(createGroup, { input: { displayName: 'üNIQUE', connectionId: okta.id, memberIds: [ada] } });
    await expect(second).rejects.toMatchObject(refused('ALREADY_EXISTS'));
    expect(await countOf('ünique')).toBe(1);
  });
});

describe('Mutation.updateGroup', () => {
  it('keeps what is absent and clears what is null or empty', async () => {
    const { id } = (
      await app.ask(createGroup, {
        input: { connectionId: okta.id, displayName: 'Cleared', externalId: 'c', extensions: { 'urn:x': {} }, memberIds: [ada] },
      })
    ).createGroup.group;
    expect(await update({ id, displayName: 'Renamed' })).toMatchObject({ displayName: 'Renamed', externalId: 'c' });
    expect(await update({ id, externalId: '', extensions: null })).toMatchObject({
      displayName: 'Renamed',
      externalId: null,
      extensions: {},
    });
    expect(await app.story.membersOf(id)).toEqual([ada]);
  });

  it.each([
    ['add', { add: ['ada', 'grace'] }, ['ada', 'grace']],
    ['remove', { remove: ['grace', 'ada'] }, []],
    ['add beside remove', { add: ['alan'], remove: ['grace'] }, ['alan']],
    ['set', { set: ['ada'] }, ['ada']],
    ['set to nobody', { set: [] }, []],
    ['set beside add and remove', { set: ['ada', 'grace'], add: ['alan'], remove: ['grace'] }, ['ada', 'alan']],
    ['nothing', {}, ['grace']],
    ['null', { set: null, add: null, remove: null }, ['grace']],
  ])('changes the members by %s', async (_, change: Record<string, string[] | null>, expected) => {
    const people: Record<string, string> = { ada, grace, alan };
    const idsOf = (names: readonly string[]) => names.map((name) => people[name] ?? '');
    const id = await groupOf(`Members ${_}`, grace);
    const members = Object.fromEntries(Object.entries(change).map(([word, names]) => [word, names && idsOf(names)]));
    await update({ id, members });
    expect((await app.story.membersOf(id)).sort()).toEqual(idsOf(expected).sort());
  });

  it('leaves the version when nothing changes, and raises it when a member comes or goes', async () => {
    const id = await groupOf('Versions', ada);
    const { version } = await read(id);
    expect(await update({ id, displayName: 'Versions', members: { add: [ada], remove: [grace] } })).toMatchObject({ version });
    expect(await update({ id, members: { set: [ada] } })).toMatchObject({ version });
    expect((await update({ id, members: { add: [grace] } })).version).toBeGreaterThan(version);
  });

  it('tells the version that each change has left the group at', async () => {
    const id = await groupOf('Told', ada);
    for (const change of [
      { members: { add: [grace] } },
      { displayName: 'Told otherwise', members: { remove: [ada] } },
      { displayName: 'Told again', members: { remove: [grace], add: [ada] } },
      { members: { set: [grace] } },
      { members: { add: [grace], remove: [ada] } },
      { displayName: 'Told again' },
    ]) {
      const { updateGroup } = await app.ask(
        'mutation ($input: UpdateGroupInput!) { updateGroup(input: $input) { version group { version } } }',
        { input: { id, ...change } },
      );
      expect(updateGroup.version).toBe(updateGroup.group.version);
    }
  });

  it('refuses a version that is not the current one, and changes nobody', async () => {
    const id = await groupOf('Stale', ada);
    const { version } = await read(id);
    await update({ id, expectedVersion: version, members: { add: [grace] } });
    const stale = update({ id, expectedVersion: version, displayName: 'lost', members: { set: [] } });
    await expect(stale).rejects.toMatchObject(refused('STALE_VERSION'));
    expect((await app.story.membersOf(id)).sort()).toEqual([ada, grace].sort());
    expect((await read(id)).displayName).toBe('Stale');
  });

  it.each([
    ['an unknown member beside a known one', () => ({ add: [grace, nowhere] }), 'UNKNOWN_MEMBER'],
    ['a set with an unknown member', () => ({ set: [nowhere] }), 'UNKNOWN_MEMBER'],
    ['a member that is no id', () => ({ add: ['grace'] }), 'UNKNOWN_MEMBER'],
    ['one id both added and removed', () => ({ add: [grace], remove: [grace.toUpperCase()] }), 'INVALID_INPUT'],
  ])('refuses %s and changes nothing', async (_, members, code) => {
    const id = await groupOf(`Refused: ${_}`, ada);
    await expect(update({ id, displayName: 'lost', members: members() })).rejects.toMatchObject(refused(code));
    expect(await read(id)).toMatchObject({ displayName: `Refused: ${_}`, memberReferences: [{ id: ada }] });
  });

  it.each(['displayName', 'members', 'id', 'schemas', '', ':', 'urn:ietf:params:scim:schemas:core:2.0:Group'])(
    'refuses the extension "%s", which is no schema of others',
    async (key) => {
      const id = await groupOf(`Extension ${key}`, ada);
      await expect(update({ id, extensions: { [key]: 'evil' } })).rejects.toMatchObject(refused('INVALID_INPUT'));
      expect(await read(id)).toMatchObject({ displayName: `Extension ${key}`, extensions: {} });
    },
  );

  it('takes the removal of whom it does not know as done', async () => {
    const id = await groupOf('Strangers', ada);
    await update({ id, members: { remove: [nowhere, 'no id', grace] } });
    expect(await app.story.membersOf(id)).toEqual([ada]);
  });

  it('refuses a circle, however long, and changes nothing', async () => {
    const [top, middle, bottom] = [await groupOf('top'), await groupOf('middle'), await groupOf('bottom')];
    await update({ id: top, members: { add: [middle] } });
    await update({ id: middle, members: { add: [bottom] } });
    for (const id of [bottom, middle]) {
      await expect(update({ id, members: { add: [top, ada] } })).rejects.toMatchObject(refused('MEMBERSHIP_CYCLE'));
    }
    await expect(update({ id: top, members: { add: [top] } })).rejects.toMatchObject(refused('MEMBERSHIP_CYCLE'));
    expect(await app.story.membersOf(bottom)).toEqual([]);
  });

  it('refuses a displayName that is taken', async () => {
    await groupOf('Held');
    const id = await groupOf('Holder', ada);
    await expect(update({ id, displayName: 'HELD', members: { set: [] } })).rejects.toMatchObject(refused('ALREADY_EXISTS'));
    expect(await read(id)).toMatchObject({ displayName: 'Holder', memberReferences: [{ id: ada }] });
  });

  it.each([nowhere, 'no id', ''])('finds no group with the id "%s"', async (id) => {
    await expect(update({ id, displayName: 'x' })).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});

describe('Mutation.deleteGroup', () => {
  it('deletes a group, once; its members stay', async () => {
    const id = await groupOf('Dissolved', ada);
    await expect(app.ask(deleteGroup, { input: { id, expectedVersion: 99 } })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect(await app.ask(deleteGroup, { input: { id } })).toEqual({ deleteGroup: { id } });
    expect(await read(id)).toBeNull();
    expect((await app.ask('query ($id: ID!) { user(by: { id: $id }) { userName } }', { id: ada })).user).toEqual({ userName: 'ada' });
    await expect(app.ask(deleteGroup, { input: { id } })).rejects.toMatchObject(refused('NOT_FOUND'));
  });
});

describe('Query.group', () => {
  it('finds a group by id, by displayName in any case, and by externalId exactly', async () => {
    const { id } = await app.story.group('Näme', [], { connectionId: okta.id, externalId: 'eXt' });
    const by = async (key: object) => (await app.ask(groupBy, { by: key })).group?.id;
    expect(await by({ id })).toBe(id);
    expect(await by({ displayName: { connectionId: okta.id, displayName: 'NÄME' } })).toBe(id);
    expect(await by({ externalId: { connectionId: okta.id, externalId: 'eXt' } })).toBe(id);
    expect(await by({ externalId: { connectionId: okta.id, externalId: 'ext' } })).toBeUndefined();
    expect(await by({ displayName: { connectionId: 'no id', displayName: 'Näme' } })).toBeUndefined();
  });

  it('refuses to choose between two groups with one externalId', async () => {
    for (const name of ['twin one', 'twin two']) await app.story.group(name, [], { connectionId: okta.id, externalId: 'twin' });
    const twins = app.ask(groupBy, { by: { externalId: { connectionId: okta.id, externalId: 'twin' } } });
    await expect(twins).rejects.toMatchObject(refused('AMBIGUOUS'));
  });
});

describe('Group.members', () => {
  const document = `query ($id: ID!, $transitive: Boolean!, $kind: MemberKind, $first: Int, $after: String) {
    group(by: { id: $id }) { members(transitive: $transitive, kind: $kind, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { __typename ... on User { id userName } ... on Group { id displayName } } } } }`;
  const members = async (variables: object) => (await app.ask(document, { transitive: false, ...variables })).group.members;
  const idsOf = (page: { nodes: { id: string }[] }) => page.nodes.map(({ id }) => id).sort();

  // company ⊃ ada, engines ⊃ grace, ada, night ⊃ linus
  let company: string;
  let engines: string;
  let night: string;
  let linus: string;
  beforeAll(async () => {
    linus = (await app.story.user('linus', { connectionId: okta.id })).id;
    night = await groupOf('night', linus);
    engines = await groupOf('engines', grace, ada, night);
    company = await groupOf('company', ada, engines);
  });

  it('are the direct ones', async () => {
    const page = await members({ id: company });
    expect(idsOf(page)).toEqual([ada, engines].sort());
    expect(page.totalCount).toBe(2);
    expect(page.nodes).toContainEqual({ __typename: 'User', id: ada, userName: 'ada' });
    expect(page.nodes).toContainEqual({ __typename: 'Group', id: engines, displayName: 'engines' });
  });

  it('are, transitively, everyone below, each once', async () => {
    const page = await members({ id: company, transitive: true });
    expect(idsOf(page)).toEqual([ada, grace, linus, engines, night].sort());
    expect(page.totalCount).toBe(5);
  });

  it('are people only, or groups only', async () => {
    expect(idsOf(await members({ id: company, transitive: true, kind: 'USER' }))).toEqual([ada, grace, linus].sort());
    expect(idsOf(await members({ id: company, transitive: true, kind: 'GROUP' }))).toEqual([engines, night].sort());
    expect(idsOf(await members({ id: company, kind: 'GROUP' }))).toEqual([engines]);
  });

  it('are paged', async () => {
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const page = await members({ id: company, transitive: true, first: 2, after });
      seen.push(...page.nodes.map(({ id }: { id: string }) => id));
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect(seen.sort()).toEqual([ada, grace, linus, engines, night].sort());
  });

  it('are told apart when two aliases ask differently', async () => {
    const { group } = await app.ask(
      'query ($id: ID!) { group(by: { id: $id }) { people: members(kind: USER) { totalCount } all: members(transitive: true) { totalCount } } }',
      { id: company },
    );
    expect(group).toEqual({ people: { totalCount: 1 }, all: { totalCount: 5 } });
  });

  describe('that are people and groups', () => {
    // Upper ⊃ ada, Child; Side ⊃ Child
    let upper: string;
    let child: string;
    let side: string;
    beforeAll(async () => {
      child = await groupOf('Child');
      [upper, side] = [await groupOf('Upper', ada, child), await groupOf('Side', child)];
    });
    const asking = async (ofUsers: string, ofGroups: string) => {
      const { group } = await app.ask(
        `query ($id: ID!) { group(by: { id: $id }) { members { nodes {
          __typename ... on User { ${ofUsers} } ... on Group { ${ofGroups} } } } } }`,
        { id: upper },
      );
      return group.members.nodes.find(({ __typename }: { __typename: string }) => __typename === 'Group').groups;
    };

    it('are each in their own groups, when both are asked in the same words', async () => {
      const { nodes } = await asking('groups { nodes { id } }', 'groups { nodes { id } }');
      expect(idsOf({ nodes })).toEqual([upper, side].sort());
    });

    it.each([
      ['the total of groups alone', 'groups { nodes { id } }', 'groups { nodes { id } totalCount }'],
      ['the total of groups, and nothing else', 'groups { nodes { id } }', 'groups { totalCount }'],
      ['the total of people alone', 'groups { totalCount }', 'groups { nodes { id } totalCount }'],
    ])('are asked differently: %s', async (_, ofUsers, ofGroups) => {
      expect((await asking(ofUsers, ofGroups)).totalCount).toBe(2);
    });
  });

  it('know, the other way round, the groups they are in', async () => {
    const { user, group } = await app.ask(
      `query ($user: ID!, $group: ID!) {
        user(by: { id: $user }) { groups { nodes { id } } all: groups(transitive: true) { totalCount nodes { id } } groupReferences { id } }
        group(by: { id: $group }) { groups { nodes { id } } all: groups(transitive: true) { nodes { id } } } }`,
      { user: linus, group: night },
    );
    expect(idsOf(user.groups)).toEqual([night]);
    expect(user.groupReferences).toEqual([{ id: night }]);
    expect(idsOf(user.all)).toEqual([company, engines, night].sort());
    expect(user.all.totalCount).toBe(3);
    expect(idsOf(group.groups)).toEqual([engines]);
    expect(idsOf(group.all)).toEqual([company, engines].sort());
  });
});

describe('Group.memberColumns', () => {
  interface Columns {
    ids: string[];
    kinds: string[];
    displayNames: string[];
  }

  let id: string;
  let members: { id: string; kind: string; displayName: string }[];
  beforeAll(async () => {
    id = await groupOf('In columns', ada, await groupOf('Column'), grace, alan);
    members = (await read(id)).memberReferences;
  });

  const inColumns = (some: typeof members): Columns => ({
    ids: some.map((member) => member.id),
    kinds: some.map(({ kind }) => kind),
    displayNames: some.map(({ displayName }) => displayName),
  });
  const columns = async (selection: string): Promise<Record<string, Columns>> =>
    (await app.ask(`query ($id: ID!) { group(by: { id: $id }) { ${selection} } }`, { id })).group;
  const all = '{ ids kinds displayNames }';

  it('tells of the same members as memberReferences, in the same order', async () => {
    expect(members).toHaveLength(4);
    expect(await columns(`memberColumns ${all}`)).toEqual({ memberColumns: inColumns(members) });
    expect(await columns(`memberReferences { id } memberColumns ${all}`)).toMatchObject({ memberColumns: inColumns(members) });
  });

  it('gives each mention as many as it asks for', async () => {
    const { three, one, none } = await columns(
      `three: memberColumns(atMost: 3) ${all} one: memberColumns(atMost: 1) ${all} none: memberColumns(atMost: 0) { ids }`,
    );
    expect(three).toEqual(inColumns(members.slice(0, 3)));
    expect(one).toEqual(inColumns(members.slice(0, 1)));
    expect(none).toEqual({ ids: [] });
    const { many, some } = await columns('some: memberColumns(atMost: 1) { ids } many: memberColumns { ids displayNames }');
    expect(many?.displayNames).toEqual(inColumns(members).displayNames);
    expect(some?.ids).toEqual([members[0]?.id]);
  });

  it('is answered wherever a group is, and in the same statement as the group where it is a list or a single one', async () => {
    const { groups } = await app.ask(
      `query ($id: ID!, $names: Boolean!) { groups(where: { id: { eq: $id } }) { nodes { memberColumns(atMost: 2) { ids displayNames @include(if: $names) } } } }`,
      { id, names: false },
    );
    expect(groups.nodes).toEqual([{ memberColumns: { ids: inColumns(members).ids.slice(0, 2) } }]);
    const { user } = await app.ask(
      `query ($id: ID!) { user(by: { id: $id }) { groups { nodes { id memberColumns(atMost: 3) ${all} } } } }`,
      { id: ada },
    );
    expect(user.groups.nodes).toContainEqual({ id, memberColumns: inColumns(members.slice(0, 3)) });
  });

  it('refuses fewer than none', async () => {
    await expect(columns('memberColumns(atMost: -1) { ids }')).rejects.toMatchObject(refused('INVALID_INPUT'));
    const nested = 'query ($id: ID!) { user(by: { id: $id }) { groups { nodes { memberColumns(atMost: -1) { ids } } } } }';
    await expect(app.ask(nested, { id: ada })).rejects.toMatchObject(refused('INVALID_INPUT'));
  });
});
