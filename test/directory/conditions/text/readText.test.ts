import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RootSubject } from '#directory/conditions/condition.ts';
import { InvalidCondition } from '#directory/conditions/invalidCondition.ts';
import { mentionsDeclared, mentionsPolicies } from '#directory/conditions/mentionsDeclared.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { readText } from '#directory/conditions/text/readText.ts';
import { writeText } from '#directory/conditions/text/writeText.ts';
import { declaredUrn, definitions, policies } from '../declared.ts';
import { normal } from './normal.ts';

type Case = [text: string, where: object];

const core = 'urn:ietf:params:scim:schemas:core:2.0';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const [policy] = policies.map(({ id }) => id);

/** As they are written, and as they are read. */
const ofUsers: Case[] = [
  ['true', {}],
  ['false', { or: [] }],
  ['not (true)', { not: {} }],
  ['department eq "Sales" and not (title co "intern")', { department: { eq: 'Sales' }, not: { title: { contains: 'intern' } } }],
  ['title ne "a" and title notContains "b"', { title: { ne: 'a', notContains: 'b' } }],
  ['title sw "a" and title ew "b"', { title: { startsWith: 'a', endsWith: 'b' } }],
  ['userName gt "a" and userName ge "b" and userName lt "c" and userName le "d"', { userName: { gt: 'a', gte: 'b', lt: 'c', lte: 'd' } }],
  ['title matches "^lead"', { title: { matches: '^lead' } }],
  ['title pr', { title: { exists: true } }],
  ['not (title pr)', { title: { exists: false } }],
  ['active eq true', { active: { eq: true } }],
  ['department in ("Sales", "Support")', { department: { in: ['Sales', 'Support'] } }],
  ['department notIn ()', { department: { notIn: [] } }],
  ['title eq "Boss" caseSensitive true', { title: { eq: 'Boss', caseSensitive: true } }],
  ['title eq "\\"a\\" \\\\ b\\n"', { title: { eq: '"a" \\ b\n' } }],
  ['createdAt gt "2026-01-31T09:00:00Z"', { createdAt: { gt: '2026-01-31T09:00:00Z' } }],
  ['createdAt withinLast "P30D"', { createdAt: { withinLast: 'P30D' } }],
  ['title eq "a" or title eq "b"', { or: [{ title: { eq: 'a' } }, { title: { eq: 'b' } }] }],
  [
    '(title eq "a" or title eq "b") and (title eq "c" or title eq "d")',
    { and: [{ or: [{ title: { eq: 'a' } }, { title: { eq: 'b' } }] }, { or: [{ title: { eq: 'c' } }, { title: { eq: 'd' } }] }] },
  ],
  [
    '(title eq "a" and active eq true) or not (title pr)',
    { or: [{ title: { eq: 'a' }, active: { eq: true } }, { title: { exists: false } }] },
  ],
  ['title co "a" and title co "b"', { and: [{ title: { contains: 'a' } }, { title: { contains: 'b' } }] }],
  ['name.familyName sw "L" and name.givenName pr', { name: { familyName: { startsWith: 'L' }, givenName: { exists: true } } }],
  ['not (name.formatted pr)', { name: { formatted: { exists: false } } }],
  ['emails.value co "x"', { emails: { any: { value: { contains: 'x' } } } }],
  ['emails[value ne "x"]', { emails: { any: { value: { ne: 'x' } } } }],
  ['emails[type eq "work" and value ew "@acme.com"]', { emails: { any: { type: { eq: 'work' }, value: { endsWith: '@acme.com' } } } }],
  ['emails[true]', { emails: { any: {} } }],
  [
    'emails.all[type eq "work"] and emails.none[primary eq true]',
    { emails: { all: { type: { eq: 'work' } }, none: { primary: { eq: true } } } },
  ],
  ['emails.count ge 2', { emails: { count: { gte: 2 } } }],
  ['memberOf eq "g"', { memberOf: { ids: ['g'] } }],
  ['memberOf in ("g", "h") match ALL transitive false', { memberOf: { ids: ['g', 'h'], match: 'ALL', transitive: false } }],
  ['notMemberOf in ("g", "h")', { notMemberOf: { ids: ['g', 'h'] } }],
  [`inPolicies eq "${policy}"`, { inPolicies: { ids: [policy] } }],
  [`inPolicies in ("${policy}", "${policy}") match ALL`, { inPolicies: { ids: [policy, policy], match: 'ALL' } }],
  ['manager pr', { manager: {} }],
  ['manager.department eq "Sales"', { manager: { department: { eq: 'Sales' } } }],
  ['manager[department eq "Sales" and active eq true]', { manager: { department: { eq: 'Sales' }, active: { eq: true } } }],
  ['manager.manager.emails.value ew "@acme.com"', { manager: { manager: { emails: { any: { value: { endsWith: '@acme.com' } } } } } }],
  ['manager[not (title pr)]', { manager: { title: { exists: false } } }],
  ['reportsTo eq "u"', { reportsTo: { id: 'u' } }],
  ['reportsTo eq "u" maxDepth 3', { reportsTo: { id: 'u', maxDepth: 3 } }],
  ['devices[osVersion lt "14.10" and tags eq "lab"]', { devices: { any: { osVersion: { lt: '14.10' }, tags: { any: { eq: 'lab' } } } } }],
  ['devices.count eq 0', { devices: { count: { eq: 0 } } }],
  ['attribute.badge ge 40', { attribute: { key: 'badge', number: { gte: 40 } } }],
  ['attribute.since withinNext "P1M"', { attribute: { key: 'since', dateTime: { withinNext: 'P1M' } } }],
  ['attribute.agent lt "2.10"', { attribute: { key: 'agent', version: { lt: '2.10' } } }],
  ['not (attribute.teams pr)', { attribute: { key: 'teams', exists: false } }],
  ['attribute.badge pr as number', { attribute: { key: 'badge', number: { exists: true } } }],
  ['urn:acme:2.0:User:badge ge 40', { attribute: { key: 'urn:acme:2.0:User:badge', number: { gte: 40 } } }],
  ['urn:acme:2.0:User:os lt "14.10" as version', { attribute: { key: 'urn:acme:2.0:User:os', version: { lt: '14.10' } } }],
  ['urn:acme:2.0:User:os in () as string', { attribute: { key: 'urn:acme:2.0:User:os', string: { in: [] } } }],
  ['urn:acme:2.0:User:vip eq false', { attribute: { key: 'urn:acme:2.0:User:vip', boolean: { eq: false } } }],
  [`attribute["${declaredUrn}:its badge"] eq -0.5`, { attribute: { key: `${declaredUrn}:its badge`, number: { eq: -0.5 } } }],
  [`attribute["${enterprise}:department"] eq "x"`, { attribute: { key: `${enterprise}:department`, string: { eq: 'x' } } }],
  ['manager.urn:acme:2.0:User:badge eq 4', { manager: { attribute: { key: 'urn:acme:2.0:User:badge', number: { eq: 4 } } } }],
];

