import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Literal } from '#filter/literal.ts';
import type { AttributeName } from '#scim-gateway/protocol/attributeName.ts';
import type { CompareOperator, Filter } from '#scim-gateway/protocol/filter.ts';
import { parseFilter } from '#scim-gateway/protocol/parseFilter.ts';
import { printFilter } from './printFilter.ts';
import { refusalOf } from './refusal.ts';

const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const at = (path: string, urn?: string): AttributeName => {
  const [name = '', sub] = path.split('.');
  return { ...(urn && { urn }), name, ...(sub && { sub }) };
};
const is = (path: string, operator: CompareOperator, value: Literal, urn?: string): Filter => ({
  kind: 'compare',
  attribute: at(path, urn),
  operator,
  value,
});
const doubtful = (filter: Filter, column: number) => ({ ...filter, doubtful: column }) as Filter;
const has = (path: string, urn?: string): Filter => ({ kind: 'present', attribute: at(path, urn) });
const and = (...filters: Filter[]): Filter => ({ kind: 'and', filters });
const or = (...filters: Filter[]): Filter => ({ kind: 'or', filters });
const not = (filter: Filter): Filter => ({ kind: 'not', filter });
const some = (path: string, filter: Filter, urn?: string): Filter => ({ kind: 'some', attribute: at(path, urn), filter });

const [a, b, c, d] = [is('a', 'eq', 1), is('b', 'eq', 2), is('c', 'eq', 3), has('d')] as const;

