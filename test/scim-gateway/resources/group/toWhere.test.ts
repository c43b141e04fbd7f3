import { describe, expect, it } from 'vitest';
import { parseFilter } from '#scim-gateway/protocol/parseFilter.ts';
import { toWhere } from '#scim-gateway/resources/group/toWhere.ts';

describe('a filter of groups', () => {
  it.each([
    ['displayName eq "Sales"', { displayName: { eq: 'Sales' } }],
    ['externalId eq "X"', { externalId: { eq: 'X', caseSensitive: true } }],
    ['id eq "g" and members eq "u"', { and: [{ id: { eq: 'g' } }, { members: { ids: ['u'] } }] }],
    ['members.value eq "u"', { members: { ids: ['u'] } }],
    ['members[value eq "u"]', { members: { ids: ['u'] } }],
    ['members[value eq "u" or value eq "v"]', { members: { ids: ['u', 'v'] } }],
    ['members ne "u"', { not: { members: { ids: ['u'] } } }],
    ['members pr', { memberCount: { gt: 0 } }],
    ['not (members pr)', { not: { memberCount: { gt: 0 } } }],
    ['members eq null', { not: { memberCount: { gt: 0 } } }],
    ['urn:acme:Group:floor eq "3"', { attribute: { key: 'urn:acme:Group:floor', string: { eq: '3' } } }],
    ['meta.resourceType eq "Group"', { and: [] }],
    ['meta.lastModified lt "2026-01-31T12:00:00.5Z"', { updatedAt: { lt: '2026-01-31T12:00:00.500Z' } }],
  ])('asks %s', (filter, where) => {
    expect(toWhere(parseFilter(filter))).toEqual(where);
  });

  it.each([
    ['userName eq "x"', 'userName'],
    ['members.display eq "x"', 'members.display'],
    ['members[value eq "u" and type eq "User"]', 'value'],
    ['urn:acme:Group eq "3"', 'urn:acme:Group'],
  ])('refuses %s and names %s', (filter, named) => {
    expect(() => toWhere(parseFilter(filter))).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidFilter', message: expect.stringContaining(named) }),
    );
  });
});