const ofDevices: Case[] = [
  ['osVersion ge "14.10" and supervised eq true', { osVersion: { gte: '14.10' }, supervised: { eq: true } }],
  ['facts.diskFreeGb gt 40', { facts: { key: 'diskFreeGb', number: { gt: 40 } } }],
  ['facts.diskFreeGb gt 4 and facts.diskFreeGb lt 9', { facts: { key: 'diskFreeGb', number: { gt: 4, lt: 9 } } }],
  [
    'facts.diskFreeGb gt 4 and facts.firewall eq true',
    { and: [{ facts: { key: 'diskFreeGb', number: { gt: 4 } } }, { facts: { key: 'firewall', boolean: { eq: true } } }] },
  ],
  ['facts.browser pr', { facts: { key: 'browser', exists: true } }],
  ['facts.hostname pr as string', { facts: { key: 'hostname', string: { exists: true } } }],
  ['facts.apps co "Chrome"', { facts: { key: 'apps', list: { any: { contains: 'Chrome' } } } }],
  ['facts.apps.none[value sw "Tor"]', { facts: { key: 'apps', list: { none: { startsWith: 'Tor' } } } }],
  ['facts.apps.count lt 3', { facts: { key: 'apps', list: { count: { lt: 3 } } } }],
  ['tags eq "lab"', { tags: { any: { eq: 'lab' } } }],
  ['tags[value sw "lab" and value ew "1"]', { tags: { any: { startsWith: 'lab', endsWith: '1' } } }],
  ['tags[value pr]', { tags: { any: { exists: true } } }],
  ['tags.all[value ne "lab"]', { tags: { all: { ne: 'lab' } } }],
  ['assignedUser pr', { assignedUser: { exists: true } }],
  ['not (assignedUser pr)', { assignedUser: { exists: false } }],
  ['assignedUser.department ne "Sales"', { assignedUser: { department: { ne: 'Sales' } } }],
  ['assignmentSource in ("CSV", "API")', { assignmentSource: { in: ['CSV', 'API'] } }],
];