describe('parseFilter (RFC 7644 §3.4.2.2)', () => {
  it.each<[string, Filter]>([
    // attribute expressions
    ['userName eq "bjensen"', is('userName', 'eq', 'bjensen')],
    ['userName ne "bjensen"', is('userName', 'ne', 'bjensen')],
    ['name.familyName co "O\'Malley"', is('name.familyName', 'co', "O'Malley")],
    ['userName sw "J"', is('userName', 'sw', 'J')],
    ['userName ew "@acme.com"', is('userName', 'ew', '@acme.com')],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', is('meta.lastModified', 'gt', '2011-05-13T04:42:34Z')],
    ['meta.lastModified ge "2011-05-13T04:42:34Z"', is('meta.lastModified', 'ge', '2011-05-13T04:42:34Z')],
    ['meta.lastModified lt "2011-05-13T04:42:34Z"', is('meta.lastModified', 'lt', '2011-05-13T04:42:34Z')],
    ['meta.lastModified le "2011-05-13T04:42:34Z"', is('meta.lastModified', 'le', '2011-05-13T04:42:34Z')],
    ['title pr', has('title')],
    ['manager.$ref pr', has('manager.$ref')],
    ['schemas eq "urn:x"', is('schemas', 'eq', 'urn:x')],
    ['my-attribute_1 pr', has('my-attribute_1')],
    // literals
    ['active eq true', is('active', 'eq', true)],
    ['active eq false', is('active', 'eq', false)],
    ['active eq TRUE', is('active', 'eq', true)],
    ['title eq null', is('title', 'eq', null)],
    ['age eq 42', is('age', 'eq', 42)],
    ['age gt -1.5e2', is('age', 'gt', -150)],
    ['age eq 0', is('age', 'eq', 0)],
    ['employeeNumber eq 00123', doubtful(is('employeeNumber', 'eq', '00123'), 19)],
    ['employeeNumber eq 12345678901234567890', doubtful(is('employeeNumber', 'eq', '12345678901234567890'), 19)],
    ['age eq 1e999', doubtful(is('age', 'eq', '1e999'), 8)],
    ['age eq 042', doubtful(is('age', 'eq', '042'), 8)],
    ['age eq 0.12345678901234567', doubtful(is('age', 'eq', '0.12345678901234567'), 8)],
    ['age eq 4-2', is('age', 'eq', '4-2')],
    ['externalId eq jyoung', is('externalId', 'eq', 'jyoung')],
    ['externalId eq j,young', is('externalId', 'eq', 'j,young')],
    ['userName eq joy@contoso.com', is('userName', 'eq', 'joy@contoso.com')],
    ['title eq ""', is('title', 'eq', '')],
    ['title eq "true"', is('title', 'eq', 'true')],
    // escapes
    ['displayName eq "R&D \\"Zürich\\""', is('displayName', 'eq', 'R&D "Zürich"')],
    ['displayName eq "back\\\\slash"', is('displayName', 'eq', 'back\\slash')],
    ['displayName eq "\\u00e9\\n\\t"', is('displayName', 'eq', 'é\n\t')],
    ['displayName eq "a) or (b"', is('displayName', 'eq', 'a) or (b')],
    ['displayName eq "]["', is('displayName', 'eq', '][')],
    ['displayName eq "\\ud83d\\ude00"', is('displayName', 'eq', '😀')],
    // letter case and space
    ['USERNAME EQ "x"', is('USERNAME', 'eq', 'x')],
    ['title PR AND active Eq true', and(has('title'), is('active', 'eq', true))],
    ['  userName   eq\t"x"  ', is('userName', 'eq', 'x')],
    ['NOT(title Pr)', not(has('title'))],
    ['userName eq"x"', is('userName', 'eq', 'x')],
    // precedence and nesting
    ['a eq 1 and b eq 2', and(a, b)],
    ['a eq 1 or b eq 2', or(a, b)],
    ['a eq 1 and b eq 2 and c eq 3', and(a, b, c)],
    ['a eq 1 or b eq 2 and c eq 3', or(a, and(b, c))],
    ['a eq 1 and b eq 2 or c eq 3', or(and(a, b), c)],
    ['(a eq 1 or b eq 2) and c eq 3', and(or(a, b), c)],
    ['a eq 1 and (b eq 2 or c eq 3)', and(a, or(b, c))],
    ['a eq 1 or b eq 2 and not (c eq 3)', or(a, and(b, not(c)))],
    ['not (a eq 1) and b eq 2', and(not(a), b)],
    ['not (not (a eq 1))', not(not(a))],
    ['((((a eq 1))))', a],
    ['(a eq 1) or (b eq 2 and (c eq 3 or d pr))', or(a, and(b, or(c, d)))],
    ['a eq 1 or b eq 2 or c eq 3 or d pr', or(a, b, c, d)],
    // value paths
    ['emails[type eq "work"]', some('emails', is('type', 'eq', 'work'))],
    ['emails[type eq "work" and value co "@acme.com"]', some('emails', and(is('type', 'eq', 'work'), is('value', 'co', '@acme.com')))],
    ['emails[not (type eq "work")]', some('emails', not(is('type', 'eq', 'work')))],
    [
      'emails[(type eq "work" or type eq "home") and value pr]',
      some('emails', and(or(is('type', 'eq', 'work'), is('type', 'eq', 'home')), has('value'))),
    ],
    [
      'emails[type eq "work" and value co "@a"] or ims[type eq "xmpp" and value co "@b"]',
      or(
        some('emails', and(is('type', 'eq', 'work'), is('value', 'co', '@a'))),
        some('ims', and(is('type', 'eq', 'xmpp'), is('value', 'co', '@b'))),
      ),
    ],
    ['not (emails[type eq "work"])', not(some('emails', is('type', 'eq', 'work')))],
    // Entra: a test behind the brackets is about the same element
    ['emails[type eq "work"].value eq "x"', some('emails', and(is('type', 'eq', 'work'), is('value', 'eq', 'x')))],
    ['emails[type eq "work"].value pr', some('emails', and(is('type', 'eq', 'work'), has('value')))],
    [
      'emails[type eq "a" or type eq "b"].value eq "x"',
      some('emails', and(or(is('type', 'eq', 'a'), is('type', 'eq', 'b')), is('value', 'eq', 'x'))),
    ],
    [
      'emails[type eq "work" and primary eq true].value eq "x" and active eq true',
      and(some('emails', and(is('type', 'eq', 'work'), is('primary', 'eq', true), is('value', 'eq', 'x'))), is('active', 'eq', true)),
    ],
    // schema URNs
    [`${user}:userName eq "x"`, is('userName', 'eq', 'x', user)],
    [`${user}:name.familyName sw "x"`, is('name.familyName', 'sw', 'x', user)],
    [`${enterprise}:employeeNumber eq "701984"`, is('employeeNumber', 'eq', '701984', enterprise)],
    [`${enterprise}:manager.value eq "26118915"`, is('manager.value', 'eq', '26118915', enterprise)],
    [`${user}:emails[type eq "work"]`, some('emails', is('type', 'eq', 'work'), user)],
    ['urn:acme:badge:1.0:number eq 7', is('number', 'eq', 7, 'urn:acme:badge:1.0')],
    ['urn:scim:schemas:extension:enterprise:2.0.department eq "x"', is('department', 'eq', 'x', enterprise)],
    ['urn:scim:schemas:core:2.0:User:userName eq "x"', is('userName', 'eq', 'x')],
  ])('reads %s', (text, filter) => {
    expect(parseFilter(text)).toEqual(filter);
  });

  it.each<[string, number, string]>([
    ['', 1, 'the name of an attribute'],
    ['   ', 4, 'the name of an attribute'],
    ['userName', 9, 'an operator'],
    ['userName eq', 12, 'a value'],
    ['userName eq and', 13, 'a value'],
    ['userName zz "x"', 10, 'an operator'],
    ['userName = "x"', 10, 'an operator'],
    ['userName toString "x"', 10, 'an operator'],
    ['userName __proto__ "x"', 10, 'an operator'],
    ['(userName eq "x"', 17, '")"'],
    ['userName eq "x")', 16, 'the end'],
    ['userName eq "x" userName', 17, 'the end'],
    ['userName eq "x" and', 20, 'the name of an attribute'],
    ['and userName eq "x"', 5, 'an operator'],
    ['"userName" eq "x"', 1, 'the name of an attribute'],
    ['userName eq "x', 13, 'a closing quotation mark'],
    ['userName eq "\\x"', 13, 'a value'],
    ['userName eq "\u0001"', 13, 'a value'],
    ['userName eq "\\u0000"', 13, 'a value'],
    ['userName eq "\\ud800"', 13, 'a value'],
    ['userName eq (', 13, 'a value'],
    ['not userName eq "x"', 5, '"("'],
    ['emails[type eq "work"', 22, '"]"'],
    ['emails[]', 8, 'the name of an attribute'],
    ['emails[type eq "work"].', 24, 'the name of a sub-attribute'],
    ['emails[type eq "work"].value', 29, 'an operator'],
    ['emails[type eq "work"].__proto__ eq "x"', 24, 'the name of a sub-attribute'],
    ['emails[a[b eq 1]]', 9, 'an operator'],
    ['emails.value[type eq "work"]', 13, 'an operator'],
    ['emails[type eq "work")', 22, '"]"'],
    ['__proto__ eq "x"', 1, 'the name of an attribute'],
    ['name.given.more eq "x"', 1, 'the name of an attribute'],
    ['1name eq "x"', 1, 'the name of an attribute'],
    ["userName' or 1=1 -- eq x", 1, 'the name of an attribute'],
    ['urn:eq eq "x"', 1, 'the name of an attribute'],
    // what only the text of a condition has
    ['department in ("a", "b")', 12, 'an operator'],
    ['title notContains "x"', 7, 'an operator'],
    ['title contains "x"', 7, 'an operator'],
    ['lastCheckInAt withinLast "P30D"', 15, 'an operator'],
    ['title eq "x" caseSensitive true', 14, 'the end'],
    ['true', 5, 'an operator'],
    ['manager.manager.title pr', 1, 'the name of an attribute'],
    ['badges["x"] eq 1', 8, 'the name of an attribute'],
  ])('refuses %j at column %i, expecting %s', (text, column, expected) => {
    const refusal = refusalOf(() => parseFilter(text));
    expect(refusal).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(refusal?.detail).toContain(`Column ${column}: expected ${expected}`);
  });

  it.each([
    ['20,000 open parentheses', '('.repeat(20_000)],
    ['10,000 open parentheses', '('.repeat(10_000)],
    ['10,000 balanced parentheses', `${'('.repeat(7_000)}a pr${')'.repeat(7_000)}`],
    ['51 nested parentheses', `${'('.repeat(51)}a pr${')'.repeat(51)}`],
    ['51 nested negations', `${'not ('.repeat(51)}a pr${')'.repeat(51)}`],
    ['a long quoted string that never ends', `a eq "${'\\"'.repeat(8_000)}`],
    ['a megabyte', `userName eq "${'x'.repeat(1_000_000)}"`],
    ['16,000 dots', `a${'.a'.repeat(8_000)} pr`],
    ['16,000 brackets', '['.repeat(16_000)],
    ['16,000 spaces', ' '.repeat(16_000)],
    ['nothing but not', 'not '.repeat(4_000)],
  ])('refuses %s within milliseconds', (_, text) => {
    const start = performance.now();
    expect(refusalOf(() => parseFilter(text))).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(performance.now() - start).toBeLessThan(100);
  });

  it('reads what is nested as deep as it may be', () => {
    expect(parseFilter(`${'('.repeat(50)}a eq 1${')'.repeat(50)}`)).toEqual(a);
  });

  it('reads the longest filter within milliseconds', () => {
    const text = Array.from({ length: 1_300 }, () => 'title pr').join(' or ');
    const start = performance.now();
    expect(parseFilter(text)).toMatchObject({ kind: 'or' });
    expect(performance.now() - start).toBeLessThan(100);
  });

  it('reads back every filter that can be printed', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(parseFilter(printFilter(filter))).toEqual(filter);
      }),
    );
  });

  it('answers any text with a filter or a refusal', () => {
    const pieces = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '.',
      ' ',
      '"',
      '\\',
      'not',
      'and',
      'or',
      'eq',
      'pr',
      'emails',
      'type',
      '"work"',
      'urn:a:b:',
      'true',
      '1',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          expect(refusalOf(() => parseFilter(text))?.scimType ?? 'invalidFilter').toBe('invalidFilter');
        },
      ),
    );
  });
});

