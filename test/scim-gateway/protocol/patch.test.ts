import { describe, expect, it } from 'vitest';
import type { ScimDocument } from '#scim-gateway/protocol/document.ts';
import { applyPatch } from '#scim-gateway/protocol/patch.ts';
import { userResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { refusalOf } from './refusal.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const acme = 'urn:acme:params:scim:badge:1.0:User';

const work = { type: 'work', value: 'w@acme.com', primary: true };
const home = { type: 'home', value: 'h@acme.com' };
const ada: ScimDocument = {
  schemas: [core, enterprise],
  id: '0192',
  userName: 'ada',
  active: true,
  title: 'Countess',
  name: { givenName: 'Ada', familyName: 'King', formatted: 'Ada King' },
  emails: [work, home],
  meta: { resourceType: 'User', version: 'W/"1"' },
  [enterprise]: {
    department: 'Engines',
    division: 'Analytical',
    manager: { value: 'm1', $ref: 'https://x/Users/m1', displayName: 'Charles' },
  },
};

const patched = (operations: unknown, document: ScimDocument = ada) =>
  applyPatch(userResource, document, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations });

/** What one operation leaves at some names of Ada; names of the extension without its URN. */
const after = (operation: unknown, document: ScimDocument = ada) => {
  const { [enterprise]: extension, ...attributes } = patched([operation], document);
  return { ...(extension as object), ...attributes };
};

const without = (...names: string[]) => Object.fromEntries(Object.entries(ada).filter(([name]) => !names.includes(name))) as ScimDocument;

