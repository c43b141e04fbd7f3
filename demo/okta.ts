import type { Conversation, Step } from './conversation.ts';
import type { Json } from './memory.ts';
import { enterpriseSchema, groupSchema, patchSchema, userSchema } from './schemas.ts';

const looksFor = (who: string, userName: string): Step => ({
  does: `looks for ${who}`,
  asks: `GET /Users?filter=userName eq "${userName}"&startIndex=1&count=100`,
  status: 200,
  answers: { totalResults: 0 },
});

const creates = (givenName: string, familyName: string, externalId: string): Step => {
  const name = givenName.toLowerCase();
  const userName = `${name}@acme.example`;
  return {
    does: `creates ${givenName}`,
    asks: 'POST /Users',
    body: {
      schemas: [userSchema],
      userName,
      name: { givenName, familyName },
      emails: [{ primary: true, value: userName, type: 'work' }],
      displayName: `${givenName} ${familyName}`,
      locale: 'en-US',
      externalId,
      groups: [],
      password: '1mz050nq',
      active: true,
    },
    status: 201,
    answers: { userName, active: true },
    keeps: name,
  };
};

const patch = (...Operations: Json[]) => ({ schemas: [patchSchema], Operations });

/** An Okta app from the catalogue: profiles by PUT, everything else by PATCH. */
export const okta: Conversation = {
  title: 'Okta provisions Acme',
  headers: {
    'User-Agent': 'Okta SCIM Client 1.0.0',
    Accept: 'application/scim+json',
    'Accept-Charset': 'utf-8',
    'Content-Type': 'application/scim+json; charset=utf-8',
  },
  space: '%20',
  steps: [
    { does: 'tests the connector', asks: 'GET /Users?count=1&startIndex=1', status: 200, answers: { totalResults: 0 } },
    { does: 'tests the connector', asks: 'GET /Groups?count=1&startIndex=1', status: 200, answers: { totalResults: 0 } },
    looksFor('Ada', 'ada@acme.example'),
    creates('Ada', 'Lovelace', '00u1ada'),
    looksFor('Charles', 'charles@acme.example'),
    creates('Charles', 'Babbage', '00u2charles'),
    looksFor('Mary', 'mary@acme.example'),
    creates('Mary', 'Somerville', '00u3mary'),
    {
      ...creates('Ada', 'Again', '00u4ada'),
      does: 'creates Ada a second time',
      status: 409,
      answers: { scimType: 'uniqueness' },
      keeps: '',
    },
    {
      does: 'looks for the group',
      asks: 'GET /Groups?filter=displayName eq "Sales"&startIndex=1&count=100',
      status: 200,
      answers: { totalResults: 0 },
    },
    {
      does: 'pushes the group',
      asks: 'POST /Groups',
      body: {
        schemas: [groupSchema],
        displayName: 'Sales',
        members: [
          { value: '{{ada}}', display: 'ada@acme.example' },
          { value: '{{charles}}', display: 'charles@acme.example' },
        ],
      },
      status: 201,
      answers: { displayName: 'Sales', 'members/length': 2 },
      keeps: 'sales',
    },
    {
      does: 'renames the group, without path',
      asks: 'PATCH /Groups/{{sales}}',
      body: patch({ op: 'replace', value: { id: '{{sales}}', displayName: 'Sales EMEA' } }),
      status: 204,
    },
    {
      does: 'changes the members in one PATCH',
      asks: 'PATCH /Groups/{{sales}}',
      body: patch(
        { op: 'remove', path: 'members[value eq "{{charles}}"]' },
        { op: 'add', path: 'members', value: [{ value: '{{mary}}', display: 'mary@acme.example' }] },
      ),
      status: 204,
    },
    {
      does: 'reads the group',
      asks: 'GET /Groups/{{sales}}',
      status: 200,
      answers: { displayName: 'Sales EMEA', 'members/length': 2, 'members/1/value': '{{mary}}' },
    },
    { does: 'reads Ada to push her profile', asks: 'GET /Users/{{ada}}', status: 200, answers: { 'groups/length': 1 }, keeps: 'ada' },
    {
      does: 'pushes her profile, all of it',
      asks: 'PUT /Users/{{ada}}',
      resends: 'ada',
      body: { schemas: [userSchema, enterpriseSchema], title: 'Countess', [enterpriseSchema]: { department: 'Sales' } },
      status: 200,
      answers: { title: 'Countess', [`${enterpriseSchema}/department`]: 'Sales', 'name/familyName': 'Lovelace' },
    },
    {
      does: 'deactivates Charles, without path',
      asks: 'PATCH /Users/{{charles}}',
      body: patch({ op: 'replace', value: { active: false } }),
      status: 200,
      answers: { active: false },
    },
    {
      does: 'still finds Charles',
      asks: 'GET /Users?filter=userName eq "Charles@Acme.example"&startIndex=1&count=100',
      status: 200,
      answers: { totalResults: 1, 'Resources/0/id': '{{charles}}', 'Resources/0/active': false },
    },
  ],
};