describe('the cost of a filter', () => {
  const filled = (part: string) => (length: number) => part.repeat(Math.floor(length / part.length));

  it.each<[string, (length: number) => string]>([
    ['comparisons', (length) => `${filled('userName eq "ada" or ')(length)}title pr`],
    ['value paths', (length) => `${filled('emails[type eq "work"].value co "x" and ')(length)}title pr`],
    ['a literal', (length) => `userName eq "${filled('x')(length - 20)}"`],
    ['a literal of escapes', (length) => `userName eq "${filled('\\u0061')(length - 20)}"`],
    ['a literal without an end', (length) => `userName eq "${filled('\\"')(length - 20)}`],
    ['a URN', (length) => `${filled('urn:a.b:')(length - 20)}name pr`],
    ['parentheses', filled('(')],
    ['brackets', filled('a[')],
    ['white space', filled(' ')],
  ])('grows with its length, and no faster: %s', (_, make) => {
    const best = (length: number) =>
      Math.min(
        ...Array.from({ length: 15 }, () => {
          const started = performance.now();
          refusalOf(() => parseFilter(make(length)));
          return performance.now() - started;
        }),
      );
    best(16_000);
    expect(best(16_000)).toBeLessThan(best(2_000) * 24 + 1);
  });
});

const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_-]{0,8}$/).filter((text) => !/^not$/i.test(text));
const attributeName = fc.record(
  { urn: fc.constantFrom(user, enterprise, 'urn:acme:badge:1.0'), name, sub: name },
  { requiredKeys: ['name'] },
);
const literal = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((text) => !/[\0\p{Surrogate}]/u.test(text)),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number)),
  fc.boolean(),
  fc.constant(null),
);
const operator = fc.constantFrom<CompareOperator>('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');
const test = fc.oneof(
  fc.record({ kind: fc.constant('present' as const), attribute: attributeName }),
  fc.record({ kind: fc.constant('compare' as const), attribute: attributeName, operator, value: literal }),
);

const logical = (leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), filters: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }) }),
      fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
    ),
  })).filter;

const filters = logical(
  fc.oneof(
    test,
    fc.record({
      kind: fc.constant('some' as const),
      attribute: attributeName.map(({ sub: _, ...whole }) => whole),
      filter: logical(test),
    }),
  ),
);
