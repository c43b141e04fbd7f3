import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberIds, toMembershipPatch } from '#scim-gateway/protocol/membership.ts';
import { parseFilter } from '#scim-gateway/protocol/parseFilter.ts';
import { applyPatch } from '#scim-gateway/protocol/patch.ts';
import { readDocument } from '#scim-gateway/protocol/readDocument.ts';
import { groupResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { refusalOf } from './refusal.ts';

const acme = 'urn:acme:params:scim:team:1.0:Group';
const folded = (...operations: unknown[]) => toMembershipPatch({ Operations: operations }, 'g1');
const none = { remainder: [], rest: [] };
const change = (add: string[], remove: string[] = [], set?: string[]) => ({ ...none, members: { ...(set && { set }), add, remove } });

const add = (...ids: string[]) => ({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) });
const remove = (id: string) => ({ op: 'remove', path: `members[value eq "${id}"]` });
const set = (...ids: string[]) => ({ op: 'replace', path: 'members', value: ids.map((value) => ({ value })) });

describe('toMembershipPatch', () => {
  it.each<[string, unknown[], unknown]>([
    // shapes of add
    [
      'a list',
      [
        {
          op: 'Add',
          path: 'members',
          value: [
            { $ref: null, value: 'a' },
            { value: 'b', display: 'B', type: 'User' },
          ],
        },
      ],
      change(['a', 'b']),
    ],
    ['an object', [{ op: 'add', path: 'members', value: { value: 'a' } }], change(['a'])],
    ['a bare id', [{ op: 'add', path: 'members', value: 'a' }], change(['a'])],
    ['bare ids', [{ op: 'add', path: 'members', value: ['a', 'b'] }], change(['a', 'b'])],
    ['the same id twice', [add('a', 'a')], change(['a'])],
    ['names in any case', [{ OP: 'ADD', Path: 'Members', value: [{ Value: 'a' }] }], change(['a'])],
    [
      'the URN of the schema',
      [{ op: 'add', path: 'urn:ietf:params:scim:schemas:core:2.0:Group:members', value: [{ value: 'a' }] }],
      change(['a']),
    ],
    ['other names in the operation', [{ name: 'addMember', ...add('a') }], change(['a'])],
    ['the path of the value', [{ op: 'add', path: 'members.value', value: 'a' }], change(['a'])],
    ['no path (WSO2)', [{ op: 'add', value: { members: [{ display: 'two', value: 'b' }] } }], change(['b'])],
    ['a repeated name (Salesforce)', [{ op: 'add', path: 'members', value: { members: [{ value: 'a' }] } }], change(['a'])],
    ['an empty list', [{ op: 'add', path: 'members', value: [] }], none],
    ['a member by a filter on its own id', [{ op: 'add', path: 'members[value eq "a"]', value: { value: 'a' } }], change(['a'])],
    // shapes of remove
    ['remove by a filter (RFC, Okta)', [remove('a')], change([], ['a'])],
    ['remove by a filter in any case', [{ op: 'Remove', path: 'MEMBERS[VALUE EQ "a"]' }], change([], ['a'])],
    [
      'remove by a filter on several ids',
      [{ op: 'remove', path: 'members[value eq "a" or (value eq "b" or value eq c)]' }],
      change([], ['a', 'b', 'c']),
    ],
    ['remove the value behind a filter', [{ op: 'remove', path: 'members[value eq "a"].value' }], change([], ['a'])],
    ['remove by a value (Entra, JumpCloud)', [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: 'a' }] }], change([], ['a'])],
    ['remove by several values', [{ op: 'Remove', path: 'members', value: [{ value: 'a' }, { value: 'b' }] }], change([], ['a', 'b'])],
    ['remove by an object', [{ op: 'remove', path: 'members', value: { value: 'a' } }], change([], ['a'])],
    [
      'remove by a repeated name (Salesforce)',
      [{ op: 'remove', path: 'members', value: { members: [{ $ref: null, value: 'a' }] } }],
      change([], ['a']),
    ],
    ['remove by the path of the value', [{ op: 'remove', path: 'members.value', value: 'a' }], change([], ['a'])],
    ['remove by an empty list', [{ op: 'remove', path: 'members', value: [] }], none],
    ['remove all', [{ op: 'remove', path: 'members' }], change([], [], [])],
    ['remove all, null', [{ op: 'remove', path: 'members', value: null }], change([], [], [])],
    ['null for a member', [{ op: 'replace', path: 'members[value eq "a"]', value: null }], change([], ['a'])],
    // shapes of replace
    ['replace', [set('a', 'b')], change([], [], ['a', 'b'])],
    ['replace by nothing', [{ op: 'replace', path: 'members', value: [] }], change([], [], [])],
    ['replace by null', [{ op: 'replace', path: 'members', value: null }], change([], [], [])],
    ['replace by one object', [{ op: 'replace', path: 'members', value: { value: 'a' } }], change([], [], ['a'])],
    [
      'Push Now on an emptied group (Okta)',
      [{ op: 'replace', value: { members: [], id: 'g1', displayName: 'G' } }],
      { displayName: 'G', ...change([], [], []) },
    ],
    [
      'replace without a path',
      [{ op: 'replace', value: { id: 'other', displayName: 'G', members: [{ value: 'c' }] } }],
      { displayName: 'G', ...change([], [], ['c']) },
    ],
    // net effects, in order
    ['add, then remove', [add('a'), remove('a')], change([], ['a'])],
    ['add, then remove in other letters', [add('Ab'), remove('aB')], change([], ['ab'])],
    ['the same id twice in other letters', [add('Ab', 'aB')], change(['ab'])],
    ['a member and its URI', [{ op: 'add', path: 'members', value: [{ value: 'A', $ref: 'https://x/Users/a' }] }], change(['a'])],
    ['a member by its URI', [{ op: 'add', path: 'members', value: [{ $ref: 'https://x/Users/a' }] }], change(['a'])],
    ['remove, then add', [remove('a'), add('a')], change(['a'])],
    ['remove one, add another', [remove('a'), add('b')], change(['b'], ['a'])],
    ['set, then add', [set('a'), add('b')], change([], [], ['a', 'b'])],
    ['set, then remove', [set('a', 'b'), remove('a'), remove('c')], change([], [], ['b'])],
    ['add and remove, then set', [add('a'), remove('b'), set('c')], change([], [], ['c'])],
    ['remove all, then add', [{ op: 'remove', path: 'members' }, add('a')], change([], [], ['a'])],
    ['three operations', [add('a'), add('b'), add('c')], change(['a', 'b', 'c'])],
    // filters that only the members can answer
    [
      'a filter on display (WSO2)',
      [{ op: 'remove', path: 'members[display eq "d1"]' }],
      { remainder: [parseFilter('display eq "d1"')], rest: [] },
    ],
    [
      'a filter on type, then an add',
      [{ op: 'remove', path: 'members[type eq "Group"]' }, add('a')],
      { ...change(['a']), remainder: [parseFilter('type eq "Group"')] },
    ],
    ['a filter, then a set', [{ op: 'remove', path: 'members[type eq "Group"]' }, set('a')], change([], [], ['a'])],
    ['a filter on no members', [set(), { op: 'remove', path: 'members[type eq "Group"]' }], change([], [], [])],
    [
      'a filter with and',
      [{ op: 'remove', path: 'members[value eq "a" and type eq "User"]' }],
      { remainder: [parseFilter('value eq "a" and type eq "User"')], rest: [] },
    ],
    // what is advisory
    ['what is said of who joins', [{ op: 'add', path: 'members', value: [{ value: 'a', display: 'A', type: 'User' }] }], change(['a'])],
    // the group's own attributes
    ['a name', [{ op: 'Replace', path: 'displayName', value: 'G' }], { ...none, displayName: 'G' }],
    [
      'the last of two names',
      [
        { op: 'replace', value: { displayName: 'F' } },
        { op: 'replace', value: { displayName: 'G' } },
      ],
      { ...none, displayName: 'G' },
    ],
    ['a name in a list', [{ op: 'Replace', path: 'displayName', value: ['G'] }], { ...none, displayName: 'G' }],
    ['an externalId', [{ op: 'replace', value: { externalId: 'e' } }], { ...none, externalId: 'e' }],
    ['no externalId', [{ op: 'remove', path: 'externalId' }], { ...none, externalId: null }],
    ['an empty externalId', [{ op: 'replace', path: 'externalId', value: '' }], { ...none, externalId: null }],
    ['the id named as what it is', [{ op: 'replace', path: 'id', value: 'g1' }], none],
    ['what is unknown or read-only', [{ op: 'replace', value: { id: 'x', meta: {}, schemas: ['x'], nope: 1 } }], none],
    ['no operations', [], none],
  ])('folds %s', (_, operations, expected) => {
    expect(folded(...operations)).toEqual(expected);
  });

  it('leaves the attributes of other schemas to be applied to the group', () => {
    const { rest, ...own } = folded(
      { op: 'add', path: `${acme}:lead`, value: 'l' },
      { op: 'replace', value: { displayName: 'G', [acme]: { size: 3 } } },
    );
    expect(own).toEqual({ displayName: 'G', remainder: [] });
    expect(rest).toEqual([
      { op: 'add', path: `${acme}:lead`, value: 'l' },
      { op: 'replace', value: { [acme]: { size: 3 } } },
    ]);
  });

  it('leaves what one operation says of several schemas together', () => {
    const value = { [`${acme}:lead`]: 'l', displayName: 'G', [acme]: { size: 3 } };
    expect(folded({ op: 'replace', value }).rest).toEqual([{ op: 'replace', value: { [`${acme}:lead`]: 'l', [acme]: { size: 3 } } }]);
  });

  it.each<[string, unknown[], string]>([
    ['a remove without a path', [{ op: 'remove' }], 'noTarget'],
    ['a remove without a path, with a value', [{ op: 'remove', value: { members: [{ value: 'a' }] } }], 'noTarget'],
    ['a remove without a path, with an empty value', [{ op: 'remove', value: {} }], 'noTarget'],
    ['a filter on display after an add', [add('a'), { op: 'remove', path: 'members[display eq "A"]' }], 'noTarget'],
    ['a filter on display after a set', [set('a'), { op: 'remove', path: 'members[display eq "A"]' }], 'noTarget'],
    ['another value for a member', [{ op: 'replace', path: 'members[value eq "a"].value', value: 'b' }], 'mutability'],
    ['another value for all members', [{ op: 'replace', path: 'members.value', value: 'b' }], 'mutability'],
    ['no value for all members', [{ op: 'remove', path: 'members.value' }], 'mutability'],
    ['null for the value of all members', [{ op: 'remove', path: 'members.value', value: null }], 'mutability'],
    ['the value of all members behind a dotted key', [{ op: 'replace', value: { 'members.value': 'b' } }], 'mutability'],
    ['another type for a member', [{ op: 'replace', path: 'members[value eq "a"].type', value: 'Group' }], 'mutability'],
    ['another URI for a member', [{ op: 'replace', path: 'members[value eq "a"].$ref', value: 'https://x/Users/b' }], 'mutability'],
    ['another name for a member', [{ op: 'replace', path: 'members[value eq "a"].display', value: 'A' }], 'mutability'],
    ['no type for all members', [{ op: 'remove', path: 'members.type' }], 'mutability'],
    ['a value for members of a type', [{ op: 'replace', path: 'members[type eq "User"]', value: { value: 'b' } }], 'mutability'],
    ['an unknown path', [{ op: 'add', path: 'nope', value: 'x' }], 'invalidPath'],
    ["a path of a user's", [{ op: 'add', path: 'userName', value: 'x' }], 'invalidPath'],
    ['a malformed path', [{ op: 'remove', path: 'members[value eq "a"' }], 'invalidPath'],
    ['an unknown part in a filter', [{ op: 'remove', path: 'members[nope eq "a"]' }], 'invalidFilter'],
    ['a member without an id', [{ op: 'add', path: 'members', value: [{ display: 'A' }, { $ref: 'x' }] }], 'invalidValue'],
    ['a member whose id is a number', [{ op: 'add', path: 'members', value: [{ value: 7 }] }], 'invalidValue'],
    [
      'a member whose URI is that of another',
      [{ op: 'add', path: 'members', value: [{ value: 'a', $ref: 'https://x/Users/b' }] }],
      'invalidValue',
    ],
    ['the removal of the schemas', [{ op: 'remove', path: 'schemas' }], 'mutability'],
    ['an add without a value', [{ op: 'add', path: 'members' }], 'invalidValue'],
    ['another id', [{ op: 'replace', path: 'id', value: 'x' }], 'mutability'],
    ['no name', [{ op: 'remove', path: 'displayName' }], 'mutability'],
    ['an empty name', [{ op: 'replace', value: { displayName: '' } }], 'mutability'],
    ['meta', [{ op: 'replace', path: 'meta', value: {} }], 'mutability'],
    ['an unknown verb', [{ op: 'set', path: 'members', value: [] }], 'invalidSyntax'],
  ])('refuses %s', (_, operations, scimType) => {
    expect(refusalOf(() => folded(...operations))).toMatchObject({ status: 400, scimType });
  });

  it('says of members what applying the same operations to the group says', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const ids = fc.uniqueArray(id);
    const operation = fc.oneof(
      ids.map((some) => add(...some)),
      ids.map((some) => set(...some)),
      id.map(remove),
      fc.tuple(id, id).map(([one, other]) => ({ op: 'remove', path: `members[value eq "${one}" or value eq "${other}"]` })),
      ids.map((some) => ({ op: 'Remove', path: 'members', value: some.map((value) => ({ value })) })),
      ids.map((some) => ({ op: 'replace', value: { members: some.map((value) => ({ value })) } })),
      ids.map((some) => ({ op: 'add', value: { members: some } })),
      fc.constant({ op: 'remove', path: 'members' }),
    );
    fc.assert(
      fc.property(ids, fc.array(operation, { maxLength: 8 }), (stored, operations) => {
        const group = { id: 'g1', displayName: 'G', members: stored.map((value) => ({ value })) };
        const applied = applyPatch(groupResource, group, { Operations: operations });
        const { members } = folded(...operations);
        const kept = (members?.set ?? stored).filter((member) => !members?.remove.includes(member));
        expect([...new Set([...kept, ...(members?.add ?? [])])].sort()).toEqual(memberIds(applied).sort());
      }),
    );
  });

  it('folds a hundred thousand members in a second', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ value: `user-${index}`, display: 'someone' }));
    expect(folded({ op: 'add', path: 'members', value: many }).members?.add).toHaveLength(100_000);
  });
});

describe('memberIds', () => {
  it('reads the members of a whole group, each once', () => {
    const group = readDocument(groupResource, {
      displayName: 'G',
      members: [{ value: 'a', display: null }, { value: 'b' }, { value: 'a' }],
    });
    expect(memberIds(group)).toEqual(['a', 'b']);
    expect(memberIds({ displayName: 'G' })).toEqual([]);
  });
});
