import type { Provider } from '../http/startGateway.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const acme = 'urn:acme:scim:User';

/** Twelve people who differ in all that filters ask for. */
export const people: Record<string, unknown>[] = [
  {
    userName: 'ada',
    externalId: 'Ext-A',
    displayName: 'Ada King',
    name: { givenName: 'Ada', middleName: 'Augusta', familyName: 'King', honorificPrefix: 'Lady' },
    title: 'Countess',
    locale: 'en-GB',
    emails: [
      { value: 'ada@engines.example', type: 'work', primary: true },
      { value: 'ada@home.example', type: 'home' },
    ],
    phoneNumbers: [{ value: '+44 20 1', type: 'mobile' }],
    [enterprise]: { department: 'Engines', employeeNumber: '007', manager: { value: 'Ext-G' } },
    [acme]: { badge: 7, level: 'Gold', vip: true },
  },
  {
    userName: 'alan',
    displayName: 'Alan Turing',
    name: { givenName: 'Alan', middleName: 'Mathison', familyName: 'Turing' },
    title: 'Fellow',
    emails: [{ value: 'alan@ciphers.example', type: 'work' }],
    roles: [
      { value: 'admin', type: 'app', primary: true },
      { value: 'reader', type: 'site' },
    ],
    [enterprise]: { department: 'Ciphers', employeeNumber: '42' },
    [acme]: { badge: 40, level: 'silver', vip: false },
  },
  {
    userName: 'barbara',
    name: { givenName: 'Barbara', familyName: 'Liskov' },
    title: 'Professor',
    active: false,
    emails: [{ value: 'barbara@home.example', type: 'home' }],
    [enterprise]: { department: 'Languages', employeeNumber: '100' },
  },
  {
    userName: 'claude',
    nickName: '',
    addresses: [{ type: 'work', locality: 'Boston', country: 'US', postalCode: '02139' }],
    [enterprise]: { department: 'Engines' },
  },
  {
    userName: 'Donald',
    name: { formatted: 'Donald E. Knuth' },
    title: 'Professor Emeritus',
    emails: [
      { value: 'dek@engines.example', type: 'work' },
      { value: 'DEK@Home.example', type: 'other' },
    ],
    [enterprise]: { department: 'Algorithms' },
    [acme]: { badge: 7.5 },
  },
  { userName: 'edsger', title: '100% _certain_', [enterprise]: { department: 'Algorithms' } },
  { userName: 'frances', displayName: 'Frances "Fran" Allen', title: 'back\\slash', [enterprise]: { department: 'Compilers' } },
  {
    userName: 'grace',
    externalId: 'Ext-G',
    displayName: 'Grace Hopper',
    name: { givenName: 'Grace', familyName: 'Hopper' },
    title: 'Rear Admiral',
    userType: 'Employee',
    emails: [
      { value: 'grace@navy.example', type: 'work', primary: true },
      { value: 'grace2@navy.example', type: 'work' },
    ],
    [enterprise]: { department: 'Compilers' },
  },
  { userName: 'john', nickName: 'Jöhn', title: 'ÉCLAIR Größe', active: false, [enterprise]: { department: 'Ciphers' } },
  {
    userName: 'katherine',
    title: 'and or not',
    timezone: 'America/New_York',
    emails: [{ value: 'kat@orbits.example' }],
    [enterprise]: { department: 'Orbits', employeeNumber: '9' },
  },
  {
    userName: 'niklaus',
    title: 'true',
    nickName: 'null',
    preferredLanguage: 'de-CH',
    [enterprise]: { department: 'Languages', employeeNumber: '1e3' },
  },
  { userName: 'zoë', displayName: '🚀', title: '(x) [y]' },
];

export const everyone = people.map(({ userName }) => String(userName));

/** Makes the people, and a group of ada and claude; answers their ids by name. */
export async function settle(provider: Provider): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const person of people) ids[String(person.userName)] = String((await provider('POST', '/Users', person)).body.id);
  const members = [{ value: ids.ada }, { value: ids.claude }];
  ids.engines = String((await provider('POST', '/Groups', { displayName: 'engines', externalId: 'Ext-E', members })).body.id);
  ids.empty = String((await provider('POST', '/Groups', { displayName: 'Empty' })).body.id);
  return ids;
}
