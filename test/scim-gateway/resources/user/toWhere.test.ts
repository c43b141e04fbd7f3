import { describe, expect, it } from 'vitest';
import { parseFilter } from '#scim-gateway/protocol/parseFilter.ts';
import { groupResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { unassignedIfOf } from '#scim-gateway/resources/findQuestion.ts';
import { toWhere } from '#scim-gateway/resources/user/toWhere.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const badge = 'urn:acme:User:badge';
const hasBadge = { attribute: { key: badge, exists: true } };
const isManager = { or: [{ managerReference: { eq: 'm', caseSensitive: true } }, { manager: { id: { eq: 'm' } } }] };

describe('a filter of users', () => {
  it.each([
    ['userName eq "ada"', { userName: { eq: 'ada' } }],
    ['USERNAME EQ "ada"', { userName: { eq: 'ada' } }],
    ['userName ne "ada"', { userName: { ne: 'ada' } }],
    ['userName co "d"', { userName: { contains: 'd' } }],
    ['userName sw "a"', { userName: { startsWith: 'a' } }],
    ['userName ew "a"', { userName: { endsWith: 'a' } }],
    ['title gt "a"', { title: { gt: 'a' } }],
    ['title ge "a"', { title: { gte: 'a' } }],
    ['title lt "a"', { title: { lt: 'a' } }],
    ['title le "a"', { title: { lte: 'a' } }],
    ['title pr', { title: { exists: true } }],
    ['title eq null', { not: { title: { exists: true } } }],
    ['title ne null', { title: { exists: true } }],
    ['id eq "1"', { id: { eq: '1' } }],
    ['externalId eq "X"', { externalId: { eq: 'X', caseSensitive: true } }],
    ['externalId pr', { externalId: { exists: true } }],
    ['active eq true', { active: { eq: true } }],
    ['active eq "False"', { active: { eq: false } }],
    ['active ne true', { active: { ne: true } }],
    ['name.familyName eq "Lovelace"', { name: { familyName: { eq: 'Lovelace' } } }],
    ['emails eq "a@b"', { emails: { any: { value: { eq: 'a@b' } } } }],
    ['emails.value eq "a@b"', { emails: { any: { value: { eq: 'a@b' } } } }],
    ['emails.primary eq "True"', { emails: { any: { primary: { eq: true } } } }],
    ['emails pr', { emails: { count: { gt: 0 } } }],
    ['emails eq null', { not: { emails: { count: { gt: 0 } } } }],
    ['emails[type eq "work"]', { emails: { any: { type: { eq: 'work' } } } }],
    ['emails[Type eq "work" and Value co "x"]', { emails: { any: { and: [{ type: { eq: 'work' } }, { value: { contains: 'x' } }] } } }],
    ['emails[type eq "work"].value eq "x"', { emails: { any: { and: [{ type: { eq: 'work' } }, { value: { eq: 'x' } }] } } }],
    ['emails[not (type eq "work")]', { emails: { any: { not: { type: { eq: 'work' } } } } }],
    [
      'addresses[type eq "work" and streetAddress pr]',
      { addresses: { any: { and: [{ type: { eq: 'work' } }, { streetAddress: { exists: true } }] } } },
    ],
    ['addresses.country eq "EE"', { addresses: { any: { country: { eq: 'EE' } } } }],
    ['x509Certificates.value eq "MII"', { x509Certificates: { any: { value: { eq: 'MII', caseSensitive: true } } } }],
    ['photos[value sw "https"]', { photos: { any: { value: { startsWith: 'https', caseSensitive: true } } } }],
    ['photos.display eq "a"', { photos: { any: { display: { eq: 'a' } } } }],
    ['manager eq "m"', isManager],
    [`${enterprise}:manager eq "m"`, isManager],
    [`${enterprise}:manager.value eq "m"`, isManager],
    ['manager ne "m"', { not: isManager }],
    ['manager pr', { managerReference: { exists: true } }],
    [`${enterprise}:manager.displayName sw "A"`, { manager: { displayName: { startsWith: 'A' } } }],
    [`${enterprise}:employeeNumber eq "42"`, { employeeNumber: { eq: '42' } }],
    [`${core}:userName eq "ada"`, { userName: { eq: 'ada' } }],
    ['groups eq "g"', { memberOf: { ids: ['g'], transitive: false } }],
    ['groups.value eq "g"', { memberOf: { ids: ['g'], transitive: false } }],
    ['groups[value eq "g" or value eq "h"]', { memberOf: { ids: ['g', 'h'], transitive: false } }],
    ['groups ne "g"', { not: { memberOf: { ids: ['g'], transitive: false } } }],
    ['meta.resourceType eq "User"', { and: [] }],
    ['meta.resourceType eq "Group"', { or: [] }],
    ['meta.lastModified gt "2026-01-31T12:00:00Z"', { updatedAt: { gt: '2026-01-31T12:00:00.000Z' } }],
    ['meta.created le "2026-01-31T12:00:00+02:00"', { createdAt: { lte: '2026-01-31T10:00:00.000Z' } }],
    ['meta.created ge "2026-01-31"', { createdAt: { gte: '2026-01-31T00:00:00.000Z' } }],
    ['urn:acme:User:badge eq "7"', { attribute: { key: 'urn:acme:User:badge', string: { eq: '7' } } }],
    ['urn:acme:User:badge ge 7', { attribute: { key: 'urn:acme:User:badge', number: { gte: 7 } } }],
    ['urn:acme:User:remote eq true', { attribute: { key: 'urn:acme:User:remote', boolean: { eq: true } } }],
    ['urn:acme:User:badge pr', hasBadge],
    ['http://acme.com/scim:badge pr', { attribute: { key: 'http://acme.com/scim:badge', exists: true } }],
    ['urn:acme:User:badge eq null', { not: hasBadge }],
    ['urn:acme:scim:v1.0:badge eq "7"', { attribute: { key: 'urn:acme:scim:v1.0:badge', string: { eq: '7' } } }],
    ['meta.created lt "2028-02-29T23:59:59.1234Z"', { createdAt: { lt: '2028-02-29T23:59:59.123Z' } }],
    [
      'userName eq "a" or userName eq "b" and not (active eq false)',
      { or: [{ userName: { eq: 'a' } }, { and: [{ userName: { eq: 'b' } }, { not: { active: { eq: false } } }] }] },
    ],
  ])('asks %s', (filter, where) => {
    expect(toWhere(parseFilter(filter))).toEqual(where);
  });

  it.each([
    ['shoeSize eq "42"', 'shoeSize'],
    ['password eq "secret"', 'password'],
    ['password pr', 'password'],
    ['emails.shoeSize eq "x"', 'emails.shoeSize'],
    ['emails[shoeSize eq "x"]', 'shoeSize'],
    ['addresses eq "x"', 'addresses'],
    ['name eq "x"', 'name'],
    ['userName[value eq "x"]', 'userName'],
    ['groups pr', 'groups'],
    ['groups.display eq "Sales"', 'groups.display'],
    ['groups[display eq "Sales"]', 'value'],
    ['active gt true', 'gt'],
    ['x509Certificates.value gt "MII"', 'gt'],
    ['x509Certificates[value le "MII"]', 'le'],
    ['active eq "maybe"', 'maybe'],
    ['id co "1"', 'co'],
    ['title co null', 'title'],
    ['meta.created co "2026"', 'co'],
    ['meta.created gt "yesterday"', 'yesterday'],
    ['meta.created gt "2026-02-30T00:00:00Z"', '2026-02-30'],
    ['meta.created gt "2026-02-29"', '2026-02-29'],
    ['meta.created gt "2026-01-31T12:00:00+99:99"', '+99:99'],
    ['meta.created gt "9999-12-31T23:59:59-14:00"', '9999'],
    ['meta.created gt "0000-12-31T00:00:00Z"', '0000'],
    ['meta.created gt "0001-01-01T00:00:00+01:00"', '0001'],
    ['meta.version eq "1"', 'meta.version'],
    ['urn:acme:x:1.0:User pr', 'urn:acme:x:1.0:User'],
    ['urn:ietf:params:scim:schemas:core:2.0:Usr:userName eq "x"', 'Usr:userName'],
    ['constructor eq "x"', 'constructor'],
    ['__proto__ eq "x"', '__proto__'],
  ])('refuses %s and names %s', (filter, named) => {
    expect(() => toWhere(parseFilter(filter))).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidFilter', message: expect.stringContaining(named) }),
    );
  });

  it.each([
    ['as deep as may be', `${'not ('.repeat(9)}title pr${')'.repeat(9)}`, undefined],
    ['redundant parentheses', `${'('.repeat(40)}title pr${')'.repeat(40)}`, undefined],
    ['too deep', `${'not ('.repeat(10)}title pr${')'.repeat(10)}`, 'deeper than 10 levels'],
    ['too deep by what a reference is', `${'not ('.repeat(8)}manager eq "x"${')'.repeat(8)}`, 'deeper than 10 levels'],
    ['as many as may be', Array(199).fill('title pr').join(' or '), undefined],
    ['too many', Array(200).fill('title pr').join(' or '), 'at most 200'],
    [
      'too much text',
      Array(49)
        .fill(`urn:${'x'.repeat(300)}:badge pr`)
        .join(' or '),
      '16 KiB',
    ],
  ])('takes what the graph takes, and refuses the rest in words of its own: %s', (_, filter, refusal) => {
    const act = () => toWhere(parseFilter(filter));
    if (refusal === undefined) expect(act).not.toThrow();
    else
      expect(act).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidFilter', message: expect.stringContaining(refusal) }));
  });

  it.each([
    ['members eq "x"', { or: [] }],
    ['members ne "x"', { and: [] }],
    ['members pr', { or: [] }],
    ['not (members pr)', { not: { or: [] } }],
    ['members[value eq "x"]', { or: [] }],
    ['displayName eq "x"', { displayName: { eq: 'x' } }],
  ])('takes what only groups have as unassigned when both are searched: %s', (filter, where) => {
    expect(toWhere(parseFilter(filter), [], unassignedIfOf(groupResource))).toEqual(where);
  });
});
