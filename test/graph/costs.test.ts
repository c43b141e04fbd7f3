import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** A field within itself, so many levels deep. */
const chain = (levels: number): string => (levels === 0 ? 'id' : `manager { ${chain(levels - 1)} }`);
const aliases = (count: number) => Array.from({ length: count }, (_, place) => `a${place}: id`).join(' ');

const people = (size: string) => `groups(first: 20) { nodes { members(first: ${size}) { nodes {
  ... on User { groups(first: ${size}) { nodes { members(first: ${size}) { nodes { __typename } } } } } } } } }`;

describe('an operation that asks for too much', () => {
  it.each([
    ['pages that multiply', `{ ${people('200')} }`],
    ['pages whose size is a variable', `query ($size: Int = 200) { ${people('$size')} }`],
    ['pages of the usual size', '{ users { nodes { groups { nodes { members { nodes { __typename } } } } } } }'],
    [
      'pages from the end',
      '{ users(last: 200) { nodes { groups(last: 200) { nodes { members(last: 200) { totalCount edges { cursor } } } } } } }',
    ],
    [
      'pages in a fragment',
      '{ ...all } fragment all on Query { connections(first: 200) { nodes { users(first: 200) { nodes { emails { value } title } } } } }',
    ],
    [
      'references of everyone many times over',
      '{ connections(first: 200) { nodes { groups(first: 200) { nodes { memberReferences { id } } } } } }',
    ],
    ['more than 15 levels', `{ users(first: 1) { nodes { ${chain(13)} } } }`],
    ['more than 500 fields', `{ viewer { ${aliases(501)} } }`],
  ])('is refused before anything is asked of the database: %s', async (_, document) => {
    await app.ask('{ viewer { id } }');
    const statements = await countStatements(app.database, async () => {
      await expect(app.ask(document)).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
    });
    expect(statements).toBe(0);
  });

  it('changes nothing', async () => {
    const mutation = `mutation { createUser(input: { userName: "costly" }) { user { ${people('200').replace('groups(first: 20)', 'groups(first: 200)')} } } }`;
    await expect(app.ask(mutation)).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
    expect((await app.ask('{ users { totalCount } }')).users.totalCount).toBe(0);
  });
});

describe('an operation that asks for what a console shows', () => {
  it.each([
    [
      'a page of people, each with their groups',
      'users(first: 200) { totalCount nodes { userName title emails { value } manager { userName } groupReferences { displayName } } }',
    ],
    [
      'a page of groups, each with some members',
      'groups(first: 50) { nodes { displayName members(first: 20) { totalCount nodes { __typename ... on User { userName } } } } }',
    ],
    ['15 levels', `users(first: 1) { nodes { ${chain(12)} } }`],
    ['500 fields', `viewer { ${aliases(499)} }`],
  ])('is answered: %s', async (_, field) => {
    expect(Object.keys(await app.ask(`{ ${field} }`))).toHaveLength(1);
  });
});
