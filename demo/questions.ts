import type { Question } from './ask.ts';

/** What a device-management service asks, with a key that reaches every connection. */
export const questions: readonly Question[] = [
  {
    question: 'Who signs in as GRACE@globex.example?',
    asks: 'user(by: { userName: { connectionId: $globex, userName: "GRACE@globex.example" } }) { displayName title department active manager { displayName } emails { type value } }',
    finds: ['Grace Hopper'],
  },
  {
    question: 'Who works in Engineering today, at any customer?',
    asks: 'users(where: { department: { eq: "Engineering" }, active: { eq: true } }, first: 50) { nodes { userName displayName connection { name } } totalCount }',
    finds: ['grace@globex.example', 'alan@globex.example'],
  },
  {
    question: 'Whose work address is at globex.example?',
    asks: 'users(where: { emails: { any: { type: { eq: "work" }, value: { endsWith: "@globex.example" } } } }) { nodes { userName emails { value } } }',
    finds: ['grace@globex.example', 'barbara@globex.example'],
  },
  {
    question: 'Whose manager is Grace?',
    asks: 'users(where: { manager: { userName: { eq: "grace@globex.example" } } }) { nodes { userName active manager { userName } } }',
    finds: ['edsger@globex.example', 'barbara@globex.example'],
  },
  {
    question: 'Who reports to Alan, at any distance?',
    asks: 'users(where: { reportsTo: { id: $alan } }) { nodes { userName manager { userName } } totalCount }',
    finds: ['grace@globex.example', 'edsger@globex.example', 'barbara@globex.example'],
  },
  {
    question: 'An administrator nests two groups in a third.',
    asks: 'createGroup(input: { connectionId: $globex, displayName: "Corporate laptops", memberIds: [$engineering, $leadership] }) { group { members { nodes { ... on Group { displayName } } totalCount } } }',
    finds: ['Engineering', 'Leadership'],
  },
  {
    question: 'Who is in Corporate laptops, through the groups in it?',
    asks: 'group(by: { displayName: { connectionId: $globex, displayName: "Corporate laptops" } }) { members(transitive: true, kind: USER) { nodes { ... on User { userName active } } totalCount } }',
    finds: ['grace@globex.example', 'alan@globex.example', 'edsger@globex.example'],
  },
  {
    question: 'Which groups is Grace in, directly and through others?',
    asks: 'user(by: { id: $grace }) { groups(transitive: true) { nodes { displayName } totalCount } }',
    finds: ['Engineering', 'Leadership', 'Corporate laptops'],
  },
  {
    question: 'Which leavers are still in Engineering?',
    asks: 'users(where: { active: { eq: false }, memberOf: { ids: [$engineering] } }) { nodes { userName groups { nodes { displayName } } } }',
    finds: ['edsger@globex.example'],
  },
  {
    question: 'Who has left in the last hour?',
    asks: 'users(where: { active: { eq: false }, updatedAt: { withinLast: "PT1H" } }, orderBy: [{ field: UPDATED_AT, direction: DESC }]) { nodes { userName version updatedAt connection { name } } }',
    finds: ['barbara@globex.example', 'edsger@globex.example', 'charles@acme.example'],
  },
  {
    question: 'How large is each customer of this provider of managed services?',
    asks: 'connections { nodes { name provider users { totalCount } groups { totalCount } } }',
    finds: ['Manual', 'Acme - Okta', 'Globex - Entra ID'],
  },
  {
    question: 'Who is at work at Acme alone?',
    asks: 'users(where: { connection: { eq: $acme }, active: { eq: true } }, orderBy: [{ field: FAMILY_NAME }]) { nodes { userName title department } totalCount }',
    finds: ['ada@acme.example', 'mary@acme.example'],
  },
];

/** The same door with Acme's token: there is nobody but Acme's. */
export const neighbours: readonly Question[] = [
  { question: 'Who am I?', asks: 'viewer { name role }', finds: ['SCIM token'] },
  { question: 'Which connections are there?', asks: 'connections { nodes { name provider } totalCount }', finds: ['Acme - Okta'] },
  {
    question: 'Who is there?',
    asks: 'users { nodes { userName active } totalCount }',
    finds: ['ada@acme.example', 'charles@acme.example', 'mary@acme.example'],
  },
  { question: 'Who is Grace, by her id?', asks: 'user(by: { id: $grace }) { userName }', finds: [] },
  { question: 'What is Engineering, by its id?', asks: 'group(by: { id: $engineering }) { displayName }', finds: [] },
  {
    question: 'Who is there, of Globex?',
    asks: 'users(where: { connection: { eq: $globex } }) { nodes { userName } totalCount }',
    finds: [],
  },
];
