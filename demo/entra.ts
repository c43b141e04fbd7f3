import type { Conversation, Step } from './conversation.ts';
import type { Json } from './memory.ts';
import { enterpriseSchema, groupSchema, patchSchema, userSchema } from './schemas.ts';

const headers = { Accept: 'application/scim+json', 'Content-Type': 'application/scim+json; charset=utf-8' };

const enterprise = (attribute: string) => `${enterpriseSchema}:${attribute}`;

const matches = (who: string, filter: string, totalResults: number): Step => ({
  does: `matches ${who}`,
  asks: `GET /Users?filter=${filter}`,
  status: 200,
  answers: { totalResults },
});

const creates = (givenName: string, familyName: string, externalId: string, work: { readonly [name: string]: Json }): Step => {
  const name = givenName.toLowerCase();
  return {
    does: `creates ${givenName}`,
    asks: 'POST /Users',
    body: {
      schemas: [userSchema, enterpriseSchema],
      externalId,
      userName: `${name}@globex.example`,
      active: true,
      displayName: `${givenName} ${familyName}`,
      meta: { resourceType: 'User' },
      name: { formatted: `${givenName} ${familyName}`, familyName, givenName },
      roles: [],
      [enterpriseSchema]: work,
    },
    status: 201,
    keeps: name,
  };
};

const createsGroup = (displayName: string, externalId: string): Step => ({
  does: `creates ${displayName}, empty`,
  asks: 'POST /Groups',
  body: {
    schemas: [groupSchema, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    externalId,
    displayName,
    meta: { resourceType: 'Group' },
  },
  status: 201,
  answers: { displayName },
  keeps: displayName.toLowerCase(),
});

const changes = (does: string, asks: `PATCH /${string}`, Operations: Json[], answers: Step['answers'] = {}): Step => ({
  does,
  asks,
  body: { schemas: [patchSchema], Operations },
  status: asks.startsWith('PATCH /Groups') ? 204 : 200,
  answers,
});

const alansObjectId = '2819c223-7f76-453a-919d-413861904646';
const gracesObjectId = '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef';

/** Entra ID as it is by default: verbs with a capital, a path for each operation, booleans as words. */
export const entra: Conversation = {
  title: 'Entra ID provisions Globex, as it does by default',
  headers,
  space: '+',
  steps: [
    matches('a random name: Test Connection', 'userName eq "b7c8a1de-1f0e-4a56-9b1c-3d2f5a6b7c8d"', 0),
    matches('Grace', 'userName eq "grace@globex.example"', 0),
    creates('Grace', 'Hopper', gracesObjectId, { department: 'Research', manager: { value: alansObjectId } }),
    creates('Alan', 'Turing', alansObjectId, { department: 'Engineering' }),
    {
      does: 'finds that Alan is Grace’s manager now',
      asks: 'GET /Users/{{grace}}',
      status: 200,
      answers: { [`${enterpriseSchema}/manager/displayName`]: 'Alan Turing' },
    },
    creates('Edsger', 'Dijkstra', 'c7d0a0f6-52f4-4f9b-8a58-35fd3c1e1b7a', {
      department: 'Engineering',
      manager: { value: gracesObjectId },
    }),
    changes(
      'updates Grace',
      'PATCH /Users/{{grace}}',
      [
        { op: 'Add', path: 'emails[type eq "work"].value', value: 'grace.hopper@globex.example' },
        { op: 'Replace', path: enterprise('department'), value: 'Engineering' },
        { op: 'Add', path: 'title', value: 'Rear Admiral' },
      ],
      { 'emails/0': { type: 'work', value: 'grace.hopper@globex.example' }, [`${enterpriseSchema}/department`]: 'Engineering' },
    ),
    matches('Grace by her e-mail address', 'emails[type eq "work"].value eq "grace.hopper@globex.example"', 1),
    {
      does: 'matches the group',
      asks: 'GET /Groups?excludedAttributes=members&filter=displayName eq "Engineering"',
      status: 200,
      answers: { totalResults: 0 },
    },
    createsGroup('Engineering', '9e1c1b0e-6c55-4a35-9a0c-4f7f5a8e0d11'),
    changes('adds the members', 'PATCH /Groups/{{engineering}}', [
      {
        op: 'Add',
        path: 'members',
        value: [
          { $ref: null, value: '{{grace}}' },
          { $ref: null, value: '{{alan}}' },
        ],
      },
      { op: 'Add', path: 'members', value: [{ $ref: null, value: '{{edsger}}' }] },
    ]),
    changes('removes one member, and no more', 'PATCH /Groups/{{engineering}}', [
      { op: 'Remove', path: 'members', value: [{ $ref: null, value: '{{alan}}' }] },
    ]),
    {
      does: 'checks one membership',
      asks: 'GET /Groups?filter=id eq "{{engineering}}" and members eq "{{grace}}"&attributes=id',
      status: 200,
      answers: { totalResults: 1 },
    },
    changes('deactivates Edsger, with a word', 'PATCH /Users/{{edsger}}', [{ op: 'Replace', path: 'active', value: 'False' }], {
      active: false,
    }),
    {
      does: 'still sees Edsger by id, in the group',
      asks: 'GET /Users/{{edsger}}',
      status: 200,
      answers: { active: false, 'groups/0/value': '{{engineering}}' },
    },
    matches('Edsger by name', 'userName eq "edsger@globex.example"', 1),
  ],
};

/** The same with `aadOptscim062020` on the tenant URL: lower case, true booleans, no path, dotted and URN keys. */
export const entraWithFlag: Conversation = {
  title: 'Entra ID goes on with aadOptscim062020',
  headers,
  space: '+',
  flag: 'aadOptscim062020',
  steps: [
    matches('Barbara', 'userName eq "barbara@globex.example"', 0),
    creates('Barbara', 'Liskov', '5d6a7b10-77f3-4c0b-9c3a-1d8a3f8b5e42', { department: 'Research' }),
    changes(
      'updates Barbara, without path',
      'PATCH /Users/{{barbara}}',
      [
        {
          op: 'replace',
          value: {
            displayName: 'Barbara H. Liskov',
            'name.middleName': 'Huberman',
            [enterprise('employeeNumber')]: '222',
            [enterprise('manager')]: gracesObjectId,
          },
        },
        { op: 'add', value: { 'emails[type eq "work"].value': 'barbara@globex.example', title: 'Professor' } },
      ],
      {
        displayName: 'Barbara H. Liskov',
        'name/middleName': 'Huberman',
        [`${enterpriseSchema}/employeeNumber`]: '222',
        [`${enterpriseSchema}/manager/displayName`]: 'Grace Hopper',
      },
    ),
    createsGroup('Leadership', '4b8f0a35-3f0e-4d55-8e7a-0f6f0ff2c9d3'),
    changes('adds the members', 'PATCH /Groups/{{leadership}}', [
      { op: 'add', path: 'members', value: [{ value: '{{alan}}' }, { value: '{{barbara}}' }, { value: '{{grace}}' }] },
    ]),
    changes('removes one by a value path', 'PATCH /Groups/{{leadership}}', [{ op: 'remove', path: 'members[value eq "{{barbara}}"]' }]),
    {
      does: 'reads the group',
      asks: 'GET /Groups/{{leadership}}',
      status: 200,
      answers: { 'members/length': 2 },
    },
    changes('deactivates Barbara, with a boolean', 'PATCH /Users/{{barbara}}', [{ op: 'replace', value: { active: false } }], {
      active: false,
    }),
    matches('Barbara, who is still there', 'externalId eq "5d6a7b10-77f3-4c0b-9c3a-1d8a3f8b5e42"', 1),
  ],
};
