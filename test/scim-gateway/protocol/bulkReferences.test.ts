import { describe, expect, it } from 'vitest';
import { namesIn, namesInOperation, pathWithId, withIds } from '#scim-gateway/protocol/bulkReferences.ts';

const idOf = (bulkId: string) => `<${bulkId}>`;

describe('withIds (RFC 7644 §3.7.2)', () => {
  it.each<[string, unknown, unknown]>([
    ['a member', { members: [{ value: 'bulkId:ada' }] }, { members: [{ value: '<ada>' }] }],
    ['a member by its bare id', { members: ['bulkId:ada', 'x'] }, { members: ['<ada>', 'x'] }],
    ['a manager', { 'urn:x:User': { manager: { value: 'bulkId:ada' } } }, { 'urn:x:User': { manager: { value: '<ada>' } } }],
    ['the end of a $ref', { $ref: 'https://x/v2/Users/bulkId:ada/' }, { $ref: 'https://x/v2/Users/<ada>/' }],
    ['the end of a $ref, encoded', { $Ref: '../Users/bulkId%3Aada?x=1' }, { $Ref: '../Users/<ada>?x=1' }],
    [
      'literals in the path of a PATCH',
      { Operations: [{ op: 'remove', path: 'members[value eq "bulkId:ada" or value eq "bulkId:b"]' }] },
      { Operations: [{ op: 'remove', path: 'members[value eq "<ada>" or value eq "<b>"]' }] },
    ],
    ['literals in a path as a key', { 'members[value eq "bulkId:ada"].type': 'User' }, { 'members[value eq "<ada>"].type': 'User' }],
    ['a bulkId with a colon', ['bulkId:a:b'], ['<a:b>']],
  ])('replaces %s', (_, sent, replaced) => {
    expect(withIds(sent, idOf)).toEqual(replaced);
  });

  it.each<[string, unknown]>([
    ['within a sentence', { title: 'see bulkId:ada' }],
    ['in a literal that is no path', { title: 'called "bulkId:ada"' }],
    ['in other letters', { title: 'bulkid:ada' }],
    ['in the middle of a $ref', { $ref: '/bulkId:ada/x' }],
    ['as a name', { 'bulkId:ada': 1 }],
    ['nowhere', { a: [1, null, true, { b: 'c' }] }],
  ])('leaves text %s as it was sent', (_, sent) => {
    expect(withIds(sent, idOf)).toEqual(sent);
    expect(namesIn(sent)).toEqual(new Set());
  });

  it('finds __proto__ harmless', () => {
    const replaced = withIds(JSON.parse('{"__proto__":{"polluted":"bulkId:ada"}}'), idOf);
    expect(JSON.stringify(replaced)).toBe('{"__proto__":{"polluted":"<ada>"}}');
    expect(Object.getPrototypeOf(replaced)).toBe(Object.prototype);
  });

  it.each([
    ['$ref', `${'a'.repeat(2_000_000)}/b`],
    ['$ref', '/'.repeat(2_000_000)],
    ['path', '"bulkId:\\'.repeat(300_000)],
    ['path', '"bulkId:'.repeat(300_000)],
  ])('takes time linear in a %s', (name, text) => {
    withIds({ [name]: text }, () => '');
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
