import { describe, expect, it } from 'vitest';
import type { ScimDocument } from '#scim-gateway/protocol/document.ts';
import { project, wants } from '#scim-gateway/protocol/project.ts';
import { groupResource, userResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { readSelection, type Selection } from '#scim-gateway/protocol/selection.ts';
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

  const phone = (value: string, type: string, primary?: boolean) => ({
    value,
    type,
    display: `${type} ${value}`,
    ...(primary && { primary }),
  });
  const phones = [phone('1', 'work', true), phone('2', 'home'), phone('3', 'work, too')];
  const [first, second, third] = phones;
  const caller = { ...always, userName: 'ada', phoneNumbers: phones, name };

  it.each<[string, Selection, object]>([
    ['the elements asked for', { attributes: ['phoneNumbers[type eq "work"]'] }, { ...always, phoneNumbers: [first] }],
    ['whatever the case', { attributes: ['PHONENUMBERS[TYPE EQ "WORK"]'] }, { ...always, phoneNumbers: [first] }],
    ['by the URN', { attributes: [`${core}:phoneNumbers[primary eq true]`] }, { ...always, phoneNumbers: [first] }],
    ['a part of them', { attributes: ['phoneNumbers[type eq "home"].value'] }, { ...always, phoneNumbers: [{ value: '2' }] }],
    [
      'different parts of different elements',
      { attributes: ['phoneNumbers[type eq "home"].value', 'phoneNumbers[type sw "work"].type', 'phoneNumbers[primary pr].display'] },
      { ...always, phoneNumbers: [{ type: 'work', display: 'work 1' }, { value: '2' }, { type: 'work, too' }] },
    ],
    [
      'some as a whole, and a part of each',
      { attributes: ['phoneNumbers[not (type eq "home")]', 'phoneNumbers.value'] },
      { ...always, phoneNumbers: [first, { value: '2' }, third] },
    ],
    ['nothing where no element is asked for', { attributes: ['phoneNumbers[type eq "pager"]'] }, always],
    [
      'nothing of what the type does not have',
      { attributes: ['emailAddresses[type eq "work"]', 'userName'] },
      { ...always, userName: 'ada' },
    ],
    [
      'an object that the filter holds for',
      { attributes: ['name[familyName eq "King"].givenName'] },
      { ...always, name: { givenName: 'Ada' } },
    ],
    ['no object that it does not hold for', { attributes: ['name[familyName eq "Hopper"]'] }, always],
    [
      'all but some elements',
      { excludedAttributes: ['phoneNumbers[type sw "work"]', 'name'] },
      { ...always, userName: 'ada', phoneNumbers: [second] },
    ],
    [
      'all but a part of some elements',
      { excludedAttributes: ['phoneNumbers[type eq "work"].value', 'name', 'phoneNumbers.display'] },
      {
        ...always,
        userName: 'ada',
        phoneNumbers: [
          { type: 'work', primary: true },
          { value: '2', type: 'home' },
          { value: '3', type: 'work, too' },
        ],
      },
    ],
    ['no list without elements', { excludedAttributes: ['phoneNumbers[value pr]', 'name', 'userName'] }, always],
  ])('MAY show by value path %s', (_, selection, expected) => {
    expect(project(userResource, caller, selection)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['phoneNumbers[type eq "work"', 'invalidPath'],
    ['phoneNumbers[type eq]', 'invalidPath'],
    ['phoneNumbers[shoeSize eq "42"]', 'invalidFilter'],
    ['phoneNumbers[type eq "work"].value.more', 'invalidPath'],
    [`phoneNumbers[${'not ('.repeat(100)}type pr${')'.repeat(100)}]`, 'invalidPath'],
  ])('refuses a value path that cannot be read: %s', (path, scimType) => {
    for (const selection of [{ attributes: [path] }, { excludedAttributes: [path] }])
      expect(refusalOf(() => project(userResource, caller, selection))).toMatchObject({ status: 400, scimType });
  });

  const door = { name: 'North', floor: { number: 3, wing: 'b' } };
  const held: ScimDocument = { ...always, [acme]: { door, keys: [{ code: 1, label: 'one' }, { code: 2 }] } };

  it.each<[string, Selection, object]>([
    ['a part', { attributes: [`${acme}:door.name`] }, { door: { name: 'North' } }],
    ['a part of each element', { attributes: [`${acme}:keys.CODE`] }, { keys: [{ code: 1 }, { code: 2 }] }],
    ['a part of some elements', { attributes: [`${acme}:keys.label`] }, { keys: [{ label: 'one' }] }],
    [
      'all but a part',
      { excludedAttributes: [`${acme}:door.floor`, `${acme}:keys.label`] },
      { door: { name: 'North' }, keys: [{ code: 1 }, { code: 2 }] },
    ],
  ])('shows of an attribute that no schema describes %s', (_, selection, expected) => {
    expect(project(userResource, held, selection)).toEqual({ ...always, [acme]: expected });
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
    [{ attributes: ['members[value eq "1"]'] }, true],
    [{ excludedAttributes: ['members[value eq "1"]'] }, true],
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
    [{ attributes: 'a,b[c eq "d,e"].f,g' }, { attributes: ['a', 'b[c eq "d,e"].f', 'g'] }],
    [{ attributes: 'b[c eq "]\\",[" or d pr],e' }, { attributes: ['b[c eq "]\\",[" or d pr]', 'e'] }],
    [{ attributes: ']],a,"b,c' }, { attributes: [']]', 'a', '"b', 'c'] }],
    [{ attributes: 'a[b,c' }, { attributes: ['a[b,c'] }],
  ])('reads %j', (query, expected) => {
    expect(readSelection(query)).toEqual(expected);
  });

  it('is bounded', () => {
    for (const attributes of [Array(1001).fill('id'), `emails[${'value pr or '.repeat(100)}value pr]`])
      expect(refusalOf(() => readSelection({ attributes }))).toMatchObject({ status: 400, scimType: 'invalidValue' });
    for (const text of ['[', '"', '["', '[]', ',', '\\'])
      expect(refusalOf(() => readSelection({ attributes: text.repeat(300_000) }))?.status ?? 400).toBe(400);
  });

  it.each([[5], [{}], [true], [[7, 'a']], [[null]], [[['a']]]])('refuses %j', (sent) => {
    for (const query of [{ attributes: sent }, { excludedAttributes: sent }])
      expect(refusalOf(() => readSelection(query))).toMatchObject({ status: 400, scimType: 'invalidValue' });
  });
});
