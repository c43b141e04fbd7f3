import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holds } from '#directory/conditions/holds.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import type { Person } from '#directory/conditions/subjects.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { definitions } from './declared.ts';
import { now } from './people.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** Both answers about a person of whom only some columns are given. */
async function answers(columns: object, where: object) {
  const condition = readCondition('User', where, definitions);
  const rows = await database.db.$queryRaw<{ holds: boolean | null }[]>`
    SELECT ${toSql(condition, Prisma.sql`"row"`, now)} AS "holds"
    FROM jsonb_populate_record(NULL::"users", ${JSON.stringify(columns)}::jsonb) AS "row"`;
  return { sql: rows[0]?.holds, memory: holds(condition, columns as Person, now) };
}

const expectAnswer = async (columns: object, where: object, expected: boolean) =>
  expect(await answers(columns, where)).toEqual({ sql: expected, memory: expected });

const positive = ['eq', 'contains', 'startsWith', 'endsWith', 'gt', 'gte', 'lt', 'lte'];
const negative = ['ne', 'notContains', 'notStartsWith', 'notEndsWith'];

describe('a missing value', () => {
  for (const [said, title] of [
    ['null', null],
    ['empty', ''],
  ] as const) {
    it.each(positive)(`fails, when ${said}, under %s`, (operator) => expectAnswer({ title }, { title: { [operator]: '' } }, false));
    it.each(negative)(`passes, when ${said}, under %s`, (operator) => expectAnswer({ title }, { title: { [operator]: '' } }, true));
    it(`is, when ${said}, in no list`, () => expectAnswer({ title }, { title: { in: ['', 'null'] } }, false));
    it(`is, when ${said}, outside of every list`, () => expectAnswer({ title }, { title: { notIn: ['', 'null'] } }, true));
    it(`does not exist, when ${said}`, () => expectAnswer({ title }, { title: { exists: false } }, true));
  }
});

describe('text', () => {
  it.each([
    ['Sales', { eq: 'SALES' }, true],
    ['Sales', { eq: 'SALES', caseSensitive: true }, false],
    ['Sales', { eq: 'Sales', caseSensitive: true }, true],
    ['Sales', { ne: 'sales' }, false],
    ['Sales', { in: ['Support', 'sALES'] }, true],
    ['Sales', { in: [] }, false],
    ['Sales', { notIn: [] }, true],
    ['Straße', { eq: 'STRAẞE' }, true],
    ['Straße', { eq: 'strasse' }, false],
    ['σας', { eq: 'ΣΑΣ' }, true],
    ['100%', { contains: '%' }, true],
    ['1000', { contains: '100%' }, false],
    ['a_b', { startsWith: 'A_' }, true],
    ['axb', { startsWith: 'a_' }, false],
    ['back\\slash', { contains: '\\S' }, true],
    ["O'Hara", { endsWith: "'hara" }, true],
    ['x😀', { endsWith: '😀' }, true],
    ['Sales', { endsWith: 'xSales' }, false],
    ['Sales', { contains: '' }, true],
    ['b', { gt: 'A' }, true],
    ['B', { gt: 'a', caseSensitive: true }, false],
    ['😀', { gt: '\uff5e' }, true],
    ['a', { gte: 'A', lte: 'A' }, true],
    ['Sales', { exists: true }, true],
    ['Sales', { startsWith: 'S', endsWith: 'x' }, false],
  ])('%j under %j is %s', (title, comparison, expected) => expectAnswer({ title }, { title: comparison }, expected));

  it.each([
    [{ eq: 'x1' }, false],
    [{ eq: 'X1' }, true],
    [{ startsWith: 'x' }, false],
    [{ eq: 'X1', caseSensitive: true }, true],
  ])('of an exact attribute minds its case: "X1" under %j is %s', (comparison, expected) =>
    expectAnswer({ externalId: 'X1' }, { externalId: comparison }, expected),
  );
});

describe('an id', () => {
  const id = '0190b2c4-0000-7000-8000-aaaa00000001';
  it.each([
    [{ eq: id }, true],
    [{ eq: id.toUpperCase() }, true],
    [{ eq: 'garbage' }, false],
    [{ ne: 'garbage' }, true],
    [{ in: ['garbage', id] }, true],
    [{ in: ['garbage'] }, false],
    [{ notIn: ['garbage'] }, true],
    [{ exists: true }, true],
  ])('under %j is %s', (comparison, expected) => expectAnswer({ id }, { id: comparison }, expected));
});

