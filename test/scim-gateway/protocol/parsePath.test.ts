import { describe, expect, it } from 'vitest';
import { type Path, parsePath } from '#scim-gateway/protocol/parsePath.ts';
import { resolve } from '#scim-gateway/protocol/resolve.ts';
import { groupResource, userResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { refusalOf } from './refusal.ts';

const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const work: Path['filter'] = { kind: 'compare', attribute: { name: 'type' }, operator: 'eq', value: 'work' };

describe('parsePath (RFC 7644 §3.5.2)', () => {
  it.each<[string, Path]>([
    ['userName', { attribute: { name: 'userName' } }],
    [' members ', { attribute: { name: 'members' } }],
    ['name.familyName', { attribute: { name: 'name', sub: 'familyName' } }],
    ['manager.$ref', { attribute: { name: 'manager', sub: '$ref' } }],
    ['emails[type eq "work"]', { attribute: { name: 'emails' }, filter: work }],
    ['emails[type eq "work"].value', { attribute: { name: 'emails', sub: 'value' }, filter: work }],
    [`${user}:userName`, { attribute: { urn: user, name: 'userName' } }],
    [`${user}:name.givenName`, { attribute: { urn: user, name: 'name', sub: 'givenName' } }],
    [`${user}:emails[type eq "work"]`, { attribute: { urn: user, name: 'emails' }, filter: work }],
    [`${user}:emails[type eq "work"].value`, { attribute: { urn: user, name: 'emails', sub: 'value' }, filter: work }],
    [`${enterprise}:department`, { attribute: { urn: enterprise, name: 'department' } }],
    [`${enterprise}:manager.value`, { attribute: { urn: enterprise, name: 'manager', sub: 'value' } }],
    [enterprise, { attribute: { urn: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0', name: 'User' } }],
    ['urn:acme:badge:1.0', { attribute: { urn: 'urn:acme:badge:1.0', name: '' } }],
    ['urn:acme:App_2.0', { attribute: { urn: 'urn:acme:App_2.0', name: '' } }],
    ['urn:acme:scim:v1.0:badge.no', { attribute: { urn: 'urn:acme:scim:v1.0', name: 'badge', sub: 'no' } }],
    ['http://acme.com/scim:badge', { attribute: { urn: 'http://acme.com/scim', name: 'badge' } }],
    ['http://acme.com/scim', { attribute: { urn: 'http://acme.com/scim', name: '' } }],
    ['urn:scim:schemas:extension:enterprise:2.0.department', { attribute: { urn: enterprise, name: 'department' } }],
    ['urn:scim:schemas:extension:enterprise:1.0:manager', { attribute: { urn: enterprise, name: 'manager' } }],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0User:division', { attribute: { urn: enterprise, name: 'division' } }],
  ])('reads %s', (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  it.each([
    '',
    ' ',
    '.',
    'emails.',
    '.value',
    'emails..value',
    'name.a.b',
    'emails[[',
    'emails[',
    'emails[]',
    'emails[type]',
    'emails[type eq "work"',
    'emails[type eq "work"].',
    'emails[type eq "work"].a.b',
    'emails[type eq "work"] value',
    'emails.value[type eq "work"]',
    'emails[type eq "work"][type eq "home"]',
    'emails]',
    'user name',
    'userName eq "x"',
    '"userName"',
    'a/b',
    '__proto__',
    '__proto__.polluted',
    'name.__proto__',
    'emails[__proto__ eq "x"]',
    `${user}:__proto__`,
    'urn:',
    'x'.repeat(20_000).concat('['),
    `emails[${'('.repeat(10_000)}`,
  ])('refuses %s', (text) => {
    expect(refusalOf(() => parsePath(text))).toMatchObject({ status: 400, scimType: 'invalidPath' });
  });
});

describe('resolve', () => {
  it.each([
    ['userName', 'userName'],
    ['USERNAME', 'userName'],
    ['Name.GIVENNAME', 'name.givenName'],
    ['externalid', 'externalId'],
    ['meta.lastmodified', 'meta.lastModified'],
    [`${user.toUpperCase()}:username`, 'userName'],
    [`${user}:id`, 'id'],
    [`${enterprise.toLowerCase()}:DEPARTMENT`, `${enterprise}:department`],
    [`${enterprise}:manager.value`, `${enterprise}:manager.value`],
    ['manager', `${enterprise}:manager`],
    ['department', `${enterprise}:department`],
    ['emails.type', 'emails.type'],
    ['nope', undefined],
    ['name.nope', undefined],
    ['userName.value', undefined],
    [`${enterprise}:userName`, undefined],
    [`${user}:department`, undefined],
    ['urn:acme:1.0:badge', undefined],
    ['toString', undefined],
    ['name.hasOwnProperty', undefined],
  ])('finds what %s means for a user: %s', (text, expected) => {
    const found = resolve(userResource, parsePath(text).attribute);
    const spelled = found && [found.attribute.name, ...(found.subAttribute ? [found.subAttribute.name] : [])].join('.');
    expect(found && (found.extension ? `${found.extension}:${spelled}` : spelled)).toBe(expected);
  });

  it('knows the attributes of one resource only', () => {
    expect(resolve(groupResource, { name: 'userName' })).toBeUndefined();
    expect(resolve(groupResource, { name: 'members', sub: 'VALUE' })).toMatchObject({ subAttribute: { name: 'value' } });
  });
});