const ofGroups: Case[] = [
  ['displayName eq "Sales"', { displayName: { eq: 'Sales' } }],
  ['members in ("u", "g") transitive true', { members: { ids: ['u', 'g'], transitive: true } }],
  ['memberCount eq 0', { memberCount: { eq: 0 } }],
];

/** Other ways to write it. */
const alsoOfUsers: Case[] = [
  ['DEPARTMENT EQ "Sales" AND NOT (TITLE PR)', { department: { eq: 'Sales' }, title: { exists: false } }],
  ['(((title eq "a")))', { title: { eq: 'a' } }],
  ['title eq"a"and(active eq true)', { title: { eq: 'a' }, active: { eq: true } }],
  ['title contains "a" and title gte "b"', { title: { contains: 'a', gte: 'b' } }],
  ['department IN("Sales","Support")', { department: { in: ['Sales', 'Support'] } }],
  ['title eq "a" or title eq "b" and active eq true', { or: [{ title: { eq: 'a' } }, { title: { eq: 'b' }, active: { eq: true } }] }],
  ['title eq "a" or (title eq "b" or title eq "c")', { or: [{ title: { eq: 'a' } }, { title: { eq: 'b' } }, { title: { eq: 'c' } }] }],
  ['title eq null', { title: { exists: false } }],
  ['title ne null', { title: { exists: true } }],
  ['not (manager.title pr)', { not: { manager: { title: { exists: true } } } }],
  ['manager.title eq null', { not: { manager: { title: { exists: true } } } }],
  ['not (not (title pr))', { not: { title: { exists: false } } }],
  ['emails pr', { emails: { count: { gt: 0 } } }],
  ['emails eq null', { not: { emails: { count: { gt: 0 } } } }],
  ['emails co "x"', { emails: { any: { value: { contains: 'x' } } } }],
  ['emails.any[type eq "work"]', { emails: { any: { type: { eq: 'work' } } } }],
  ['not (emails[type eq "work"])', { not: { emails: { any: { type: { eq: 'work' } } } } }],
  ['emails.value co "x" and emails.value co "y"', { and: ['x', 'y'].map((contains) => ({ emails: { any: { value: { contains } } } })) }],
  ['memberOf in ("g") match ANY', { memberOf: { ids: ['g'], match: 'ANY' } }],
  ['memberOf eq "g" MATCH "ALL" Transitive TRUE', { memberOf: { ids: ['g'], match: 'ALL', transitive: true } }],
  ['manager.department eq "Sales" and manager.active eq true', { manager: { department: { eq: 'Sales' }, active: { eq: true } } }],
  [
    'attribute.badge gt 1 and attribute.floor eq "4" and manager.title pr and manager.active eq true',
    {
      and: [
        { attribute: { key: 'badge', number: { gt: 1 } } },
        { attribute: { key: 'floor', string: { eq: '4' } } },
        { manager: { title: { exists: true }, active: { eq: true } } },
      ],
    },
  ],
  [
    'manager.title eq "a" and active eq true and manager.title eq "b" and manager.title eq "c" and manager.manager.title eq "d" and manager.manager pr',
    {
      manager: {
        and: [{ title: { eq: 'a' } }, { title: { eq: 'b' } }, { title: { eq: 'c' } }, { manager: { title: { eq: 'd' } } }],
      },
      active: { eq: true },
    },
  ],
  [
    'manager.title eq "a" and manager[title eq "b" and title eq "c"]',
    { manager: { and: [{ title: { eq: 'a' } }, { title: { eq: 'b' } }, { title: { eq: 'c' } }] } },
  ],
  [
    'urn:acme:2.0:User:os pr and urn:acme:2.0:User:os eq "x" and title ne "a" and title co "b"',
    {
      and: [
        { attribute: { key: 'urn:acme:2.0:User:os', exists: true } },
        { attribute: { key: 'urn:acme:2.0:User:os', string: { eq: 'x' } } },
        { title: { ne: 'a', contains: 'b' } },
      ],
    },
  ],
  [
    'attribute.badge in (0.30000000000000004, 1.50, 1E-7)',
    { attribute: { key: 'badge', number: { in: [0.30000000000000004, 1.5, 1e-7] } } },
  ],
  ['Attribute.Badge le 1e2', { attribute: { key: 'Badge', number: { lte: 100 } } }],
  [`${declaredUrn}:Its-badge eq "x"`, { attribute: { key: `${declaredUrn}:Its-badge`, string: { eq: 'x' } } }],
  [
    'urn:acme:2.0:User:os in ("14.9", "14.10") AS Version',
    { attribute: { key: 'urn:acme:2.0:User:os', version: { in: ['14.9', '14.10'] } } },
  ],
  ['urn:acme:2.0:User:since withinLast "P1D"', { attribute: { key: 'urn:acme:2.0:User:since', dateTime: { withinLast: 'P1D' } } }],
  [`${core}:User:name.familyName eq "x"`, { name: { familyName: { eq: 'x' } } }],
  [`${enterprise}:department eq "x"`, { department: { eq: 'x' } }],
];

