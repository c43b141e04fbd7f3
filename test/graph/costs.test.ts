import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { statementsDuring } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** A field within itself, so many levels deep. */
const chain = (levels: number): string => (levels === 0 ? 'id' : `manager { ${chain(levels - 1)} }`);
const fields = (count: number) => 'id '.repeat(count);

const people = (size: string) => `groups(first: 20) { nodes { members(first: ${size}) { nodes {
  ... on User { groups(first: ${size}) { nodes { members(first: ${size}) { nodes { __typename } } } } } } } } }`;

const somebody = '01900000-0000-7000-8000-000000000000';
const upTheChain = `{ or: [${[1, 20, 100].map((maxDepth) => `{ reportsTo: { id: "${somebody}", maxDepth: ${maxDepth} } }`).join()}] }`;

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
    ['chains of managers in chains', '{ users(first: 1) { nodes { reportChain { reportChain { reportChain { id } } } } } }'],
    [
      '95 lists that ask along several relations',
      `{ ${Array.from({ length: 95 }, (_, place) => `a${place}: users(where: ${upTheChain}, first: 1) { totalCount }`).join(' ')} }`,
    ],
    ['more than 15 levels', `{ users(first: 1) { nodes { ${chain(13)} } } }`],
    ['more than 500 fields', `{ viewer { ${fields(500)} } }`],
  ])('is refused before anything is asked of the database: %s', async (_, document) => {
    const statements = await statementsDuring(app.database, async () => {
      await expect(app.ask(document)).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
    });
    // The credential is looked up, and its use noted, whatever it asks.
    expect(statements.filter(({ text }) => !text.includes('"credentials"'))).toEqual([]);
  });

  it('changes nothing', async () => {
    const mutation = `mutation { createUser(input: { userName: "costly" }) { user { ${people('200').replace('groups(first: 20)', 'groups(first: 200)')} } } }`;
    await expect(app.ask(mutation)).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
    expect((await app.ask('{ users { totalCount } }')).users.totalCount).toBe(0);
  });
});

describe('extensions.cost', () => {
  const limit = { values: 100_000, depth: 15, fields: 500 };

  it.each([
    ['values of a page as often as it has rows', '{ users(first: 10) { nodes { id userName } } }', {}, { values: 31, depth: 3, fields: 4 }],
    [
      'a page whose size is a variable',
      'query ($size: Int) { users(first: $size) { totalCount } }',
      { size: 7 },
      { values: 8, depth: 2, fields: 2 },
    ],
    ['a page of the usual size', '{ users { totalCount } }', {}, { values: 51, depth: 2, fields: 2 }],
    ['fields of a fragment', '{ viewer { ...a ...a } } fragment a on Viewer { id name }', {}, { values: 5, depth: 2, fields: 5 }],
    ['a where', '{ users(first: 1, where: { active: { eq: true } }) { totalCount } }', {}, { values: 102, depth: 2, fields: 2 }],
    [
      'each relation that a where asks along',
      'query ($where: UserWhere) { users(first: 1, where: $where) { totalCount } }',
      { where: { manager: { memberOf: { ids: [somebody] } }, not: { devices: { any: { assignedUser: { active: { eq: true } } } } } } },
      { values: 2102, depth: 2, fields: 2 },
    ],
    [
      'a chain of managers at its longest',
      '{ users(first: 1) { nodes { reportChain { id } } } }',
      {},
      { values: 103, depth: 4, fields: 4 },
    ],
    ['nothing but a name', '{ __typename }', {}, { values: 1, depth: 1, fields: 1 }],
  ])('counts %s', async (_, query, variables, requested) => {
    expect((await answerTo(query, { variables })).extensions).toEqual({ cost: { requested, limit } });
  });

  it('counts the operation that is carried out, and no other of the document', async () => {
    const query = `query costly { ${people('200')} } query cheap { viewer { id } }`;
    const { data, extensions } = await answerTo(query, { operationName: 'cheap' });
    expect(Object.keys(data ?? {})).toEqual(['viewer']);
    expect(extensions?.cost.requested).toEqual({ values: 2, depth: 2, fields: 2 });
  });

  it('is told when a field is refused', async () => {
    const { errors, extensions } = await answerTo('{ users(first: 500) { totalCount } }');
    expect(errors).toHaveLength(1);
    expect(extensions?.cost.requested.values).toBe(501);
  });

  it('is told when the operation asks for too much, whose refusal names what it asked for', async () => {
    const { data, errors, extensions } = await answerTo(`{ ${people('200')} }`);
    expect(data).toBeUndefined();
    const { values, depth, fields: count } = extensions?.cost.requested ?? {};
    expect(values).toBeGreaterThan(limit.values);
    expect(errors).toMatchObject([{ message: expect.stringContaining(`${values} values, ${depth} levels and ${count} fields`) }]);
    expect(extensions?.cost.limit).toEqual(limit);
  });

  async function answerTo(query: string, more: object = {}): Promise<Answer> {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${app.adminKey}` },
      body: JSON.stringify({ query, ...more }),
    });
    return (await response.json()) as Answer;
  }
});

interface Answer {
  data?: object | null;
  errors?: unknown[];
  extensions?: { cost: Record<'requested' | 'limit', { values: number; depth: number; fields: number }> };
}

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
    [
      'ten lists that ask along several relations',
      `viewer { id } ${Array.from({ length: 10 }, (_, place) => `a${place}: users(where: ${upTheChain}, first: 1) { totalCount }`).join(' ')}`,
    ],
    ['15 levels', `users(first: 1) { nodes { ${chain(12)} } }`],
    ['500 fields', `viewer { ${fields(499)} }`],
  ])('is answered: %s', async (_, field) => {
    expect(Object.keys(await app.ask(`{ ${field} }`)).length).toBeGreaterThan(0);
  });
});
