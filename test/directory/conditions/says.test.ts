import { describe, expect, it } from 'vitest';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { says } from '#directory/conditions/says.ts';
import { definitions } from './declared.ts';

describe('says', () => {
  it.each([
    [
      { department: { in: ['Sales', 'Support'] }, not: { title: { contains: 'intern' } } },
      'department is one of Sales, Support and not (title contains intern)',
    ],
    [
      { or: [{ title: { eq: 'CEO' } }, { active: { eq: false }, userType: { ne: 'Bot' } }] },
      'title is CEO or (active is false and userType is not Bot)',
    ],
    [{ title: { eq: 'a, b and c' } }, 'title is "a, b and c"'],
    [{ title: { eq: '', caseSensitive: true } }, 'title is "" (minding case)'],
    [{ title: { exists: true }, nickName: { exists: false } }, 'title is present and not (nickName is present)'],
    [{ name: { familyName: { startsWith: 'Love' } } }, 'name.familyName starts with Love'],
    [{ createdAt: { withinLast: 'P30D' } }, 'createdAt is within the last P30D'],
    [
      { createdAt: { beforeLast: 'P30D' }, updatedAt: { afterNext: 'PT1H' } },
      'createdAt is more than P30D ago and updatedAt is more than PT1H ahead',
    ],
    [{ title: { matches: '^VP' }, nickName: { notMatches: 'x+' } }, 'title matches "^VP" and nickName does not match x+'],
    [{ createdAt: { gt: '2026-01-31T10:00:00+01:00' } }, 'createdAt is after 2026-01-31T09:00:00.000Z'],
    [
      { emails: { any: { type: { eq: 'work' }, value: { endsWith: '@acme.com' } } } },
      'one of emails has (type is work and value ends with "@acme.com")',
    ],
    [{ emails: { count: { gte: 2 } } }, 'the number of emails is at least 2'],
    [{ memberOf: { ids: ['g'] } }, 'is a member of g'],
    [{ notMemberOf: { ids: ['g', 'h'], match: 'ALL', transitive: false } }, 'not (is directly a member of all of g, h)'],
    [{ manager: { department: { eq: 'Sales' } } }, 'has a manager with (department is Sales)'],
    [{ reportsTo: { id: 'u' } }, 'reports to u within 20 levels'],
    [{ attribute: { key: 'urn:acme:User:os', version: { lt: '14.10' } } }, 'urn:acme:User:os is less than 14.10'],
    [{ attribute: { key: 'badge', number: { gt: 7 } } }, 'badge is more than 7'],
    [{ attribute: { key: 'badge', exists: false } }, 'not (badge is present)'],
    [
      { devices: { any: { osVersion: { lt: '14.10' }, supervised: { eq: true } } } },
      'one of devices has (osVersion is less than 14.10 and supervised is true)',
    ],
    [{ devices: { count: { gte: 2 } } }, 'the number of devices is at least 2'],
    [{}, 'anything'],
  ])('says of %j: %s', (where, sentence) => expect(says(readCondition('User', where, definitions))).toBe(sentence));

  it.each([
    [{ assignedUser: { department: { eq: 'Sales' } } }, 'is assigned to a user with (department is Sales)'],
    [{ assignedUser: { exists: true } }, 'is assigned to a user'],
    [{ assignedUser: { exists: false } }, 'not (is assigned to a user)'],
    [{ tags: { none: { startsWith: 'lab' } } }, 'none of tags has (value starts with lab)'],
    [{ facts: { key: 'diskFreeGb', number: { lt: 10 } } }, 'fact diskFreeGb is less than 10'],
    [{ facts: { key: 'browser', exists: true } }, 'fact browser is present'],
    [{ facts: { key: 'apps', list: { any: { contains: 'Chrome' } } } }, 'one of fact apps has (value contains Chrome)'],
    [{ facts: { key: 'apps', list: { count: { lt: 3 } } } }, 'the number of fact apps is less than 3'],
    [{ assignmentSource: { in: ['CSV', 'API'] } }, 'assignmentSource is one of CSV, API'],
  ])('says of a device %j: %s', (where, sentence) => expect(says(readCondition('Device', where, definitions))).toBe(sentence));
});
