/** What a hostile client sends to make a server of GraphQL slow, large or wrong. */
export interface Flood {
  query: string;
  variables?: unknown;
}

const times = (count: number, text: (place: number) => string) => Array.from({ length: count }, (_, place) => text(place)).join(' ');
const nested = (levels: number, open: string, inside: string, close = '}') => `${open.repeat(levels)}${inside}${close.repeat(levels)}`;
const deepList = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
const deepNot = (levels: number): unknown => JSON.parse(`${'{"not":'.repeat(levels)}{}${'}'.repeat(levels)}`);

const where = 'query ($where: UserWhere) { users(where: $where) { totalCount } }';
const create = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const chain = (length: number, spread: (next: number) => string) =>
  times(length, (place) => `fragment f${place} on Viewer { ${place + 1 < length ? spread(place + 1) : 'id'} }`);

/** Each by its name, so that a failing test tells which it was. */
export const floods: Record<string, Flood> = {
  'a value of a wrong type': { query: 'mutation { createUser(input: { userName: 7 }) { user { id } } }' },
  'a variable of a wrong type': { query: create, variables: { input: { userName: ['a'] } } },
  'an object for a text': { query: create, variables: { input: { userName: { eq: 'a' } } } },
  'a missing field of an input': { query: 'mutation { createGroup(input: {}) { group { id } } }' },
  'a missing field of a variable': {
    query: 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }',
    variables: { input: {} },
  },
  'a missing variable': { query: create },
  'a missing argument': { query: 'mutation { deleteUser { id } }' },
  'a page of 201': { query: '{ users(first: 201) { totalCount } }' },
  'a last page of 201': { query: '{ groups(last: 201) { totalCount } }' },
  'a page of a million in a variable': {
    query: 'query ($first: Int) { users(first: $first) { nodes { id } } }',
    variables: { first: 1_000_000 },
  },
  'a page of less than nothing': { query: '{ users(first: -1) { totalCount } }' },
  '1,000 levels of one field': { query: `{ users(first: 1) { nodes { ${nested(1000, 'manager { ', 'id')} } } }` },
  '300 levels of lists': { query: `{ users { nodes { ${nested(300, 'directReports { nodes { ', 'id', '} }')} } } }` },
  '1,000 levels of a literal': { query: `{ users(where: ${nested(1000, '{ not: ', '{}')}) { totalCount } }` },
  '1,900 levels of a literal list': { query: `{ users(where: ${nested(900, '[', '', ']')}) { totalCount } }` },
  '600 aliases': { query: `{ viewer { ${times(600, (place) => `a${place}: id`)} } }` },
  '101 aliases of a mutation': {
    query: `mutation { ${times(101, (place) => `a${place}: createUser(input: { userName: "a${place}" }) { user { id } }`)} }`,
  },
  '101 aliases of a list': { query: `{ ${times(101, (place) => `a${place}: users { totalCount }`)} }` },
  '600 aliases of __typename': { query: `{ ${times(600, (place) => `a${place}: __typename`)} }` },
  '280 directives on one field': { query: `{ viewer { id ${times(280, () => '@include(if: true)')} } }` },
  '900 unknown directives': { query: `{ viewer { id ${times(900, (place) => `@d${place}`)} } }` },
  '5,000 directives': { query: `{ viewer { id ${times(5000, () => '@skip(if: false)')} } }` },
  'a fragment in itself': { query: '{ viewer { ...f0 } } fragment f0 on Viewer { id ...f0 }' },
  'fragments in a circle of 100': {
    query: `{ viewer { ...f0 } } ${times(100, (place) => `fragment f${place} on Viewer { ...f${(place + 1) % 100} }`)}`,
  },
  'fragments that double 100 times': { query: `{ viewer { ...f0 } } ${chain(100, (next) => `...f${next} ...f${next}`)}` },
  'fragments that multiply by ten 20 times': { query: `{ viewer { ...f0 } } ${chain(20, (next) => times(10, () => `...f${next}`))}` },
  '450 different answers for one name': { query: `{ viewer { ${times(450, (place) => `a: ${place % 2 ? 'id' : 'name'}`)} } }` },
  '280 lists of one name': { query: `{ ${times(280, () => 'users { nodes { id } }')} }` },
  '100 unknown variables': { query: `query (${times(100, (place) => `$v${place}: Nothing${place}`)}) { viewer { id } }` },
  '300 operations': { query: times(300, (place) => `query q${place} { viewer { id } }`) },
  'the schema 90 times': { query: `{ ${times(90, (place) => `a${place}: __schema { types { fields { args { name } } } }`)} }` },
  'the schema times itself': { query: `{ __schema { types { ${nested(20, 'fields { type { ', 'name', '} }')} } } }` },
  'a text of 5 MB': { query: create, variables: { input: { userName: 'x'.repeat(5_000_000) } } },
  'a text of 5 MB where a number belongs': {
    query: 'query ($first: Int) { users(first: $first) { totalCount } }',
    variables: { first: 'x'.repeat(5_000_000) },
  },
  'a million values': { query: where, variables: { where: { title: { in: Array.from({ length: 1_000_000 }, () => 'abc') } } } },
  '150,000 unknown fields': {
    query: create,
    variables: { input: Object.fromEntries(Array.from({ length: 150_000 }, (_, place) => [`field${place}`, place])) },
  },
  '300,000 unknown fields': {
    query: create,
    variables: { input: Object.fromEntries(Array.from({ length: 300_000 }, (_, place) => [`field${place}`, place])) },
  },
  '5 MB of an extension': {
    query: create,
    variables: { input: { userName: 'large', extensions: { 'urn:acme:User': { text: 'x'.repeat(5_000_000) } } } },
  },
  'an extension of 2,000 levels': {
    query: create,
    variables: { input: { userName: 'deep', extensions: { 'urn:acme:User': { list: deepList(2000) } } } },
  },
  '100,000 members': {
    query: 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }',
    variables: {
      input: { displayName: 'everyone', memberIds: Array.from({ length: 100_000 }, () => '01900000-0000-7000-8000-000000000000') },
    },
  },
  'a where of 2,000 levels': { query: where, variables: { where: deepNot(2000) } },
  'a list of 2,000 levels': { query: where, variables: { where: deepList(2000) } },
};