const alsoOfDevices: Case[] = [
  ['facts.DISKFREEGB gt 40', { facts: { key: 'DISKFREEGB', number: { gt: 40 } } }],
  ['facts.apps.value eq "Chrome"', { facts: { key: 'apps', list: { any: { eq: 'Chrome' } } } }],
  ['facts.apps pr', { facts: { key: 'apps', exists: true } }],
  ['tags.value eq "lab"', { tags: { any: { eq: 'lab' } } }],
  ['tags pr', { tags: { count: { gt: 0 } } }],
  ['assignedUser eq null', { assignedUser: { exists: false } }],
  ['assignedUser[true]', { assignedUser: {} }],
  [`${core}:Device:serialNumber eq "x"`, { serialNumber: { eq: 'x' } }],
];

const of = (subject: RootSubject, cases: Case[]) => cases.map(([text, where]) => ({ subject, text, where }));
const both = [...of('User', ofUsers), ...of('Device', ofDevices), ...of('Group', ofGroups)];
const also = [...of('User', alsoOfUsers), ...of('Device', alsoOfDevices)];

describe('readText', () => {
  it.each([...both, ...also])('reads of a $subject: $text', ({ subject, text, where }) => {
    const read = readText(subject, text, definitions);
    expect(readCondition(subject, read, definitions)).toEqual(readCondition(subject, where, definitions));
    expect(read).toEqual(where);
  });
});

describe('writeText', () => {
  it.each(both)('writes of a $subject: $text', ({ subject, text, where }) => expect(writeText(subject, where)).toBe(text));

  it.each<Case>([
    ['createdAt lt "2026-01-31T09:00:00.000Z"', { createdAt: { lt: new Date('2026-01-31T09:00:00Z') } }],
    [
      'urn:a:b:c lt "2026-01-31T09:00:00.000Z" as dateTime',
      { attribute: { key: 'urn:a:b:c', dateTime: { lt: new Date('2026-01-31T09:00:00Z') } } },
    ],
    ['memberOf eq "g"', { memberOf: { ids: ['g'], match: 'ANY', transitive: true } }],
    ['emails.count lt 1.2345678901234568e+20', { emails: { count: { lt: 123456789012345680000 } } }],
    ['title eq "a"', { title: { eq: 'a', ne: undefined, caseSensitive: false }, or: undefined }],
    ['title eq "a"', { and: [{ or: [{ and: [{ title: { eq: 'a' } }] }] }, {}] }],
  ])('writes %s of a where as GraphQL gives it', (text, where) => expect(writeText('User', where)).toBe(text));

  it('writes what is not declared any more, and policies that are gone', () => {
    expect(writeText('Device', { facts: { key: 'gone', number: { gt: 1 } }, inPolicies: { ids: ['gone'] } })).toBe(
      'facts.gone gt 1 and inPolicies eq "gone"',
    );
  });
});

