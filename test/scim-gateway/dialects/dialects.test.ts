import { describe, expect, it } from 'vitest';
import { createdByFilter } from '#scim-gateway/dialects/createdByFilter.ts';
import { listed, scalarAsValue, unquotedLiteral, unwrapped, wordsAsBooleans } from '#scim-gateway/dialects/entra.ts';
import { withPresentUrn } from '#scim-gateway/dialects/formerUrns.ts';
import { clears } from '#scim-gateway/dialects/okta.ts';
import { withoutRepeatedName } from '#scim-gateway/dialects/salesforce.ts';
import { parseFilter } from '#scim-gateway/protocol/parseFilter.ts';
import type { Attribute } from '#scim-gateway/protocol/schema.ts';
import { userSchema } from '#scim-gateway/protocol/userSchema.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('Entra', () => {
  it.each([
    ['True', true],
    ['false', false],
    ['FALSE', false],
    [true, true],
    ['yes', 'yes'],
    ['', ''],
    [0, 0],
    [null, null],
  ])('writes booleans as words: %j means %j', (sent, meant) => {
    expect(wordsAsBooleans(sent)).toBe(meant);
  });

  it.each<[unknown, unknown]>([
    [['a'], 'a'],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [[], []],
    ['a', 'a'],
  ])('wraps single values: %j means %j', (sent, meant) => {
    expect(unwrapped(sent)).toEqual(meant);
  });

  it.each<[unknown, unknown]>([
    ['m1', { value: 'm1' }],
    [{ value: 'm1' }, { value: 'm1' }],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  ])('names a manager by the bare id: %j means %j', (sent, meant) => {
    expect(scalarAsValue(sent)).toEqual(meant);
  });

  it('sends one object for a list', () => {
    expect(listed({ value: 'a' })).toEqual([{ value: 'a' }]);
    expect(listed([{ value: 'a' }])).toEqual([{ value: 'a' }]);
  });

  it('leaves literals unquoted, but none that is a word of the grammar', () => {
    expect(unquotedLiteral('jyoung')).toBe('jyoung');
    expect(unquotedLiteral('AND')).toBeUndefined();
  });

  it.each<[string, string, object | undefined]>([
    ['phoneNumbers', 'type eq "mobile"', { type: 'mobile' }],
    ['roles', 'primary eq "True"', { primary: true }],
    ['roles', 'PRIMARY eq true and TYPE eq "x"', { primary: true, type: 'x' }],
    ['roles', 'primary eq "maybe"', undefined],
    ['roles', 'primary eq false', undefined],
    ['roles', 'display eq "x"', undefined],
    ['addresses', 'country eq "EE" and type eq "work"', undefined],
    ['roles', 'type eq null', undefined],
    ['emails', 'value eq "x"', undefined],
    ['emails', 'type eq "work" and value eq "x"', undefined],
    ['emails', 'type eq "work" or type eq "home"', undefined],
    ['emails', 'not (type eq "work")', undefined],
    ['emails', 'type ne "work"', undefined],
    ['emails', 'type pr', undefined],
  ])('expects of %s[%s] the element %j', (name, filter, expected) => {
    const attribute = userSchema.attributes.find((one) => one.name === name) as Attribute;
    expect(createdByFilter(attribute, parseFilter(filter))).toEqual(expected);
  });
});

describe('former and misspelt URNs', () => {
  it.each([
    ['urn:scim:schemas:extension:enterprise:2.0.department', `${enterprise}:department`],
    ['urn:scim:schemas:extension:enterprise:2.0', enterprise],
    ['urn:scim:schemas:extension:enterprise:1.0:department', `${enterprise}:department`],
    ['urn:scim:schemas:extension:enterprise:2.0:User:manager.value', `${enterprise}:manager.value`],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0User', enterprise],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0User:department', `${enterprise}:department`],
    [`${enterprise}.department`, `${enterprise}:department`],
    [`${enterprise}.manager.value`, `${enterprise}:manager.value`],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0User.department', `${enterprise}:department`],
    ['urn:scim:schemas:core:1.0:userName', 'userName'],
    ['urn:scim:schemas:core:2.0:User:name.givenName', 'name.givenName'],
    [`${enterprise}:department`, `${enterprise}:department`],
    ['userName', 'userName'],
    ['urn:acme:1.0:User', 'urn:acme:1.0:User'],
  ])('reads %s as %s', (sent, meant) => {
    expect(withPresentUrn(sent)).toBe(meant);
  });
});

describe('Okta', () => {
  it.each<[unknown, boolean]>([
    ['', true],
    [null, true],
    [undefined, true],
    [[], true],
    [[null], true],
    [{}, false],
    [[''], false],
    [' ', false],
    [0, false],
    [false, false],
  ])('clears by %j: %s', (sent, expected) => {
    expect(clears(sent)).toBe(expected);
  });
});

describe('Salesforce', () => {
  it('repeats the name of the attribute', () => {
    expect(withoutRepeatedName('members', { Members: [{ value: 'a' }] })).toEqual([{ value: 'a' }]);
    expect(withoutRepeatedName('members', [{ value: 'a' }])).toEqual([{ value: 'a' }]);
    expect(withoutRepeatedName('members', { value: 'a' })).toEqual({ value: 'a' });
  });
});
