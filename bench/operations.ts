import type { HttpRequest } from './load.ts';
import { departments, groupSizes, large, type Side, serialNumberOf, type Tenant, userCount, userNameOf, type World } from './world.ts';

export interface Operation {
  readonly name: string;
  /** The n-th request to the product, and the one that makes the bare server do the same. */
  readonly requests: Readonly<Record<Side, (world: World, n: number) => HttpRequest>>;
  /** Whether people join groups, and must leave them again. */
  readonly joins?: boolean;
}

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

const scim = (
  { connectionId, token }: Tenant,
  method: HttpRequest['method'],
  path: string,
  status: number,
  body?: unknown,
): HttpRequest => ({
  method,
  path: `/scim/v2/${connectionId}${path}`,
  headers: { Authorization: `Bearer ${token}`, Accept: 'application/scim+json', ...(body !== undefined && scimBody) },
  status,
  body,
});
const scimBody = { 'Content-Type': 'application/scim+json' };

const graphql = ({ token }: Tenant, query: string, variables: object): HttpRequest => ({
  method: 'POST',
  path: '/graphql',
  headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Accept: 'application/json' },
  body: { query, variables },
  status: 200,
});

const patch = (operation: object) => ({ schemas: [patchSchema], Operations: [operation] });

const bare = (path: string, ...values: unknown[]): HttpRequest => ({ method: 'POST', path: `/${path}`, status: 200, body: values });

/** Walks through everybody without visiting neighbours in turn. */
const scattered = (n: number) => (n * 7919) % userCount;
const idOf = ({ userIds }: World, n: number) => userIds[scattered(n)] ?? '';

const newcomer = (n: number, side: Side) => ({ userName: `new${n}.${side}@bench.example`, externalId: `new${n}.${side}` });
const emailsOf = (value: string) => [{ type: 'work', primary: true, value }];

const pageQuery = `query ($department: String!) {
  users(where: { department: { eq: $department }, active: { eq: true } }, first: 50) {
    nodes { id userName displayName department active }
    pageInfo { hasNextPage endCursor }
  }
}`;
const departmentOf = (n: number) => `Department ${n % departments}`;

/** The join that gives each request a person who is not in the group yet. */
function joiner({ joinerIds }: World, n: number): string {
  const id = joinerIds[n];
  if (id === undefined) throw new Error(`All ${joinerIds.length} who could join a group have joined it: measure for fewer seconds.`);
  return id;
}

export const memberAdd = (size: number): Operation => ({
  name: `member add, group of ${size.toLocaleString('en')}`,
  joins: true,
  requests: {
    product: (world, n) =>
      scim(
        world.groups,
        'PATCH',
        `/Groups/${world.groupIds.product.get(size)}`,
        204,
        patch({ op: 'add', path: 'members', value: [{ value: joiner(world, n) }] }),
      ),
    bare: (world, n) => bare('add', world.groups.connectionId, world.groupIds.bare.get(size), [joiner(world, n)]),
  },
});

export const operations: readonly Operation[] = [
  {
    name: 'SCIM create',
    requests: {
      product: ({ newcomers }, n) => {
        const { userName, externalId } = newcomer(n, 'product');
        const name = { givenName: 'New', familyName: `Comer ${n}` };
        const person = { schemas: [userSchema], userName, externalId, displayName: `New Comer ${n}`, name, emails: emailsOf(userName) };
        return scim(newcomers, 'POST', '/Users', 201, { ...person, active: true });
      },
      bare: ({ newcomers }, n) => {
        const { userName, externalId } = newcomer(n, 'bare');
        const emails = JSON.stringify(emailsOf(userName));
        return bare('create', newcomers.connectionId, externalId, userName, `New Comer ${n}`, 'New', `Comer ${n}`, emails);
      },
    },
  },
  {
    name: 'SCIM get',
    requests: {
      product: (world, n) => scim(world.people, 'GET', `/Users/${idOf(world, n)}`, 200),
      bare: (world, n) => bare('get', world.people.connectionId, idOf(world, n)),
    },
  },
  {
    name: 'SCIM lookup by userName',
    requests: {
      product: ({ people }, n) =>
        scim(people, 'GET', `/Users?filter=${encodeURIComponent(`userName eq "${userNameOf(scattered(n))}"`)}&startIndex=1&count=100`, 200),
      bare: ({ people }, n) => bare('lookup', people.connectionId, userNameOf(scattered(n))),
    },
  },
  {
    name: 'SCIM PATCH, one attribute',
    requests: {
      product: (world, n) =>
        scim(world.people, 'PATCH', `/Users/${idOf(world, n)}`, 200, patch({ op: 'replace', path: 'title', value: `Title ${n}` })),
      bare: (world, n) => bare('patch', world.people.connectionId, idOf(world, n), `Title, bare ${n}`),
    },
  },
  {
    name: 'SCIM list, count=100',
    requests: {
      product: ({ people }) => scim(people, 'GET', '/Users?startIndex=1&count=100', 200),
      bare: ({ people }) => bare('list', people.connectionId, 101),
    },
  },
  memberAdd(10_000),
  {
    name: 'GraphQL users, page of 50',
    requests: {
      product: ({ people }, n) => graphql(people, pageQuery, { department: departmentOf(n) }),
      bare: ({ people }, n) => bare('page', people.connectionId, departmentOf(n), true),
    },
  },
];

const countedPageQuery = `query ($department: String!) {
  users(where: { department: { eq: $department }, active: { eq: true } }, first: 50) {
    totalCount
    nodes { id userName displayName department active }
    pageInfo { hasNextPage endCursor }
  }
}`;

const deviceQuery = `query ($connectionId: ID!, $serialNumber: String!) {
  device(by: { serialNumber: { connectionId: $connectionId, serialNumber: $serialNumber } }) {
    id name platform osVersion assignedUser { id userName displayName }
  }
}`;

/** What is asked of 100,000 people, 100,000 devices and 1,000 groups. */
export const largeOperations: readonly Operation[] = [
  {
    name: 'GraphQL, 50 of 100,000 users, counted',
    requests: {
      product: (world, n) => graphql(world.large, countedPageQuery, { department: departmentOf(n) }),
      bare: (world, n) => bare('countedPage', world.large.connectionId, departmentOf(n)),
    },
  },
  {
    name: 'GraphQL, device of 100,000, its user',
    requests: {
      product: ({ large: tenant }, n) =>
        graphql(tenant, deviceQuery, { connectionId: tenant.connectionId, serialNumber: serialNumberOf((n * 7919) % large.users) }),
      bare: ({ large: tenant }, n) => bare('deviceOf', tenant.connectionId, serialNumberOf((n * 7919) % large.users)),
    },
  },
];

/** Whether an addition costs the group or the change. */
export const memberAdds: readonly Operation[] = groupSizes.map(memberAdd);

/** What the load generator itself can do: nothing is asked of the database. */
export const emptyRequest: HttpRequest = { method: 'POST', path: '/nothing', status: 200, body: [] };