function refusalOf(text: string, subject: RootSubject = 'User', path?: string): InvalidCondition {
  try {
    readText(subject, text, definitions, path);
  } catch (error) {
    if (error instanceof InvalidCondition) return error;
    throw error;
  }
  throw new Error(`${text.slice(0, 100)} was not refused.`);
}

describe('a text that is refused', () => {
  it.each<[text: string, column: number, reason: RegExp]>([
    // the syntax
    ['title', 6, /expected an operator such as eq, co, in or pr, found the end/],
    ['title eq', 9, /expected a value/],
    ['title eq Sales', 10, /a text in quotation marks.*found "Sales"/],
    ['title eq "Sales', 10, /closing quotation mark/],
    ['title = "x"', 7, /expected an operator/],
    ['title exists true', 7, /expected an operator/],
    ['title eq "x" active eq true', 14, /expected the end, found "active"/],
    ['(title pr', 10, /expected "\)"/],
    ['not title pr', 5, /expected "\("/],
    ['title in "x"', 10, /a list of values in parentheses/],
    ['title in ("x" "y")', 15, /expected "\)"/],
    ['title in ("x",)', 15, /expected a value/],
    ['"title" eq "x"', 1, /the name of an attribute/],
    ['emails[type eq "work"', 22, /expected "\]"/],
    ['emails[type eq "work"].value eq "x"', 23, /expected the end, found "\."/],
    ['title["x"] eq "x"', 6, /expected an operator/],
    ['attribute[badge] eq 1', 11, /a key in quotation marks/],
    ['attribute eq 1', 11, /behind a key/],
    ['title eq "\\u0000"', 10, /expected a value/],
    ['title eq "\\ud800"', 10, /expected a value/],
    // names
    ['titles eq "x"', 1, /"titles" is unknown here: perhaps title/],
    ['active eq true and nothing eq "x"', 20, /unknown here: there are id, connection/],
    ['manager.nothing eq "x"', 1, /"nothing" is unknown here/],
    ['title.x eq "x"', 1, /has no parts/],
    ['name pr', 1, /formatted, familyName/],
    ['emails[country eq "x"]', 8, /there are value, display, type, primary/],
    ['and.title eq "x"', 1, /expected|unknown/],
    ['__proto__ eq "x"', 1, /unknown/],
    ['constructor eq "x"', 1, /unknown/],
    ['facts.browser pr', 1, /unknown/],
    [`${core}:Group:displayName eq "x"`, 1, /unknown/],
    ['x:title eq "x"', 1, /must be the key of a declared attribute/],
    ['attribute.unheard eq "x"', 1, /must be the key of a declared attribute/],
    [`${'manager.'.repeat(20)}title pr`, 1, /more than 20 parts/],
    // operators
    ['active gt true', 8, /gt cannot be asked here: ask with eq, ne, pr/],
    ['title withinLast "P1D"', 7, /withinLast cannot be asked here: ask with eq, ne, in/],
    ['memberOf co "x"', 10, /asked by eq or in/],
    ['memberOf pr', 10, /asked by eq or in/],
    ['reportsTo in ("x")', 11, /asked by eq/],
    ['manager eq "x"', 9, /manager\.id/],
    ['devices eq "x"', 9, /in brackets/],
    ['emails.all pr', 12, /in brackets/],
    ['title gt null', 7, /null.*eq or ne/],
    ['urn:acme:2.0:User:os in ()', 22, /as string/],
    // values
    ['title eq 5', 10, /must be a text; write it in quotation marks/],
    ['active eq "true"', 11, /must be true or false/],
    ['active eq true and title in ("x", null)', 35, /must be a text/],
    ['createdAt lt "yesterday"', 14, /must be an instant/],
    ['title eq "x" and createdAt withinLast "30 days"', 39, /ISO 8601/],
    ['title eq "x" and not (createdAt lt "yesterday")', 36, /must be an instant/],
    ['title eq "x" and title eq "y" or createdAt lt "yesterday"', 47, /must be an instant/],
    ['attribute.badge eq "x"', 20, /must be a finite number/],
    ['emails.count gt "x"', 17, /must be a finite number/],
    ['emails.count gt 007', 17, /expected a value/],
    ['emails.count gt 1e999', 17, /expected a value/],
    ['emails.count gt 12345678901234567890', 17, /expected a value/],
    ['memberOf in ("g", 5)', 19, /must be an id/],
    ['memberOf in ()', 13, /empty: name at least one/],
    ['inPolicies eq "nothing"', 15, /id of no policy/],
    // what is said behind
    ['title eq "x" caseSensitive maybe', 28, /true or false/],
    ['title eq "x" caseSensitive', 27, /what caseSensitive is, found the end/],
    ['externalId eq "x" caseSensitive false', 33, /compared exactly/],
    ['active eq true caseSensitive true', 30, /leave it out/],
    ['title eq "x" match ALL', 20, /match cannot be said here/],
    ['title pr as string', 13, /as cannot be said here/],
    ['memberOf eq "g" match SOME', 23, /ANY or ALL/],
    ['memberOf eq "g" match ANY match ALL', 27, /says match twice/],
    ['inPolicies eq "p" transitive true', 30, /leave it out/],
    ['reportsTo eq "u" maxDepth 0', 27, /1 to 100/],
    ['attribute.badge eq "1" as string', 20, /declared as NUMBER/],
    ['urn:acme:2.0:User:os eq "1" as text', 32, /string, number, boolean, dateTime, version/],
  ])('%s, at column %i', (text, column, reason) => {
    const { message } = refusalOf(text);
    expect(message).toMatch(reason);
    expect(message.startsWith(`text: column ${column}: `), message).toBe(true);
  });

  it.each<[text: string, column: number, reason: RegExp]>([
    ['osVersion ge 14.10', 14, /a version such as 14.10.*in quotation marks/],
    ['facts.unheard eq 1', 1, /declared fact.*createFactDefinition/],
    ['facts.unheard.count eq 1', 1, /declared fact/],
    ['facts pr', 1, /declared fact/],
    ['facts.hostname.count eq 1', 25, /hostname is declared as STRING/],
    ['facts.hostname[value eq "x"]', 15, /expected an operator/],
    ['tags[value eq "a" or value eq "b"]', 6, /differ and are joined by and/],
    ['tags[value eq "a" and value eq "b"]', 6, /differ and are joined by and/],
    ['tags[true]', 6, /may only compare the value/],
    ['assignmentSource eq "BY_PIGEON"', 21, /one of/],
    ['attribute.badge eq 1', 1, /unknown/],
  ])('of a device: %s, at column %i', (text, column, reason) => {
    const { message } = refusalOf(text, 'Device');
    expect(message).toMatch(reason);
    expect(message.startsWith(`text: column ${column}: `), message).toBe(true);
  });

  const nots = (levels: number) => `${'not ('.repeat(levels)}title eq "x"${')'.repeat(levels)}`;
  const either = (count: number) => Array(count).fill('title eq "a"').join(' or ');

  it.each<[what: string, text: string, message: RegExp]>([
    ['nothing', '', /^text is empty: write true/],
    ['blanks', ' \n', /^text is empty/],
    ['a depth of 11', nots(10), /^text: column \d+: is more than 10 deep/],
    ['200 tests', either(200), /^text has 201 nodes/],
    ['201 tests', either(201), /^text: column \d+: asks more than 200 times/],
    ['1,001 values', `title in (${Array(1001).fill('"x"')})`, /^text: column 10: has more than 1000 values/],
    ['a where of 16 KiB', `title eq "${'x'.repeat(16 * 1024)}"`, /^text takes \d+ bytes as JSON: ask with at most 16384/],
    ['20,000 parentheses', '('.repeat(20_000), /^text: column 52: nested deeper/],
    ['20,000 brackets', 'devices[assignedUser['.repeat(1_000), /nested deeper/],
    ['20,000 negations', 'not '.repeat(10_000), /^text: column 5: expected "\("/],
    ['a name of 60,000 characters', `${'manager.'.repeat(7_500)}title pr`, /more than 20 parts/],
    ['a path of 60,000 characters', `${'urn:'.repeat(15_000)}a pr`, /^text takes/],
    ['a list of 60,000 characters', `title in (${'1,'.repeat(30_000)}1)`, /^text: column/],
    ['a literal without an end', `title eq "${'\\"'.repeat(30_000)}`, /closing quotation mark/],
    ['100 kB', `title eq "${'x'.repeat(100_000)}"`, /^text has 100011 characters: write at most 65536/],
  ])('%s', (_what, text, message) => expect(refusalOf(text).message).toMatch(message));

  it('is refused by the name of the field that it stands in', () => {
    expect(refusalOf('title', 'User', 'usersText').message).toMatch(/^usersText: column 6: expected/);
    expect(refusalOf('', 'User', 'usersText').message).toMatch(/^usersText is empty/);
    expect(refusalOf(either(200), 'User', 'usersText').message).toMatch(/^usersText has 201 nodes/);
  });
});

