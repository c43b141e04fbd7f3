import { describe, expect, it } from 'vitest';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { says } from '#directory/conditions/says.ts';

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
    [{}, 'anything'],
  ])('says of %j: %s', (where, sentence) => expect(says(readCondition('User', where))).toBe(sentence));
});