describe('an instant', () => {
  const createdAt = '2026-02-28T12:00:00.000Z';
  it.each([
    [{ eq: '2026-02-28T13:00:00+01:00' }, true],
    [{ eq: '2026-02-28T12:00:00.000999Z' }, true],
    [{ gt: '2026-02-28T12:00:00Z' }, false],
    [{ gte: new Date(createdAt) }, true],
    [{ lt: '2026-02-28T12:00:00.001Z' }, true],
    [{ in: ['2026-02-28T12:00:00Z'] }, true],
    [{ withinLast: 'P31D' }, true],
    [{ withinLast: 'P30D' }, false],
    // A month before the last of March is the last of February.
    [{ withinLast: 'P1M' }, true],
    [{ withinLast: 'P1Y' }, true],
    [{ withinNext: 'P1Y' }, false],
    [{ beforeLast: 'P30D' }, true],
    [{ beforeLast: 'P31D' }, false],
    [{ beforeLast: 'P1M' }, false],
    [{ beforeLast: 'P30D', withinLast: 'P1Y' }, true],
    [{ afterNext: 'P0D' }, false],
  ])('of a month ago under %j is %s', (comparison, expected) => expectAnswer({ createdAt }, { createdAt: comparison }, expected));

  it.each([
    [{ withinNext: 'P30D' }, true],
    [{ withinNext: 'P29DT23H59M59S' }, false],
    [{ afterNext: 'P30D' }, false],
    [{ afterNext: 'P29DT23H59M59S' }, true],
    [{ beforeLast: 'P0D' }, false],
  ])('of thirty days ahead under %j is %s', (comparison, expected) =>
    expectAnswer({ createdAt: '2026-04-30T12:00:00.000Z' }, { createdAt: comparison }, expected),
  );

  it.each(['withinLast', 'withinNext', 'beforeLast', 'afterNext'])('that is missing fails under %s', (operator) =>
    expectAnswer({ extensions: {} }, { attribute: { key: 'urn:acme:2.0:User:since', dateTime: { [operator]: 'P100Y' } } }, false),
  );
});

describe('a collection', () => {
  const emails = [
    { value: 'ada@acme.com', type: 'work', primary: true },
    { value: 'ada@home.example', type: 'home' },
  ];
  it.each([
    [{ any: { type: { eq: 'WORK' }, value: { endsWith: '@acme.com' } } }, true],
    [{ any: { type: { eq: 'home' }, value: { endsWith: '@acme.com' } } }, false],
    [{ any: { value: { eq: 'ADA@acme.com' } } }, true],
    [{ any: { value: { eq: 'ADA@acme.com', caseSensitive: true } } }, false],
    [{ any: { or: [{ value: { eq: 'nobody' } }, { value: { in: ['ada@home.example'] } }] } }, true],
    [{ any: { primary: { ne: true } } }, true],
    [{ all: { value: { startsWith: 'ada' } } }, true],
    [{ all: { primary: { eq: true } } }, false],
    [{ none: { type: { eq: 'other' } } }, true],
    [{ none: { type: { eq: 'home' } } }, false],
    [{ any: {} }, true],
    [{ count: { eq: 2 } }, true],
    [{ count: { gt: 2 } }, false],
  ])('of a work and a home address under %j is %s', (where, expected) => expectAnswer({ emails }, { emails: where }, expected));

  it.each([
    [{ any: {} }, false],
    [{ all: { value: { eq: 'x' } } }, true],
    [{ none: {} }, true],
    [{ count: { eq: 0 } }, true],
  ])('of nothing under %j is %s', (where, expected) => expectAnswer({ emails: [] }, { emails: where }, expected));
});

describe('an attribute of another schema', () => {
  const own = {
    badge: 41,
    teams: ['Red', 'Blue', 7],
    os: '14.10',
    beta: '15.1-beta',
    odd: '15.1234567890',
    since: '2026-03-01',
    flag: true,
    blank: '',
    nothing: null,
    nested: { a: 1 },
  };
  it.each([
    ['badge', { number: { gte: 40 } }, true],
    ['badge', { string: { eq: '41' } }, false],
    ['badge', { string: { ne: '41' } }, true],
    ['Badge', { number: { exists: true } }, false],
    ['teams', { string: { eq: 'blue' } }, true],
    ['teams', { string: { ne: 'blue' } }, false],
    ['teams', { number: { eq: 7 } }, true],
    ['os', { version: { gt: '14.9' } }, true],
    ['os', { version: { eq: '14.10.0' } }, true],
    ['os', { version: { eq: '14.1' } }, false],
    ['beta', { version: { eq: '15.1' } }, true],
    ['beta', { version: { gt: '15.1' } }, false],
    ['beta', { version: { gt: '15.0.9' } }, true],
    ['odd', { version: { exists: true } }, false],
    ['since', { dateTime: { withinLast: 'P30D' } }, false],
    ['since', { dateTime: { eq: '2026-03-01T00:00:00Z' } }, true],
    ['flag', { boolean: { eq: true } }, true],
    ['blank', { string: { exists: true } }, false],
    ['nothing', { string: { exists: false } }, true],
    ['nested', { string: { exists: true } }, false],
    ['toString', { string: { exists: true } }, false],
  ])('%s under %j is %s', (name, comparison, expected) =>
    expectAnswer(
      { extensions: { 'urn:acme:2.0:User': own } },
      { attribute: { key: `urn:acme:2.0:User:${name}`, ...comparison } },
      expected,
    ),
  );
});

describe('what is joined', () => {
  it.each([
    [{}, true],
    [{ and: [] }, true],
    [{ or: [] }, false],
    [{ not: {} }, false],
    [{ title: { eq: 'a' }, department: { eq: 'b' } }, false],
    [{ or: [{ title: { eq: 'a' } }, { department: { eq: 'b' } }] }, true],
    [{ not: { department: { eq: 'b' } } }, true],
    [{ not: { not: { title: { eq: 'a' } } } }, true],
    [{ name: { familyName: { eq: 'Lovelace' }, givenName: { exists: false } } }, true],
  ])('%j is %s', (where, expected) => expectAnswer({ title: 'a', familyName: 'Lovelace' }, where, expected));
});
