import { describe, expect, it } from 'vitest';
import { readDocument } from '#scim-gateway/protocol/readDocument.ts';
import { groupResource, userResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { refusalOf } from './refusal.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const group = 'urn:ietf:params:scim:schemas:core:2.0:Group';

describe('readDocument of a user', () => {
  it.each<[string, object, object]>([
    ['names in any case', { USERNAME: 'ada', Name: { GIVENNAME: 'Ada' } }, { userName: 'ada', name: { givenName: 'Ada' } }],
    [
      'values as they are',
      { userName: ' Ada ', locale: 'NNRDFXPHOXUY', profileUrl: 'MFGMUGTYPBKA' },
      { userName: ' Ada ', locale: 'NNRDFXPHOXUY', profileUrl: 'MFGMUGTYPBKA' },
    ],
    [
      'types that are not canonical',
      { userName: 'a', phoneNumbers: [{ type: 'fax', value: '1' }] },
      { userName: 'a', phoneNumbers: [{ type: 'fax', value: '1' }] },
    ],
    [
      'null, empty strings and empty lists as absent',
      { userName: 'a', title: null, nickName: '', roles: [], emails: null, name: { middleName: '' }, addresses: [null] },
      { userName: 'a' },
    ],
    ['a null manager without a URN', { userName: 'a', manager: null }, { userName: 'a' }],
    [
      'booleans as words',
      { userName: 'a', active: 'True', roles: [{ value: 'r', primary: 'True' }] },
      { userName: 'a', active: true, roles: [{ value: 'r', primary: true }] },
    ],
    [
      'lists as they are',
      {
        userName: 'a',
        emails: [
          { value: 'x', primary: false },
          { value: 'x', primary: true },
        ],
      },
      {
        userName: 'a',
        emails: [
          { value: 'x', primary: false },
          { value: 'x', primary: true },
        ],
      },
    ],
    [
      'the last primary element as the only one (RFC 7643 §2.4)',
      {
        userName: 'a',
        emails: [
          { value: 'x', primary: true },
          { value: 'y', primary: true },
        ],
      },
      {
        userName: 'a',
        emails: [
          { value: 'x', primary: false },
          { value: 'y', primary: true },
        ],
      },
    ],
    ['one object for a list', { userName: 'a', emails: { value: 'x' } }, { userName: 'a', emails: [{ value: 'x' }] }],
    ['no read-only attributes', { userName: 'a', id: 'x', meta: { created: 'x' }, groups: [{ value: 'g' }] }, { userName: 'a' }],
    [
      'no unknown attributes',
      { userName: 'a', nope: 1, 'name.nope': 2, 'a b': 3, emails: [{ value: 'x', nope: 1 }] },
      { userName: 'a', emails: [{ value: 'x' }] },
    ],
    [
      'dotted keys',
      { userName: 'a', 'name.givenName': 'Ada', name: { familyName: 'King' } },
      { userName: 'a', name: { givenName: 'Ada', familyName: 'King' } },
    ],
    ['URN keys', { [`${core}:userName`]: 'a', [`${enterprise}:department`]: 'D' }, { userName: 'a', [enterprise]: { department: 'D' } }],
    [
      'the enterprise extension',
      { userName: 'a', [enterprise.toUpperCase()]: { Department: 'D', nope: 1, manager: 'm' } },
      { userName: 'a', [enterprise]: { department: 'D', manager: { value: 'm' } } },
    ],
    [
      'a manager as an object',
      { userName: 'a', [enterprise]: { manager: { value: 'm', displayName: 'M' } } },
      { userName: 'a', [enterprise]: { manager: { value: 'm' } } },
    ],
    [
      'a manager as a list of one',
      { userName: 'a', [enterprise]: { manager: [{ $ref: '../Users/m', value: 'm' }] } },
      { userName: 'a', [enterprise]: { manager: { $ref: '../Users/m', value: 'm' } } },
    ],
    ['a manager that is empty', { userName: 'a', [enterprise]: { manager: { value: '' } } }, { userName: 'a' }],
    [
      "OneLogin's former URN",
      { userName: 'a', 'urn:scim:schemas:extension:enterprise:1.0': { department: 'D' } },
      { userName: 'a', [enterprise]: { department: 'D' } },
    ],
    [
      "Entra's misspelt URN",
      { userName: 'a', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User': { department: 'D' } },
      { userName: 'a', [enterprise]: { department: 'D' } },
    ],
    [
      'unknown schemas, as they are',
      { userName: 'a', 'urn:acme:1.0:User': { Badge: 7, nested: { list: [{ a: 1 }, null] } } },
      { userName: 'a', 'urn:acme:1.0:User': { Badge: 7, nested: { list: [{ a: 1 }, null] } } },
    ],
    [
      'an unknown schema that ends in a version',
      { userName: 'a', 'urn:acme:badge:1.0': { badge: 7 } },
      { userName: 'a', 'urn:acme:badge:1.0': { badge: 7 } },
    ],
    [
      'unknown schemas whatever their last part looks like',
      {
        userName: 'a',
        'urn:acme:scim:v1.0': { a: 1 },
        'urn:x:App_2.0': { a: 1 },
        'urn:acme:x.y.z': { a: 1 },
        'urn:acme:scim:user.v1': { a: 1 },
        'urn:acme:scim': { user: 1 },
        'http://acme.com/scim/2.0': { a: 1 },
        'urn:acme:my schema': { a: 1 },
        [`${enterprise}:custom`]: { a: 1 },
      },
      {
        userName: 'a',
        'urn:acme:scim:v1.0': { a: 1 },
        'urn:x:App_2.0': { a: 1 },
        'urn:acme:x.y.z': { a: 1 },
        'urn:acme:scim:user.v1': { a: 1 },
        'urn:acme:scim': { user: 1 },
        'http://acme.com/scim/2.0': { a: 1 },
        'urn:acme:my schema': { a: 1 },
        [`${enterprise}:custom`]: { a: 1 },
      },
    ],
    [
      'attributes that JavaScript has words for',
      { userName: 'a', 'urn:acme:1.0:User': { constructor: 'c', Prototype: { constructor: 1 }, toString: 'x' } },
      { userName: 'a', 'urn:acme:1.0:User': { constructor: 'c', Prototype: { constructor: 1 }, toString: 'x' } },
    ],
    [
      'attributes that differ in case only',
      { userName: 'a', 'urn:acme:1.0:User': { map: { A: 1, a: 2 } } },
      { userName: 'a', 'urn:acme:1.0:User': { map: { A: 1, a: 2 } } },
    ],
    [
      'values of unknown schemas that are no objects as attributes',
      { userName: 'a', 'urn:acme:1.0:User:badge': 7, 'urn:acme:1.0:User:doors': [{ no: 1 }], 'urn:acme:1.0:User': { a: 1 } },
      { userName: 'a', 'urn:acme:1.0:User': { badge: 7, doors: [{ no: 1 }], a: 1 } },
    ],
    [
      'a manager by the URI',
      { userName: 'a', [enterprise]: { manager: { $ref: 'https://x/scim/Users/m' } } },
      { userName: 'a', [enterprise]: { manager: { $ref: 'https://x/scim/Users/m', value: 'm' } } },
    ],
    ['no empty unknown schemas', { userName: 'a', 'urn:acme:1.0:User': {}, 'urn:acme:2.0:User': null }, { userName: 'a' }],
  ])('reads %s', (_, body, expected) => {
    const { schemas, ...document } = readDocument(userResource, body);
    expect(document).toEqual(expected);
    expect(schemas).toEqual([core, ...Object.keys(expected).filter((name) => name.includes(':'))]);
  });

  it.each<[string, unknown, string, string]>([
    ['no userName', {}, 'invalidValue', 'userName is required.'],
    ['an empty userName', { userName: '' }, 'invalidValue', 'userName is required.'],
    ['a number for a userName', { userName: 7 }, 'invalidValue', 'userName must be a string.'],
    ['a word for active', { userName: 'a', active: 'maybe' }, 'invalidValue', 'active must be true or false.'],
    ['a number for a part', { userName: 'a', name: { givenName: 7 } }, 'invalidValue', 'name.givenName must be a string.'],
    ['a number in a list', { userName: 'a', emails: [{ value: 7 }] }, 'invalidValue', 'emails.value must be a string.'],
    ['a string for an extension', { userName: 'a', [enterprise]: 'x' }, 'invalidValue', 'object'],
    ['NUL', { userName: 'a\0' }, 'invalidValue', 'userName'],
    ['a text for what can only be a schema', { userName: 'a', 'urn:acme:v1.0': 'x' }, 'invalidValue', 'urn:acme:v1.0 must be an object.'],
    ['__proto__ where it would be kept', JSON.parse('{"userName":"a","urn:acme:User":{"a":{"__proto__":1}}}'), 'invalidValue', '__proto__'],
    ['two spellings of an attribute', { USERNAME: 'a', username: 'b' }, 'invalidValue', '"userName" is there twice, in two spellings'],
    ['two spellings of a part', { userName: 'a', emails: [{ value: 'a', VALUE: 'b' }] }, 'invalidValue', '"emails.value" is there twice'],
    ['an attribute with and without its URN', { userName: 'a', [`${core}:userName`]: 'b' }, 'invalidValue', '"userName" is there twice'],
    ['a list', [], 'invalidSyntax', 'JSON object'],
    ['a string', 'x', 'invalidSyntax', 'JSON object'],
    ['null', null, 'invalidSyntax', 'JSON object'],
    ['nothing', undefined, 'invalidSyntax', 'JSON object'],
  ])('refuses %s', (_, body, scimType, detail) => {
    const refusal = refusalOf(() => readDocument(userResource, body));
    expect(refusal).toMatchObject({ status: 400, scimType });
    expect(refusal?.detail).toContain(detail);
  });
});

it('reads the same whatever the order of the keys', () => {
  const body = {
    userName: 'a',
    'urn:okta:app:1.0:user:custom': { b: 1 },
    'urn:okta:app:1.0:user': { a: 1 },
    'urn:okta:app:1.0': { user: 7 },
    'urn:okta:app:2.0:user:custom': 'text',
    'urn:okta:app:2.0:user:custom:deep': 'text',
  };
  const { schemas, ...document } = readDocument(userResource, body);
  expect(document).toEqual({
    userName: 'a',
    'urn:okta:app:1.0:user:custom': { b: 1 },
    'urn:okta:app:1.0:user': { a: 1 },
    'urn:okta:app:1.0': { user: 7 },
    'urn:okta:app:2.0:user': { custom: 'text' },
    'urn:okta:app:2.0:user:custom': { deep: 'text' },
  });
  const { schemas: reversed, ...same } = readDocument(userResource, Object.fromEntries(Object.entries(body).reverse()));
  expect(same).toEqual(document);
  expect(reversed?.toString().split(',').sort()).toEqual(schemas?.toString().split(',').sort());
});

describe('readDocument of a group', () => {
  it.each<[string, object, object]>([
    ["Okta's group", { schemas: [group], displayName: 'G', members: [] }, { displayName: 'G' }],
    ["Okta's members", { displayName: 'G', members: [{ value: 'a', display: null }] }, { displayName: 'G', members: [{ value: 'a' }] }],
    [
      "Entra's group",
      {
        schemas: [group, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
        externalId: 'e',
        displayName: 'G',
        meta: {},
      },
      { externalId: 'e', displayName: 'G' },
    ],
  ])('reads %s', (_, body, expected) => {
    expect(readDocument(groupResource, body)).toEqual({ schemas: [group], ...expected });
  });

  it('refuses a group without a name', () => {
    expect(refusalOf(() => readDocument(groupResource, { schemas: [group] }))).toMatchObject({ status: 400, scimType: 'invalidValue' });
  });

  it('reads the id at the end of a long reference in a second', () => {
    const members = [{ $ref: `${'x'.repeat(4_000_000)}/ada` }];
    expect(readDocument(groupResource, { displayName: 'G', members }).members).toMatchObject([{ value: 'ada' }]);
  });

  it('reads a hundred thousand members in a second', () => {
    const members = Array.from({ length: 100_000 }, (_, index) => ({ value: `user-${index}`, display: 'someone', type: 'User' }));
    expect(readDocument(groupResource, { displayName: 'G', members }).members).toHaveLength(100_000);
  });
});
