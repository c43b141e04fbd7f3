import { Client, cacheExchange, fetchExchange } from '@urql/core';
import { ClientError, GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';

const departments = ['Sales', 'Support', 'Engineering', null, 'Finance'];

const keys = { id: true, department: true } as const;

const peopleFrom = (start: number, connectionId: string) =>
  Array.from({ length: 100 }, (_, place) => ({
    connectionId,
    userName: `person-${start + place}`,
    department: departments[place % departments.length] ?? null,
    updatedBy: 'the test',
  }));

let app: App;
/** The ids of 1,000 people by department, those without one last, and by id. */
let everyone: string[];
beforeAll(async () => {
  app = await startApp();
  const { id: connectionId } = await app.story.connection();
  const people: { id: string; department: string | null }[] = [];
  // A hundred at a time: while an embedded database works, the server that shares its thread loses sight of connections kept alive.
  for (let start = 0; start < 1000; start += 100)
    people.push(...(await app.database.db.user.createManyAndReturn({ data: peopleFrom(start, connectionId), select: keys })));
  const key = ({ id, department }: { id: string; department: string | null }) => `${department?.toLowerCase() ?? '~'} ${id}`;
  everyone = people.toSorted((one, other) => (key(one) < key(other) ? -1 : 1)).map(({ id }) => id);
});
afterAll(() => app.close());

const forward = `
  query Forward($first: Int!, $after: String) {
    users(orderBy: [{ field: DEPARTMENT }], first: $first, after: $after) {
      edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
const backward = `
  query Backward($last: Int!, $before: String) {
    users(orderBy: [{ field: DEPARTMENT }], last: $last, before: $before) {
      edges { node { id } } pageInfo { hasPreviousPage startCursor } } }`;
const updateUser = `
  mutation UpdateUser($input: UpdateUserInput!) {
    updateUser(input: $input) { user { title version } } }`;

interface Page {
  users: {
    edges: { node: { id: string } }[];
    pageInfo: { hasNextPage?: boolean; hasPreviousPage?: boolean; startCursor?: string; endCursor?: string };
  };
}

type Send = (document: string, variables: object) => Promise<Page>;

const idsOf = ({ users }: Page) => users.edges.map(({ node }) => node.id);

async function walkForward(send: Send): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await send(forward, { first: 150, after });
    seen.push(...idsOf(page));
    if (!page.users.pageInfo.hasNextPage) return seen;
    after = page.users.pageInfo.endCursor;
  }
}

async function walkBackward(send: Send): Promise<string[]> {
  const seen: string[] = [];
  for (let before: string | undefined; ; ) {
    const page = await send(backward, { last: 150, before });
    seen.unshift(...idsOf(page));
    if (!page.users.pageInfo.hasPreviousPage) return seen;
    before = page.users.pageInfo.startCursor;
  }
}

const headers = () => ({ authorization: `Bearer ${app.adminKey}` });
const someone = () => everyone[0] ?? '';
const stale = () => ({ input: { id: someone(), title: 'Nobody', expectedVersion: 99 } });

describe('graphql-request', () => {
  const client = () => new GraphQLClient(`${app.url}/graphql`, { headers: headers() });
  const sending = (): Send => {
    const one = client();
    return (document, variables) => one.request<Page>(document, variables);
  };

  it('pages forward through 1,000 people, each once and in order', async () => {
    expect(await walkForward(sending())).toEqual(everyone);
  });

  it('pages backward through 1,000 people, each once and in order', async () => {
    expect(await walkBackward(sending())).toEqual(everyone);
  });

  it('changes a person', async () => {
    const answer = await client().request(updateUser, { input: { id: someone(), title: 'Analyst' } });
    expect(answer).toEqual({ updateUser: { user: { title: 'Analyst', version: 2 } } });
  });

  it('throws a refusal with its code', async () => {
    const refusal = await client()
      .request(updateUser, stale())
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ClientError);
    expect(refusal).toMatchObject({ response: { errors: [{ extensions: { code: 'STALE_VERSION' } }] } });
  });
});

describe('urql', () => {
  const client = () =>
    new Client({ url: `${app.url}/graphql`, exchanges: [cacheExchange, fetchExchange], fetchOptions: { headers: headers() } });
  const sending = (): Send => {
    const one = client();
    return async (document, variables) => {
      const { data, error } = await one.query<Page>(document, variables).toPromise();
      if (!data) throw error;
      return data;
    };
  };

  it('pages forward through 1,000 people, each once and in order', async () => {
    expect(await walkForward(sending())).toEqual(everyone);
  });

  it('changes a person, and asks anew for what its cache held of them', async () => {
    const urql = client();
    const titleOf = 'query TitleOf($id: ID!) { user(by: { id: $id }) { id title } }';
    const title = async () => (await urql.query(titleOf, { id: someone() }).toPromise()).data?.user.title;
    expect(await title()).not.toBe('Director');
    const { data, error } = await urql.mutation(updateUser, { input: { id: someone(), title: 'Director' } }).toPromise();
    expect(error).toBeUndefined();
    expect(data.updateUser.user).toMatchObject({ title: 'Director' });
    expect(await title()).toBe('Director');
  });

  it('gives a refusal with its code', async () => {
    const { error } = await client().mutation(updateUser, stale()).toPromise();
    expect(error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'STALE_VERSION' });
  });
});