describe('any text', () => {
  const words = [...both, ...also].flatMap(({ text }) => text.split(/(?<=[\s()[\],])|(?=[\s()[\],])/));
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...words, '"', '\\', '.', 'urn:', '__proto__'), { maxLength: 30 }).map((parts) => parts.join('')),
    fc.tuple(fc.constantFrom(...both), fc.nat(), fc.string({ maxLength: 3 })).map(([{ text }, at, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + 1);
    }),
  );

  it.each(['User', 'Device', 'Group'] as const)('is a where on a %s, or refused at a column of its own', (subject) => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(readCondition(subject, readText(subject, text, definitions), definitions)).toBeDefined();
        } catch (error) {
          if (!(error instanceof InvalidCondition)) throw error;
          const [, column] = /^text: column (\d+): /.exec(error.message) ?? [];
          if (column === undefined) expect(error.message).toMatch(/^text (is|has|takes) /);
          else expect(Number(column)).toBeLessThanOrEqual(text.length + 1);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the limits of a where', () => {
  const nested = (levels: number, inner: object): object => (levels === 0 ? inner : { not: nested(levels - 1, inner) });
  const title = { title: { eq: 'a' } };

  it.each<[what: string, where: object]>([
    ['200 nodes', { or: Array(199).fill(title) }],
    [
      '200 nodes of one attribute in several ways',
      {
        and: [
          ...Array(189).fill(title),
          ...['ne', 'gt', 'lt', 'gte', 'lte', 'contains', 'notContains', 'startsWith', 'endsWith', 'notEndsWith'].map((operator) => ({
            title: { [operator]: 'a' },
          })),
        ],
      },
    ],
    ['a depth of 10', nested(9, title)],
    ['a depth of 10 beside others of its kind', { and: [{ not: title }], not: nested(8, title) }],
    [
      'a depth of 10 beside others of the same person',
      { manager: { not: nested(7, title) }, and: [{ manager: { not: title } }, { manager: { not: title } }] },
    ],
    ['1,000 values', { title: { in: Array(1000).fill('x') } }],
    ['16 KiB', { title: { eq: 'x'.repeat(16 * 1024 - 19) } }],
    [
      'all of the operators of a name that is long',
      { attribute: { key: `urn:${'x'.repeat(3_000)}:y`, string: { eq: 'a', ne: 'b', contains: 'c', startsWith: 'd', endsWith: 'e' } } },
    ],
  ])('hold of the text of what has %s', (_what, where) => {
    const asked = (of: object) => normal(readCondition('User', of, definitions));
    expect(asked(readText('User', writeText('User', where), definitions))).toEqual(asked(where));
  });
});

describe('what a text is held to', () => {
  it.each<[text: string, declared: boolean, policies: boolean]>([
    ['title eq "x"', false, false],
    ['manager.attribute.badge eq 1', true, false],
    ['ATTRIBUTE["x"] pr', true, false],
    ['facts.apps pr', true, false],
    ['urn:acme:2.0:User:badge eq 1', true, false],
    ['assignedUser.INPOLICIES eq "x"', true, true],
  ])('is known before it is read: %s', (text, declared, named) => {
    expect(mentionsDeclared(text)).toBe(declared);
    expect(mentionsPolicies(text)).toBe(named);
  });
});
