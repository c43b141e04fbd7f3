import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const document = `query ($search: String, $where: UserWhere, $first: Int, $after: String) {
  users(search: $search, where: $where, orderBy: [{ field: USER_NAME }], first: $first, after: $after) {
    totalCount pageInfo { endCursor } nodes { userName } } }`;

let app: App;
let okta: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection();
  const { user } = app.story;
  await user('ada.king', {
    connectionId: okta.id,
    displayName: 'Ada Lovelace',
    name: { formatted: 'Augusta Ada, Countess of Lovelace', givenName: 'Augusta', familyName: 'King' },
    emails: [{ value: 'Ada@Acme.com', type: 'work' }, { display: 'no value' }, { value: 'countess@home.example' }],
    title: 'Analyst',
    department: 'Engines',
  });
  await user('elodie', { connectionId: okta.id, displayName: 'Élodie Straße', active: false });
  await user('100%_sure\\', { connectionId: okta.id, displayName: '50_50 a\\b %' });
  await user('ΣΊΣΥΦΟΣ', { connectionId: okta.id });
  await user('grace', { name: { givenName: 'Grace', familyName: "O'Hopper" } });
  await user('u7', {
    displayName: '山田　太郎',
    name: { formatted: 'Rex\tKing', givenName: 'Rex\u00a0King' },
    emails: [{ value: '"quoted"@acme.com' }, { value: 'back\\slash, x' }],
  });
});
afterAll(() => app.close());

interface Asked {
  search?: string | null;
  where?: object;
  first?: number;
  after?: string;
}

const asked = async (variables: Asked, token?: string) => (await app.ask(document, { ...variables }, token)).users;
const names = ({ nodes }: { nodes: { userName: string }[] }) => nodes.map(({ userName }) => userName);

const [ada, elodie, odd, sisyphus, grace, tab] = ['ada.king', 'elodie', '100%_sure\\', 'ΣΊΣΥΦΟΣ', 'grace', 'u7'];

describe('users(search:)', () => {
  it.each<[string, string[]]>([
    ['ada', [ada]],
    ['ADA.K', [ada]],
    ['love', [ada]],
    ['augusta king', [ada]],
    ['king augusta', [ada]],
    ['au au au', [ada]],
    ['  lovelace\t ada, ', [ada]],
    ['ada@acme.com', [ada]],
    ['countess@HOME.example', [ada]],
    ['a', [odd, ada, tab]],
    ['countess grace', []],
    ['ovelace', []],
    ['acme.com', [ada, tab]],
    ['com.acme', [ada, tab]],
    ['king', [ada, tab]],
    ['example', [ada]],
    ['Ada-King', [ada]],
    ['com+com/com_com@(com),com', [ada, tab]],
    ['adaa', []],
    ['analyst', []],
    ['engines', []],
    ['work', []],
    ['null', []],
    ['élodie', [elodie]],
    ['ÉLODIE STRAßE', [elodie]],
    ['STRAẞE', [elodie]],
    ['strasse', []],
    ['e', [ada, elodie]],
    ['élo elo', [elodie]],
    ['σίσυφος', [sisyphus]],
    ["o'h", [ada, grace]],
    ["o'hop", [grace]],
    ['o’hopper', [grace]],
    ['hopper', [grace]],
    ['ohopper', []],
    ['king 太郎', [tab]],
    ['山田', [tab]],
    ['quoted', []],
    ['"quoted', [tab]],
    ['back\\sl', [tab]],
    ['[', []],
    ['%', [odd]],
    ['%a', []],
    ['50_', [odd]],
    ['50%', []],
    ['100%', [odd]],
    ['100%_s', [odd]],
    ['100__s', [odd]],
    ['sure', [odd]],
    ['a\\', [odd]],
    ['a\\b', [odd]],
    ['a\\\\b', []],
    ['\\', []],
    ["'; --", []],
  ])('finds by %j: %j', async (search, found) => {
    const page = await asked({ search });
    expect(names(page)).toEqual(found);
    expect(page.totalCount).toBe(found.length);
  });

  it('finds everyone without a search', async () => {
    expect((await asked({ search: null })).totalCount).toBe(6);
    expect((await asked({})).totalCount).toBe(6);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \t\n\u00a0'],
    ['nothing but what parts words', ". - _ @ + ' ’ ( ) , /"],
    ['more than 100 characters', 'a'.repeat(101)],
    ['more than 10 words', 'a '.repeat(11)],
    ['a NUL', 'a\0'],
    ['half a surrogate pair', '\ud800'],
  ])('refuses %s', async (_, search) => {
    await expect(asked({ search })).rejects.toMatchObject({ ...refused('INVALID_INPUT'), message: expect.stringMatching(/^search: must/) });
  });

  it('takes 100 characters and 10 words', async () => {
    expect(names(await asked({ search: 'a'.repeat(100) }))).toEqual([]);
    expect(names(await asked({ search: 'ada '.repeat(10) }))).toEqual([ada]);
  });

  it('stands beside where, order and paging, and within reach', async () => {
    expect(names(await asked({ search: 'él', where: { active: { eq: true } } }))).toEqual([]);
    expect(names(await asked({ search: 'a', where: { title: { eq: 'analyst' } } }))).toEqual([ada]);
    const first = await asked({ search: 'a', first: 1 });
    expect([first.totalCount, names(first)]).toEqual([3, [odd]]);
    expect(names(await asked({ search: 'a', first: 1, after: first.pageInfo.endCursor }))).toEqual([ada]);
    expect(names(await asked({ search: 'grace' }, okta.token))).toEqual([]);
    await app.ask('{ viewer { id } }');
    expect(await countStatements(app.database, () => asked({ search: 'ada king' }))).toBe(1);
  });

  it('follows what changes', async () => {
    const { id } = await app.story.user('renamed', { emails: [{ value: 'before@acme.com' }] });
    expect(names(await asked({ search: 'before' }))).toEqual(['renamed']);
    const change = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';
    await app.ask(change, { input: { id, emails: [{ value: 'after@acme.com' }] } });
    expect(names(await asked({ search: 'before' }))).toEqual([]);
    expect(names(await asked({ search: 'after@' }))).toEqual(['renamed']);
  });
});

describe('Connection.users(search:) and User.directReports(search:)', () => {
  it('find among the people of each connection, and of each manager', async () => {
    const entra = await app.story.connection('ENTRA_ID');
    const boss = await app.story.user('the boss', { connectionId: entra.id });
    for (const userName of ['twin one', 'twin two', 'other'])
      await app.story.user(userName, { connectionId: entra.id, managerReference: boss.id });
    const { connections, user } = await app.ask(
      `query ($id: ID!) {
        connections { nodes { users(search: "twin", orderBy: [{ field: USER_NAME }]) { totalCount nodes { userName } } } }
        user(by: { id: $id }) { directReports(search: "TWO") { nodes { userName } } } }`,
      { id: boss.id },
    );
    const found = connections.nodes.map(({ users }: { users: { totalCount: number } }) => users.totalCount);
    expect(found.sort()).toEqual([0, 0, 2]);
    expect(names(user.directReports)).toEqual(['twin two']);
  });
});
