import { describe, expect, it } from 'vitest';
import { namesIn, namesInOperation, pathWithId, withIds } from '#scim-gateway/protocol/bulkReferences.ts';

const user = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const idOf = (bulkId: string) => `<${bulkId}>`;

describe('withIds (RFC 7644 §3.7.2)', () => {
  it.each<[string, unknown, unknown]>([
    ['a member', { members: [{ value: 'bulkId:ada' }] }, { members: [{ value: '<ada>' }] }],
    ['a member by its bare id', { members: ['bulkId:ada', 'x'] }, { members: ['<ada>', 'x'] }],
    ['a manager', { [user]: { manager: { value: 'bulkId:ada' } } }, { [user]: { manager: { value: '<ada>' } } }],
    ['a manager by the bare id', { [user]: { Manager: 'bulkId:ada' } }, { [user]: { Manager: '<ada>' } }],
    ['a manager behind the URN', { [`${user}:manager`]: { Value: 'bulkId:ada' } }, { [`${user}:manager`]: { Value: '<ada>' } }],
    ['a manager behind a dotted key', { 'manager.value': 'bulkId:ada' }, { 'manager.value': '<ada>' }],
    ['a manager with no URN', { manager: 'bulkId:ada' }, { manager: '<ada>' }],
    ['a repeated name (Salesforce)', { members: { members: [{ value: 'bulkId:ada' }] } }, { members: { members: [{ value: '<ada>' }] } }],
    ['the end of a $ref', { members: [{ $ref: 'https://x/v2/Users/bulkId:ada/' }] }, { members: [{ $ref: 'https://x/v2/Users/<ada>/' }] }],
    ['the end of a $ref, encoded', { members: { $Ref: '../Users/bulkId%3Aada?x=1' } }, { members: { $Ref: '../Users/<ada>?x=1' } }],
    [
      'the value of an operation by its path',
      { Operations: [{ op: 'add', path: 'members', value: [{ value: 'bulkId:ada' }] }] },
      { Operations: [{ op: 'add', path: 'members', value: [{ value: '<ada>' }] }] },
    ],
    [
      'the value of a bare operation without a path',
      [{ OP: 'add', value: { members: [{ value: 'bulkId:ada' }] } }],
      [{ OP: 'add', value: { members: [{ value: '<ada>' }] } }],
    ],
    [
      'the value of an operation on a schema',
      [{ op: 'add', Path: user, Value: [{ manager: 'bulkId:ada' }] }],
      [{ op: 'add', Path: user, Value: [{ manager: '<ada>' }] }],
    ],
    [
      'literals in the path of a PATCH',
      { Operations: [{ op: 'remove', path: 'members[value eq "bulkId:ada" or value eq "bulkId:b"]' }] },
      { Operations: [{ op: 'remove', path: 'members[value eq "<ada>" or value eq "<b>"]' }] },
    ],
    ['literals in a path as a key', { 'members[value eq "bulkId:ada"].type': 'User' }, { 'members[value eq "<ada>"].type': 'User' }],
    ['a bulkId with a colon', { members: ['bulkId:a:b'] }, { members: ['<a:b>'] }],
  ])('replaces %s', (_, sent, replaced) => {
    expect(withIds(sent, idOf)).toEqual(replaced);
  });

  it.each<[string, unknown]>([
    ['within a sentence', { title: 'see bulkId:ada' }],
    ['in a literal that is no path', { title: 'called "bulkId:ada"' }],
    ['in other letters', { title: 'bulkid:ada' }],
    ['in the middle of a $ref', { members: [{ $ref: '/bulkId:ada/x' }] }],
    ['in another attribute', { title: 'bulkId:ada', name: { givenName: 'bulkId:ada' }, emails: [{ value: 'bulkId:ada' }] }],
    ['in another part of a member', { members: [{ value: 'x', display: 'bulkId:ada' }] }],
    ['in another attribute of the enterprise schema', { [user]: { department: 'bulkId:ada' } }],
    [
      'in an attribute of a schema that is not known',
      { 'urn:x:User': { manager: { value: 'bulkId:ada' } }, 'urn:x:User:members': 'bulkId:b' },
    ],
    ['in the value of an operation on another attribute', [{ op: 'add', path: 'title', value: 'bulkId:ada' }]],
    ['in a literal that is about another attribute', [{ op: 'remove', path: 'emails[value eq "bulkId:ada"]' }]],
    ['as a name', { 'bulkId:ada': 1 }],
    ['nowhere', { a: [1, null, true, { b: 'c' }] }],
  ])('leaves text %s as it was sent', (_, sent) => {
    expect(withIds(sent, idOf)).toEqual(sent);
    expect(namesIn(sent)).toEqual(new Set());
  });

  it('finds __proto__ harmless', () => {
    const replaced = withIds(JSON.parse('{"members":{"__proto__":{"value":"bulkId:ada"}}}'), idOf);
    expect(JSON.stringify(replaced)).toBe('{"members":{"__proto__":{"value":"<ada>"}}}');
    expect(Object.getPrototypeOf(replaced)).toBe(Object.prototype);
  });

  it.each([
    ['$ref', `${'a'.repeat(2_000_000)}/b`],
    ['$ref', '/'.repeat(2_000_000)],
    ['path', '"bulkId:\\'.repeat(300_000)],
    ['path', '"bulkId:'.repeat(300_000)],
    ['path', '['.repeat(2_000_000)],
  ])('takes time linear in a %s', (name, text) => {
    withIds(name === 'path' ? [{ path: `members[${text}]` }, { path: text }] : { members: { [name]: text } }, () => '');
  });
});

describe('the path of an operation', () => {
  it.each([
    ['/Users/bulkId:ada', '/Users/<ada>'],
    ['/Users/bulkId%3Aada/', '/Users/<ada>/'],
    ['/Users/ada', '/Users/ada'],
    ['/Users/%', '/Users/%'],
    ['', ''],
    ['///', '///'],
  ])('reads %s as %s', (path, replaced) => {
    expect(pathWithId(path, idOf)).toBe(replaced);
  });

  it('counts among what the operation names', () => {
    const operation = {
      method: 'PUT',
      path: '/Groups/bulkId:g',
      data: { members: [{ value: 'bulkId:u' }, { value: 'bulkId:u' }] },
    } as const;
    expect(namesInOperation(operation)).toEqual(new Set(['g', 'u']));
  });
});
