import { describe, expect, it } from 'vitest';
import { project, readSelection, type Selection, wants } from '#scim-gateway/protocol/project.ts';
import { groupResource, userResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { refusalOf } from './refusal.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const acme = 'urn:acme:1.0:User';

const always = { schemas: [core], id: '1' };
const name = { givenName: 'Ada', familyName: 'King' };
const emails = [
  { value: 'w', type: 'work' },
  { value: 'h', type: 'home' },
];
const extension = { department: 'D', manager: { value: 'm', displayName: 'M' } };
const user = { ...always, userName: 'ada', password: 's3cret', name, emails, [enterprise]: extension, [acme]: { badge: 7, door: 'n' } };
const { password: _, ...shown } = user;

describe('project (RFC 7644 §3.9)', () => {
  it.each<[string, Selection, object]>([
    ['everything but the password', {}, shown],
    ['what is asked for', { attributes: ['userName'] }, { ...always, userName: 'ada' }],
    ['names in any case', { attributes: ['USERNAME'] }, { ...always, userName: 'ada' }],
    ['never the password', { attributes: ['password', 'userName'] }, { ...always, userName: 'ada' }],
    ['the id alone', { attributes: ['id'] }, always],
    [
      'parts',
      { attributes: ['name.givenName', 'emails.value'] },
      { ...always, name: { givenName: 'Ada' }, emails: [{ value: 'w' }, { value: 'h' }] },
    ],
    ['a whole, named beside its part', { attributes: ['name.givenName', 'name'] }, { ...always, name }],
    [
      'names with the core URN',
      { attributes: [`${core}:userName`, `${core}:name.familyName`] },
      { ...always, userName: 'ada', name: { familyName: 'King' } },
    ],
    ['the whole core', { attributes: [core] }, { ...always, userName: 'ada', name, emails }],
    ['attributes of the extension', { attributes: [`${enterprise}:department`] }, { ...always, [enterprise]: { department: 'D' } }],
    ['parts of the extension', { attributes: [`${enterprise}:manager.value`] }, { ...always, [enterprise]: { manager: { value: 'm' } } }],
    ['the whole extension', { attributes: [enterprise.toLowerCase()] }, { ...always, [enterprise]: extension }],
    ['attributes of the extension without its URN', { attributes: ['department'] }, { ...always, [enterprise]: { department: 'D' } }],
    ['an unknown schema', { attributes: [acme] }, { ...always, [acme]: { badge: 7, door: 'n' } }],
    ['attributes of an unknown schema', { attributes: [`${acme}:badge`] }, { ...always, [acme]: { badge: 7 } }],
    ['nothing for unknown names', { attributes: ['nope', 'name.nope', '__proto__', 'a b'] }, always],
    [
      'all but what is excluded',
      { excludedAttributes: ['emails', 'NAME.familyName', acme] },
      { ...always, userName: 'ada', name: { givenName: 'Ada' }, [enterprise]: extension },
    ],
    [
      'what is excluded from the extension',
      { excludedAttributes: [`${enterprise}:manager`, acme] },
      { ...always, userName: 'ada', name, emails, [enterprise]: { department: 'D' } },
    ],
    ['no excluded extension', { excludedAttributes: [enterprise, acme] }, { ...always, userName: 'ada', name, emails }],
    ['always what is always returned', { excludedAttributes: ['id', 'schemas'] }, shown],
    [
      'no empty remains',
      { excludedAttributes: ['name.givenName', 'name.familyName', enterprise, acme] },
      { ...always, userName: 'ada', emails },
    ],
    [
      'what is asked for and not excluded',
      { attributes: ['name', 'userName'], excludedAttributes: ['userName', 'name.givenName'] },
      { ...always, name: { familyName: 'King' } },
    ],
  ])('shows %s', (_, selection, expected) => {
    expect(project(userResource, user, selection)).toEqual(expected);
  });

  it.each([
    ['urn:acme:scim:v1.0', 'urn:acme:scim:v1.0'],
    ['urn:acme:scim:v1.0:badge', 'urn:acme:scim:v1.0'],
    ['urn:acme:scim:user.v1', 'urn:acme:scim:user.v1'],
    ['urn:acme:scim:user.v1:badge', 'urn:acme:scim:user.v1'],
    ['http://acme.com/scim', 'http://acme.com/scim'],
    ['urn:acme:User:constructor', 'urn:acme:User'],
  ])('shows by %s what is held under %s, and hides it', (asked, held) => {
    const document = { ...always, [held]: { [asked.endsWith('constructor') ? 'constructor' : 'badge']: 7 } };
    expect(project(userResource, document, { attributes: [asked] })).toEqual(document);
    expect(project(userResource, document, { attributes: ['userName'] })).toEqual(always);
    expect(project(userResource, document, { excludedAttributes: [asked] })).toEqual(always);
  });

  it('shows a group without its members', () => {
    const group = { schemas: ['x'], id: '1', displayName: 'G', members: [{ value: 'a' }] };
    expect(project(groupResource, group, { excludedAttributes: ['members'] })).toEqual({ schemas: ['x'], id: '1', displayName: 'G' });
    expect(project(groupResource, group, { attributes: ['members'] })).toEqual({ schemas: ['x'], id: '1', members: [{ value: 'a' }] });
  });
});

describe('wants', () => {
  it.each<[Selection, boolean]>([
    [{}, true],
    [{ attributes: ['members'] }, true],
    [{ attributes: ['members.value'] }, true],
    [{ attributes: ['urn:ietf:params:scim:schemas:core:2.0:Group'] }, true],
    [{ attributes: ['displayName'] }, false],
    [{ attributes: ['nope'] }, false],
    [{ excludedAttributes: ['MEMBERS'] }, false],
    [{ excludedAttributes: ['members.display'] }, true],
    [{ excludedAttributes: ['displayName'] }, true],
  ])('says of %j whether members are needed: %s', (selection, expected) => {
    expect(wants(groupResource, selection, 'members')).toBe(expected);
  });

  it('wants nothing that the resource does not have', () => {
    expect(wants(groupResource, {}, 'userName')).toBe(false);
    expect(wants(userResource, {}, 'password')).toBe(false);
  });
});

describe('readSelection', () => {
  it.each<[object, Selection]>([
    [{}, {}],
    [{ attributes: 'a, b,,c ' }, { attributes: ['a', 'b', 'c'] }],
    [
      { attributes: ['a,b', 'c'], excludedAttributes: 'd' },
      { attributes: ['a', 'b', 'c'], excludedAttributes: ['d'] },
    ],
    [{ attributes: '', excludedAttributes: ' , ' }, {}],
    [{ attributes: null, excludedAttributes: [] }, {}],
  ])('reads %j', (query, expected) => {
    expect(readSelection(query)).toEqual(expected);
  });

  it.each([[5], [{}], [true], [[7, 'a']], [[null]], [[['a']]]])('refuses %j', (sent) => {
    for (const query of [{ attributes: sent }, { excludedAttributes: sent }])
      expect(refusalOf(() => readSelection(query))).toMatchObject({ status: 400, scimType: 'invalidValue' });
  });
});