describe('applyPatch (RFC 7644 §3.5.2)', () => {
  it.each<[string, unknown, Record<string, unknown>]>([
    // add and replace: simple attributes
    ['add an attribute', { op: 'add', path: 'nickName', value: 'Babs' }, { nickName: 'Babs', title: 'Countess' }],
    ['replace an attribute', { op: 'replace', path: 'title', value: 'Lead' }, { title: 'Lead' }],
    ['replace with the core URN', { op: 'replace', path: `${core}:title`, value: 'Lead' }, { title: 'Lead' }],
    ['replace externalId', { op: 'Replace', path: 'externalId', value: 'e1' }, { externalId: 'e1' }],
    ['replace what is equal', { op: 'replace', path: 'userName', value: 'ada' }, { userName: 'ada' }],
    ['names in any case', { op: 'Replace', path: 'DISPLAYNAME', value: 'Renamed' }, { displayName: 'Renamed', DISPLAYNAME: undefined }],
    [
      'a value of several words, as it is',
      { op: 'replace', path: 'displayName', value: ' Jean Luc van der Berg ' },
      { displayName: ' Jean Luc van der Berg ' },
    ],
    ['no enumeration', { op: 'replace', path: 'locale', value: 'NNRDFXPHOXUY' }, { locale: 'NNRDFXPHOXUY' }],
    ['a password, which only projection hides', { op: 'replace', path: 'password', value: 's3cret' }, { password: 's3cret' }],
    // clearing
    ['null clears', { op: 'replace', path: 'title', value: null }, { title: undefined }],
    ['an empty string clears', { op: 'replace', path: 'title', value: '' }, { title: undefined }],
    ['an empty list clears', { op: 'replace', path: 'emails', value: [] }, { emails: undefined }],
    ['add of an empty list adds nothing', { op: 'add', path: 'emails', value: [] }, { emails: [work, home] }],
    ['null clears a complex attribute', { op: 'replace', path: 'name', value: null }, { name: undefined }],
    [
      'null in an object clears',
      { op: 'replace', value: { title: null, name: { formatted: '' } } },
      { title: undefined, name: { givenName: 'Ada', familyName: 'King' } },
    ],
    ['remove an attribute', { op: 'Remove', path: 'title' }, { title: undefined, active: true }],
    [
      'an object behind the URN of the core, if it names no attribute, is ignored',
      { op: 'add', value: { [`${core}:nope`]: { a: 1 }, title: 'Lead' } },
      { title: 'Lead', [`${core}:nope`]: undefined },
    ],
    ['remove with a value', { op: 'Remove', path: 'title', value: 'Countess' }, { title: undefined }],
    ['remove what is not there', { op: 'remove', path: 'nickName' }, { nickName: undefined, title: 'Countess' }],
    // complex attributes
    [
      'replace of a complex attribute merges',
      { op: 'replace', path: 'name', value: { familyName: 'Byron' } },
      { name: { givenName: 'Ada', familyName: 'Byron', formatted: 'Ada King' } },
    ],
    [
      'add to a complex attribute merges',
      { op: 'add', path: 'name', value: { middleName: 'A.' } },
      { name: { givenName: 'Ada', familyName: 'King', formatted: 'Ada King', middleName: 'A.' } },
    ],
    [
      'replace a sub-attribute',
      { op: 'replace', path: 'name.givenName', value: 'Augusta' },
      { name: { givenName: 'Augusta', familyName: 'King', formatted: 'Ada King' } },
    ],
    ['remove a sub-attribute', { op: 'Remove', path: 'name.formatted' }, { name: { givenName: 'Ada', familyName: 'King' } }],
    ['remove a complex attribute', { op: 'remove', path: 'name' }, { name: undefined }],
    [
      'a filter on a complex attribute that holds',
      { op: 'replace', path: 'name[givenName eq "ada"].familyName', value: 'B' },
      { name: { givenName: 'Ada', familyName: 'B', formatted: 'Ada King' } },
    ],
    // lists
    [
      'add an element',
      { op: 'add', path: 'emails', value: [{ value: 'o@acme.com', type: 'other' }] },
      { emails: [work, home, { value: 'o@acme.com', type: 'other' }] },
    ],
    [
      'add an object for a list',
      { op: 'add', path: 'emails', value: { value: 'o@acme.com' } },
      { emails: [work, home, { value: 'o@acme.com' }] },
    ],
    ['add a string for a list', { op: 'add', path: 'emails', value: 'o@acme.com' }, { emails: [work, home, { value: 'o@acme.com' }] }],
    [
      'add what is there',
      { op: 'add', path: 'emails', value: [{ value: 'h@acme.com', type: 'HOME' }] },
      { emails: [work, { ...home, type: 'HOME' }] },
    ],
    ['add exactly what is there', { op: 'add', path: 'emails', value: [home] }, { emails: [work, home] }],
    [
      'a new primary demotes the old one',
      { op: 'add', path: 'emails', value: [{ value: 'p@acme.com', primary: true }] },
      { emails: [{ ...work, primary: false }, home, { value: 'p@acme.com', primary: true }] },
    ],
    [
      'making an element primary demotes the old one',
      { op: 'replace', path: 'emails[type eq "home"].primary', value: 'True' },
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      'another type does not move the primary flag',
      { op: 'Replace', path: 'emails[type eq "other"].value', value: 'o@acme.com' },
      { emails: [work, home, { type: 'other', value: 'o@acme.com' }] },
    ],
    ['replace a list', { op: 'replace', path: 'emails', value: [{ value: 'n@acme.com' }] }, { emails: [{ value: 'n@acme.com' }] }],
    [
      'the last of several primary elements',
      {
        op: 'replace',
        path: 'emails',
        value: [
          { value: 'n@acme.com', primary: true },
          { value: 'o@acme.com', primary: true },
        ],
      },
      {
        emails: [
          { value: 'n@acme.com', primary: false },
          { value: 'o@acme.com', primary: true },
        ],
      },
    ],
    ['remove a list', { op: 'remove', path: 'emails' }, { emails: undefined }],
    ['remove elements by value', { op: 'Remove', path: 'emails', value: [{ $ref: null, value: 'w@acme.com' }] }, { emails: [home] }],
    [
      'remove elements by value and type',
      { op: 'remove', path: 'emails', value: [{ value: 'w@acme.com', type: 'home' }] },
      { emails: [work, home] },
    ],
    ['remove a bare value', { op: 'remove', path: 'emails', value: 'h@acme.com' }, { emails: [work] }],
    ['remove nothing by an empty list', { op: 'remove', path: 'emails', value: [] }, { emails: [work, home] }],
    [
      'remove elements by a repeated name',
      { op: 'remove', path: 'emails', value: { emails: [{ value: 'w@acme.com' }] } },
      { emails: [home] },
    ],
    [
      'a sub-attribute of every element',
      { op: 'replace', path: 'emails.type', value: 'old' },
      {
        emails: [
          { ...work, type: 'old' },
          { ...home, type: 'old' },
        ],
      },
    ],
    [
      'remove a sub-attribute of every element',
      { op: 'remove', path: 'emails.type' },
      { emails: [{ value: 'w@acme.com', primary: true }, { value: 'h@acme.com' }] },
    ],
    ['add to the values', { op: 'add', path: 'emails.value', value: 'o@acme.com' }, { emails: [work, home, { value: 'o@acme.com' }] }],
    [
      'a role value that is a JSON document',
      { op: 'Add', path: 'roles', value: [{ value: '{"id":"06b0","value":"25"}' }] },
      { roles: [{ value: '{"id":"06b0","value":"25"}' }] },
    ],
    // value filters
    [
      'replace by a filter',
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'new@acme.com' },
      { emails: [{ ...work, value: 'new@acme.com' }, home] },
    ],
    [
      'names and values of a filter in any case',
      { op: 'Replace', path: 'Emails[Type EQ "WORK"].Value', value: 'new@acme.com' },
      { emails: [{ ...work, value: 'new@acme.com' }, home] },
    ],
    [
      'what is replaced by a filter, whole (RFC 7644 §3.5.2.3)',
      { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'new@acme.com', type: 'Work' } },
      { emails: [{ value: 'new@acme.com', type: 'Work' }, home] },
    ],
    [
      'what is replaced by a filter, and is of its type still',
      { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'new@acme.com', display: 'New' } },
      { emails: [{ value: 'new@acme.com', type: 'work', display: 'New' }, home] },
    ],
    [
      'what is added to by a filter, in part',
      { op: 'add', path: 'emails[type eq "work"]', value: { display: 'W' } },
      { emails: [{ ...work, display: 'W' }, home] },
    ],
    [
      'what is replaced by nothing that is known, not at all',
      { op: 'replace', path: 'emails[type eq "work"]', value: { colour: 'red' } },
      { emails: [work, home] },
    ],
    [
      'a bare value by a filter',
      { op: 'replace', path: 'emails[type eq "work"]', value: 'new@acme.com' },
      { emails: [{ ...work, value: 'new@acme.com' }, home] },
    ],
    [
      'a filter on a boolean',
      { op: 'Replace', path: 'emails[primary eq true].value', value: 'z@acme.com' },
      { emails: [{ ...work, value: 'z@acme.com' }, home] },
    ],
    [
      'a filter on a boolean in words',
      { op: 'Replace', path: 'emails[primary eq "True"].value', value: 'z@acme.com' },
      { emails: [{ ...work, value: 'z@acme.com' }, home] },
    ],
    [
      'a filter with and, or, not',
      { op: 'remove', path: 'emails[not (type eq "work") and (value ew "acme.com" or value pr)]' },
      { emails: [work] },
    ],
    ['remove by a filter', { op: 'remove', path: 'emails[type eq "work"]' }, { emails: [home] }],
    ['remove the last by a filter', { op: 'remove', path: 'emails[value ew "acme.com"]' }, { emails: undefined }],
    ['remove by a filter that nothing matches', { op: 'remove', path: 'emails[type eq "other"]' }, { emails: [work, home] }],
    ['null by a filter removes', { op: 'replace', path: 'emails[type eq "work"]', value: null }, { emails: [home] }],
    ['remove a sub-attribute by a filter leaves no bare label', { op: 'Remove', path: 'emails[type eq "home"].value' }, { emails: [work] }],
    [
      'remove a sub-attribute by a filter with a value',
      { op: 'Remove', path: 'emails[type eq "home"].value', value: 'h@acme.com' },
      { emails: [work] },
    ],
    ['an empty string by a filter clears', { op: 'Replace', path: 'emails[type eq "home"].value', value: '' }, { emails: [work] }],
    [
      'null by a filter that nothing matches',
      { op: 'Replace', path: 'emails[type eq "other"].value', value: null },
      { emails: [work, home] },
    ],
    [
      'create what the filter says',
      { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '222' },
      { phoneNumbers: [{ type: 'mobile', value: '222' }] },
    ],
    [
      'create what both terms of the filter say',
      { op: 'add', path: 'phoneNumbers[type eq "work" and primary eq true].value', value: '1' },
      { phoneNumbers: [{ type: 'work', primary: true, value: '1' }] },
    ],
    [
      'create from a whole object',
      { op: 'add', path: 'addresses[type eq "work"]', value: { locality: 'Tallinn' } },
      { addresses: [{ type: 'work', locality: 'Tallinn' }] },
    ],
    // extensions
    [
      'replace an attribute of the extension',
      { op: 'Replace', path: `${enterprise}:department`, value: 'Sales' },
      { department: 'Sales', division: 'Analytical' },
    ],
    [
      'clear an attribute of the extension',
      { op: 'Replace', path: `${enterprise}:department`, value: null },
      { department: undefined, division: 'Analytical' },
    ],
    [
      'remove an attribute of the extension',
      { op: 'Remove', path: `${enterprise}:department` },
      { department: undefined, division: 'Analytical' },
    ],
    ['an attribute of the extension without its URN', { op: 'replace', path: 'department', value: 'Sales' }, { department: 'Sales' }],
    [
      'the former URN of the extension',
      { op: 'Add', path: 'urn:scim:schemas:extension:enterprise:2.0.department', value: 'Old' },
      { department: 'Old' },
    ],
    [
      'the misspelt URN of the extension',
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User:department', value: 'Old' },
      { department: 'Old' },
    ],
    [
      'add a whole extension',
      { op: 'add', path: enterprise, value: { schemas: [enterprise], department: 'Whole', EmployeeNumber: '9' } },
      { department: 'Whole', employeeNumber: '9', division: 'Analytical', schemas: [core, enterprise] },
    ],
    ['remove a whole extension', { op: 'remove', path: enterprise }, { department: undefined, schemas: [core] }],
    ['clear a whole extension', { op: 'replace', path: enterprise, value: null }, { department: undefined, schemas: [core] }],
    // values of operations without a path
    ['a boolean', { op: 'replace', value: { active: false } }, { active: false }],
    [
      'dotted and URN keys',
      { op: 'replace', value: { displayName: 'B', 'name.givenName': 'Kim', [`${enterprise}:employeeNumber`]: '222' } },
      {
        displayName: 'B',
        name: { givenName: 'Kim', familyName: 'King', formatted: 'Ada King' },
        employeeNumber: '222',
        'name.givenName': undefined,
      },
    ],
    [
      'nested and dotted keys together',
      { op: 'replace', value: { name: { givenName: 'Only' }, 'name.honorificSuffix': 'Jr' } },
      { name: { givenName: 'Only', familyName: 'King', formatted: 'Ada King', honorificSuffix: 'Jr' } },
    ],
    [
      'a value path as a key',
      { op: 'replace', value: { 'emails[type eq "home"].value': 'k@acme.com' } },
      { emails: [work, { ...home, value: 'k@acme.com' }] },
    ],
    [
      'a nested extension',
      { op: 'add', value: { nickName: 'B', [enterprise]: { department: 'Nested' } } },
      { nickName: 'B', department: 'Nested', division: 'Analytical' },
    ],
    ['the core as a key', { op: 'replace', value: { [core]: { title: 'T' } } }, { title: 'T' }],
    ['the core as a path', { op: 'replace', path: core, value: { title: 'T' } }, { title: 'T' }],
    [
      'a list in add is added to',
      { op: 'add', value: { emails: [{ value: 'o@acme.com' }] } },
      { emails: [work, home, { value: 'o@acme.com' }] },
    ],
    ['a list in replace replaces', { op: 'replace', value: { emails: [{ value: 'o@acme.com' }] } }, { emails: [{ value: 'o@acme.com' }] }],
    [
      'what is read-only is ignored',
      { op: 'replace', value: { id: 'other', groups: [{ value: 'g' }], meta: { created: 'x' }, schemas: ['x'], title: 'T' } },
      { id: '0192', groups: undefined, meta: ada.meta, title: 'T' },
    ],
    [
      'what is unknown is ignored',
      { op: 'replace', value: { nope: 1, 'name.nope': 2, 'no.such.thing': 3, title: 'T' } },
      { nope: undefined, name: ada.name, title: 'T' },
    ],
    // Entra's and others' ways
    ['a word for a boolean', { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
    ['a word for a boolean in an object', { op: 'Replace', value: { active: 'True' } }, { active: true }],
    ['a scalar wrapped in a list', { op: 'Replace', path: 'displayName', value: ['Platform'] }, { displayName: 'Platform' }],
    ['other names in an operation', { op: 'replace', name: 'rename', Path: 'title', VALUE: 'T' }, { title: 'T' }],
    ['the id named as what it is', { op: 'replace', path: 'id', value: '0192' }, { id: '0192' }],
    ['schemas, which follow from the rest', { op: 'add', path: 'schemas', value: ['urn:x'] }, { schemas: [core, enterprise] }],
    // managers
    ['a manager by a bare id', { op: 'Add', path: `${enterprise}:manager`, value: 'm2' }, { manager: { value: 'm2' } }],
    [
      'a manager by an object',
      { op: 'add', path: `${enterprise}:manager`, value: { value: 'm2', displayName: 'ignored' } },
      { manager: { value: 'm2' } },
    ],
    [
      'a manager by a list of one',
      { op: 'Add', path: `${enterprise}:manager`, value: [{ $ref: 'https://x/Users/m2', value: 'm2' }] },
      { manager: { value: 'm2', $ref: 'https://x/Users/m2' } },
    ],
    ['a manager by its value', { op: 'replace', path: `${enterprise}:manager.value`, value: 'm2' }, { manager: { value: 'm2' } }],
    [
      'the same manager',
      { op: 'replace', path: `${enterprise}:manager`, value: 'm1' },
      { manager: { value: 'm1', $ref: 'https://x/Users/m1', displayName: 'Charles' } },
    ],
    [
      'a manager by its URI',
      { op: 'add', path: `${enterprise}:manager`, value: { $ref: 'https://x/Users/m2' } },
      { manager: { value: 'm2', $ref: 'https://x/Users/m2' } },
    ],
    [
      'a manager by the path of its URI',
      { op: 'replace', path: `${enterprise}:manager.$ref`, value: 'https://x/Users/m2/?a=b' },
      { manager: { value: 'm2', $ref: 'https://x/Users/m2/?a=b' } },
    ],
    ['a manager without a URN', { op: 'replace', value: { manager: 'm2' } }, { manager: { value: 'm2' } }],
    ['a manager removed', { op: 'Remove', path: `${enterprise}:manager` }, { manager: undefined, department: 'Engines' }],
    ['a manager cleared by an empty string', { op: 'Replace', path: `${enterprise}:manager`, value: '' }, { manager: undefined }],
    [
      'a manager cleared by an empty value',
      { op: 'replace', path: `${enterprise}:manager`, value: { value: '' } },
      { manager: undefined, department: 'Engines' },
    ],
    ['a manager cleared by null', { op: 'replace', path: `${enterprise}:manager`, value: null }, { manager: undefined }],
    ['a manager cleared by its value', { op: 'remove', path: `${enterprise}:manager.value` }, { manager: undefined }],
  ])('applies %s', (_, operation, expected) => {
    const result: Record<string, unknown> = after(operation);
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, result[name]]))).toEqual(expected);
  });

  it.each<[string, unknown, unknown]>([
    ['an attribute by its path', { op: 'add', path: `${acme}:number`, value: 'N1' }, { number: 'N1' }],
    ['an attribute by a key', { op: 'add', value: { [`${acme}:number`]: 'N1' } }, { number: 'N1' }],
    [
      'all attributes by the schema',
      { op: 'add', path: acme, value: { number: 'N1', access: ['a', { b: 1 }] } },
      { number: 'N1', access: ['a', { b: 1 }] },
    ],
    ['all attributes by a key', { op: 'replace', value: { [acme]: { number: 7 } } }, { number: 7 }],
    ['a part by its path', { op: 'replace', path: `${acme}:door.name`, value: 'north' }, { door: { name: 'north' } }],
  ])('keeps %s of a schema that is not known here', (_, operation, expected) => {
    const document = patched([operation]);
    expect(document).toMatchObject({ [acme]: expected, schemas: [core, enterprise, acme], title: 'Countess' });
  });

  it('merges, adds to and clears attributes of a schema that is not known here', () => {
    const badge = { ...ada, [acme]: { number: 'N1', doors: ['a'], level: { floor: 1, wing: 'w' } } };
    const of = (operation: unknown) => patched([operation], badge)[acme];
    expect(of({ op: 'replace', path: `${acme.toUpperCase()}:NUMBER`, value: 'N2' })).toMatchObject({ number: 'N2', doors: ['a'] });
    expect(of({ op: 'add', path: `${acme}:doors`, value: ['a', 'b'] })).toMatchObject({ doors: ['a', 'b'] });
    expect(of({ op: 'replace', path: acme, value: { number: '', level: { wing: null } } })).toEqual({ doors: ['a'], level: { floor: 1 } });
    expect(of({ op: 'remove', path: `${acme}:doors` })).toEqual({ number: 'N1', level: { floor: 1, wing: 'w' } });
    expect(of({ op: 'remove', path: acme })).toBeUndefined();
  });

  it.each<[string, ScimDocument, unknown, unknown]>([
    [
      'an attribute of no document that holds the schema',
      {},
      { op: 'add', path: 'urn:acme:v1.0:badge', value: 'B' },
      { 'urn:acme:v1.0': { badge: 'B' } },
    ],
    ['a complex attribute', {}, { op: 'add', path: 'urn:acme:v1.0:badge', value: { no: 1 } }, { 'urn:acme:v1.0': { badge: { no: 1 } } }],
    [
      'an attribute that is held',
      { 'urn:acme:v1.0': { badge: 'B', a: 1 } },
      { op: 'remove', path: 'urn:acme:v1.0:badge' },
      { 'urn:acme:v1.0': { a: 1 } },
    ],
    [
      'an attribute of a URL',
      {},
      { op: 'add', path: 'http://acme.com/scim:badge', value: 'B' },
      { 'http://acme.com/scim': { badge: 'B' } },
    ],
    [
      'a schema that is held, though it reads as an attribute',
      { 'urn:acme:user.v1': { a: 1 } },
      { op: 'remove', path: 'urn:acme:user.v1' },
      {},
    ],
    [
      'a schema that is held, though another could have it as an attribute',
      { 'urn:acme:user': { a: 1 }, 'urn:acme:user:custom': { b: 1 } },
      { op: 'replace', path: 'urn:acme:user:custom', value: { b: 2 } },
      { 'urn:acme:user': { a: 1 }, 'urn:acme:user:custom': { b: 2 } },
    ],
    [
      'a schema that is held, though no path can be read',
      { 'urn:acme:(a b)': { a: 1 } },
      { op: 'add', path: 'urn:acme:(a b)', value: { b: 1 } },
      { 'urn:acme:(a b)': { a: 1, b: 1 } },
    ],
    ['a schema that ends in no name', {}, { op: 'add', path: 'urn:acme:App_2.0', value: { a: 1 } }, { 'urn:acme:App_2.0': { a: 1 } }],
    ['an object in a key', {}, { op: 'add', value: { 'urn:acme:user.v1': { a: 1 } } }, { 'urn:acme:user.v1': { a: 1 } }],
    [
      'a text in a key',
      { 'urn:acme:user': { a: 1 } },
      { op: 'add', value: { 'urn:acme:user': 'x' } },
      { 'urn:acme:user': { a: 1 }, 'urn:acme': { user: 'x' } },
    ],
    ['a schema that a key clears', { 'urn:acme:user': { a: 1 } }, { op: 'replace', value: { 'urn:acme:user': null } }, {}],
    ['a part in a key', {}, { op: 'add', value: { 'urn:acme:user.v1': 7 } }, { 'urn:acme': { user: { v1: 7 } } }],
  ])('takes a URN for %s', (_, held, operation, expected) => {
    const { schemas, userName, ...document } = patched([operation], { userName: 'ada', ...held });
    expect(document).toEqual(expected);
    expect(schemas).toEqual([core, ...Object.keys(expected as object)]);
  });

  it.each<[string, unknown, unknown]>([
    ['by their values', ['x', { b: 2, a: 1 }], ['y']],
    ['by one value', 'x', ['y', { a: 1, b: 2 }]],
    ['by no value', undefined, undefined],
    ['by null', null, undefined],
    ['by an empty list', [], ['x', 'y', { a: 1, b: 2 }]],
    ['by what is not there', ['z'], ['x', 'y', { a: 1, b: 2 }]],
    ['by all their values', ['y', 'x', { a: 1, b: 2 }], undefined],
  ])('removes elements of a list of an unknown schema %s', (_, value, left) => {
    const list = ['x', 'y', { a: 1, b: 2 }];
    const document = patched(
      [
        { op: 'Remove', path: `${acme}:list`, value },
        { op: 'Remove', path: `${acme}:deep.list`, value },
      ],
      {
        ...ada,
        [acme]: { list, deep: { list } },
      },
    );
    expect(document[acme]).toEqual(left && { list: left, deep: { list: left } });
  });

  it('adds an element of an unknown schema once, whatever the order of its names', () => {
    const document = patched([{ op: 'add', path: `${acme}:list`, value: [{ b: 2, a: 1 }] }], {
      ...ada,
      [acme]: { list: [{ a: 1, b: 2 }] },
    });
    expect(document[acme]).toEqual({ list: [{ a: 1, b: 2 }] });
  });

  it('builds one element from successive operations on its parts', () => {
    const address = (part: string, value: string) => ({ op: 'Add', path: `addresses[type eq "work"].${part}`, value });
    const role = (part: string, value: string) => ({ op: 'Add', path: `roles[primary eq "True"].${part}`, value });
    const document = patched([
      address('streetAddress', '3008 Jarret Rue'),
      address('locality', 'Tallinn'),
      address('formatted', ' 1 Long Road and Co or Else '),
      role('display', 'Admin'),
      role('value', 'admin'),
      role('type', 'WindowsAzureActiveDirectoryRole'),
    ]);
    expect(document.addresses).toEqual([
      { type: 'work', streetAddress: '3008 Jarret Rue', locality: 'Tallinn', formatted: ' 1 Long Road and Co or Else ' },
    ]);
    expect(document.roles).toEqual([{ primary: true, display: 'Admin', value: 'admin', type: 'WindowsAzureActiveDirectoryRole' }]);
  });

  it('leaves those elements alone that were sent twice, when others are added', () => {
    const twice = [
      { value: 'w@acme.com', display: 'one' },
      { value: 'w@acme.com', display: 'two' },
    ];
    const adding = (...value: object[]) => patched([{ op: 'add', path: 'emails', value }], { ...ada, emails: twice }).emails;
    expect(adding({ value: 'n@acme.com' })).toEqual([...twice, { value: 'n@acme.com' }]);
    expect(adding({ value: 'w@acme.com', display: 'two' })).toEqual(twice);
    expect(adding({ value: 'w@acme.com', display: 'three' })).toEqual([{ value: 'w@acme.com', display: 'three' }, twice[1]]);
  });

  it('makes the last that is said to be primary so, wherever it stands', () => {
    const value = [
      { value: 'n@acme.com', primary: true },
      { ...home, primary: true },
    ];
    expect(patched([{ op: 'add', path: 'emails', value }]).emails).toEqual([
      { ...work, primary: false },
      { ...home, primary: true },
      { value: 'n@acme.com', primary: false },
    ]);
  });

  it('creates one primary role beside those that are not primary', () => {
    const document = { ...ada, roles: [{ value: 'engineer' }] };
    expect(patched([{ op: 'Replace', path: 'roles[primary eq "true"].value', value: 'senior' }], document).roles).toEqual([
      { value: 'engineer' },
      { primary: true, value: 'senior' },
    ]);
  });

  it('gives a user without the extension the extension, and its URN', () => {
    const document = patched([{ op: 'Add', path: `${enterprise}:department`, value: 'R&D' }], { ...without(enterprise), schemas: [core] });
    expect(document).toMatchObject({ schemas: [core, enterprise], [enterprise]: { department: 'R&D' } });
  });

  it('is no change without operations', () => {
    expect(patched([])).toEqual(ada);
    expect(applyPatch(userResource, ada, { operations: [] })).toEqual(ada);
  });

  it.each<[string, unknown, string]>([
    ['a remove without a path', { op: 'remove' }, 'noTarget'],
    ['a remove with an empty path', { op: 'remove', path: '' }, 'noTarget'],
    ['a filter on a value that nothing has', { op: 'replace', path: 'emails[value eq "nobody"].type', value: 'x' }, 'noTarget'],
    ['a filter on what is not primary', { op: 'replace', path: 'roles[primary eq false].value', value: 'x' }, 'noTarget'],
    ['a filter on a name that nothing has', { op: 'replace', path: 'roles[display eq "x"].value', value: 'x' }, 'noTarget'],
    ['a filter that says nothing of what to create', { op: 'replace', path: 'ims[type ne "work"].value', value: 'x' }, 'noTarget'],
    ['a filter that contradicts itself', { op: 'add', path: 'ims[type eq "a" and type eq "b"].value', value: 'x' }, 'noTarget'],
    [
      'a filter on a complex attribute that does not hold',
      { op: 'replace', path: 'name[givenName eq "Bob"].familyName', value: 'x' },
      'noTarget',
    ],
    ['the core removed as a whole', { op: 'remove', path: core }, 'noTarget'],
    ['a malformed path', { op: 'replace', path: 'emails[[', value: 'x' }, 'invalidPath'],
    ['an unknown attribute', { op: 'replace', path: 'nope', value: 'x' }, 'invalidPath'],
    ['an unknown attribute to remove', { op: 'remove', path: 'nope' }, 'invalidPath'],
    ['an unknown sub-attribute', { op: 'replace', path: 'name.nope', value: 'x' }, 'invalidPath'],
    ['an unknown attribute of the extension', { op: 'replace', path: `${enterprise}:nope`, value: 'x' }, 'invalidPath'],
    ['an unknown sub-attribute behind a filter', { op: 'replace', path: 'emails[type eq "work"].nope', value: 'x' }, 'invalidPath'],
    ['a filter on an attribute without parts', { op: 'replace', path: 'title[value eq "x"]', value: 'x' }, 'invalidFilter'],
    ['a filter on an unknown part', { op: 'remove', path: 'phoneNumbers[nope eq "x"]' }, 'invalidFilter'],
    ['a filter that orders booleans', { op: 'remove', path: 'emails[primary gt true]' }, 'invalidFilter'],
    ['a filter that orders booleans of an empty list', { op: 'remove', path: 'roles[primary gt true]' }, 'invalidFilter'],
    ['a filter that orders base 64', { op: 'remove', path: 'x509Certificates[value gt "a"]' }, 'invalidFilter'],
    [
      'a filter on a schema that is not known here, in a key',
      { op: 'add', value: { [`${acme}:doors[value eq "x"]`]: { a: 1 } } },
      'invalidPath',
    ],
    ['a filter on a schema that is not known here', { op: 'remove', path: `${acme}:doors[value eq "x"]` }, 'invalidPath'],
    ['__proto__ as a path', { op: 'add', path: '__proto__', value: { polluted: true } }, 'invalidPath'],
    ['constructor as a path', { op: 'add', path: 'constructor', value: { prototype: { polluted: true } } }, 'invalidPath'],
    ['constructor.prototype as a path', { op: 'add', path: 'constructor.prototype', value: 'x' }, 'invalidPath'],
    ['constructor behind a filter', { op: 'add', path: 'emails[type eq "work"].constructor', value: 'x' }, 'invalidPath'],
    ['constructor in a filter', { op: 'remove', path: 'emails[constructor eq "work"]' }, 'invalidFilter'],
    ['a name with too many parts behind a known schema', { op: 'remove', path: `${enterprise}:manager.value.x` }, 'invalidPath'],
    ['a part of a text of an unknown schema', { op: 'add', value: { [acme]: { a: 'x' }, [`${acme}:a.b`]: 'y' } }, 'noTarget'],
    ['__proto__ within an unknown schema', { op: 'add', path: acme, value: JSON.parse('{"a":[{"__proto__":1}]}') }, 'invalidValue'],
    ['a text for an unknown schema in a key', { op: 'add', value: { 'urn:acme:scim:v1.0': 'x' } }, 'invalidValue'],
    ['__proto__ as a part', { op: 'add', path: 'name.__proto__', value: 'x' }, 'invalidPath'],
    ['__proto__ as a part of an unknown schema', { op: 'add', path: `${acme}:__proto__.polluted`, value: 'x' }, 'invalidPath'],
    ['another id', { op: 'replace', path: 'id', value: 'other' }, 'mutability'],
    ['no id', { op: 'remove', path: 'id' }, 'mutability'],
    ['groups', { op: 'add', path: 'groups', value: [{ value: 'g' }] }, 'mutability'],
    ['meta', { op: 'replace', path: 'meta.created', value: 'x' }, 'mutability'],
    ["a manager's name", { op: 'replace', path: `${enterprise}:manager.displayName`, value: 'x' }, 'mutability'],
    ['no userName', { op: 'remove', path: 'userName' }, 'mutability'],
    ['an empty userName', { op: 'replace', value: { userName: '' } }, 'mutability'],
    ['an add without a value', { op: 'add', path: 'title' }, 'invalidValue'],
    ['a replace without a value', { op: 'replace', path: 'emails' }, 'invalidValue'],
    ['a replace of nothing', { op: 'replace' }, 'invalidValue'],
    ['a string for the whole user', { op: 'replace', value: 'x' }, 'invalidValue'],
    ['an object for a string', { op: 'replace', path: 'title', value: { a: 1 } }, 'invalidValue'],
    ['a number for a string', { op: 'replace', path: 'title', value: 7 }, 'invalidValue'],
    ['two strings for one', { op: 'replace', path: 'title', value: ['a', 'b'] }, 'invalidValue'],
    ['removal of what is true or false', { op: 'Remove', path: 'active' }, 'mutability'],
    ['null for what is true or false', { op: 'replace', value: { active: null } }, 'mutability'],
    ['removal of the schemas', { op: 'remove', path: 'schemas' }, 'mutability'],
    ['two spellings of an attribute', { op: 'add', value: { TITLE: 'a', title: 'b' } }, 'invalidValue'],
    ['two spellings of a part', { op: 'add', value: { name: { GivenName: 'a', givenName: 'b' } } }, 'invalidValue'],
    ['two spellings of a part behind a dotted key', { op: 'add', value: { 'name.GivenName': 'a', 'Name.givenName': 'b' } }, 'invalidValue'],
    ['an attribute with and without its URN', { op: 'add', value: { department: 'a', [enterprise]: { department: 'b' } } }, 'invalidValue'],
    ['a word for a boolean that is none', { op: 'replace', path: 'active', value: 'yes' }, 'invalidValue'],
    ['a number for a boolean', { op: 'replace', path: 'active', value: 1 }, 'invalidValue'],
    ['a string for a name', { op: 'replace', path: 'name', value: 'Ada King' }, 'invalidValue'],
    ['a string for an address', { op: 'add', path: 'addresses', value: 'Tallinn' }, 'invalidValue'],
    ['an object for an e-mail', { op: 'add', path: 'emails', value: [{ value: { a: 1 } }] }, 'invalidValue'],
    ['NUL', { op: 'replace', path: 'title', value: 'a\0b' }, 'invalidValue'],
    ['half a character', { op: 'replace', path: 'title', value: 'a\ud800' }, 'invalidValue'],
    ['NUL in an unknown schema', { op: 'add', value: { [acme]: { a: { b: ['\0'] } } } }, 'invalidValue'],
    ['a string for an unknown schema', { op: 'add', path: 'urn:acme:1.0', value: 'x' }, 'invalidValue'],
    ['an unknown verb', { op: 'move', path: 'title', value: 'x' }, 'invalidSyntax'],
    ['no verb', { path: 'title', value: 'x' }, 'invalidSyntax'],
    ['a path that is no string', { op: 'add', path: 7, value: 'x' }, 'invalidSyntax'],
    ['a verb that is no string', { op: ['add'], path: 'title', value: 'x' }, 'invalidSyntax'],
    ['a list for an operation', ['add'], 'invalidSyntax'],
    ['null for an operation', null, 'invalidSyntax'],
  ])('refuses %s', (_, operation, scimType) => {
    expect(refusalOf(() => patched([{ op: 'replace', path: 'title', value: 'half done' }, operation]))).toMatchObject({
      status: 400,
      scimType,
    });
  });

  it('refuses to take a userName away, though a later operation gives another', () => {
    const operations = [
      { op: 'remove', path: 'userName' },
      { op: 'add', path: 'userName', value: 'grace' },
    ];
    expect(refusalOf(() => patched(operations))).toMatchObject({ status: 400, scimType: 'mutability' });
  });

  it.each([undefined, null, 7, 'x', [], {}, { Operations: {} }, { Operations: 'x' }, { Operations: null }])(
    'refuses the body %j',
    (body) => {
      expect(refusalOf(() => applyPatch(userResource, ada, body))).toMatchObject({ status: 400, scimType: 'invalidSyntax' });
    },
  );

  it('names the operation that it cannot read', () => {
    expect(refusalOf(() => patched([{ op: 'add', value: {} }, { op: 'jump' }]))?.detail).toBe(
      'The PATCH cannot be read: operation 2: op must be add, replace or remove.',
    );
  });

  it('refuses more operations than it would do', () => {
    const operations = Array.from({ length: 1001 }, () => ({ op: 'replace', path: 'title', value: 'x' }));
    expect(refusalOf(() => patched(operations))).toMatchObject({ status: 400, scimType: 'tooMany' });
  });
});
