import { describe, expect, it } from 'vitest';
import type { RootSubject } from '#directory/conditions/condition.ts';
import { InvalidCondition } from '#directory/conditions/invalidCondition.ts';
import { mentionsDeclared } from '#directory/conditions/mentionsDeclared.ts';
import { readCondition as readWith } from '#directory/conditions/readCondition.ts';
import { declaredUrn, definitions } from './declared.ts';

const readCondition = (subject: RootSubject, where: unknown) => readWith(subject, where, definitions);

function refusalOf(where: unknown, subject: RootSubject = 'User'): InvalidCondition {
  try {
    readCondition(subject, where);
  } catch (error) {
    if (error instanceof InvalidCondition) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(where)} was not refused.`);
}

const nested = (levels: number): object => (levels === 0 ? { title: { eq: 'a' } } : { not: nested(levels - 1) });

describe('readCondition', () => {
  it('makes one node of one comparison', () => {
    expect(readCondition('User', { department: { eq: 'Sales' } })).toEqual({
      kind: 'compare',
      subject: 'User',
      attribute: 'department',
      operator: 'eq',
      operand: 'Sales',
    });
  });

  it('takes the absence of a where for a condition that always holds', () => {
    expect(readCondition('User', undefined)).toEqual({ kind: 'and', conditions: [] });
  });

  it('keeps a condition that JSON keeps', () => {
    const where = {
      createdAt: { gt: new Date(0) },
      emails: { any: { value: { eq: 'a' } } },
      memberOf: { ids: ['g'] },
      manager: { active: { eq: true } },
    };
    const condition = readCondition('User', where);
    expect(JSON.parse(JSON.stringify(condition))).toEqual(condition);
    expect(readCondition('User', JSON.parse(JSON.stringify(where)))).toEqual(condition);
  });

  it('reads objects without a prototype, as GraphQL gives them', () => {
    const comparison = Object.assign(Object.create(null), { eq: 'Sales' });
    expect(readCondition('User', Object.assign(Object.create(null), { title: comparison }))).toMatchObject({ operand: 'Sales' });
  });

  it('lets an id be what it is, whether or not it is anybody’s', () => {
    expect(readCondition('User', { id: { in: ['garbage'] } })).toMatchObject({ operand: ['garbage'] });
  });

  it('begins the path of what it refuses where the where stands', () => {
    const where = { not: { title: { startsWith: 7 } } };
    expect(() => readWith('User', where, definitions, 'users')).toThrow(/^users\.not\.title\.startsWith must be a text/);
    const wide = { or: Array.from({ length: 201 }, () => ({ title: { eq: 'a' } })) };
    expect(() => readWith('User', wide, definitions, 'users')).toThrow(/^users has 202 nodes/);
  });

  it('gives memberOf and members their usual ways', () => {
    expect(readCondition('User', { memberOf: { ids: ['g'] } })).toMatchObject({ match: 'ANY', transitive: true });
    expect(readCondition('Group', { members: { ids: ['u'] } })).toMatchObject({ match: 'ANY', transitive: false });
  });

  it.each<[path: string, where: unknown, reason: RegExp]>([
    ['where', 'title eq "x"', /must be an object/],
    ['where', [], /must be an object/],
    ['where.titel', { titel: { eq: 'x' } }, /unknown.*title/],
    ['where.__proto__', JSON.parse('{"__proto__": {"eq": "x"}}'), /unknown/],
    ['where.constructor', { constructor: { eq: 'x' } }, /unknown/],
    ['where.title', { title: null }, /null/],
    ['where.title', { title: {} }, /empty/],
    ['where.title', { title: { caseSensitive: true } }, /empty/],
    ['where.title', { title: 'x' }, /must be an object/],
    ['where.title.eq', { title: { eq: null } }, /null.*exists/],
    ['where.title.eq', { title: { eq: 7 } }, /must be a text/],
    ['where.title.equals', { title: { equals: 'x' } }, /unknown.*eq, ne/],
    ['where.title.in', { title: { in: 'x' } }, /must be a list/],
    ['where.title.in[1]', { title: { in: ['x', null] } }, /null/],
    ['where.title.in', { title: { in: Array(1001).fill('x') } }, /1001 values.*1000/],
    ['where.title.eq', { title: { eq: 'a\0b' } }, /NUL/],
    ['where.title.eq', { title: { eq: '\ud83d' } }, /surrogate/],
    ['where.id.eq', { id: { eq: 'a\0b' } }, /NUL/],
    ['where.title.exists', { title: { exists: 'yes' } }, /true or false/],
    ['where.title.caseSensitive', { title: { eq: 'x', caseSensitive: null } }, /true or false/],
    ['where.externalId.caseSensitive', { externalId: { eq: 'x', caseSensitive: false } }, /exactly/],
    ['where.active.eq', { active: { eq: 'true' } }, /true or false/],
    ['where.active.gt', { active: { gt: true } }, /unknown/],
    ['where.createdAt.gt', { createdAt: { gt: 'yesterday' } }, /instant/],
    ['where.createdAt.gt', { createdAt: { gt: '2026-02-29T00:00:00Z' } }, /instant/],
    ['where.createdAt.gt', { createdAt: { gt: new Date(Number.NaN) } }, /instant/],
    ['where.createdAt.gt', { createdAt: { gt: new Date(8.64e15) } }, /instant/],
    ['where.createdAt.gt', { createdAt: { gt: '0001-01-01T00:00:00+14:00' } }, /instant/],
    ['where.createdAt.withinLast', { createdAt: { withinLast: '30 days' } }, /duration/],
    ['where.createdAt.withinLast', { createdAt: { withinLast: null } }, /null/],
    ['where.emails', { emails: {} }, /empty.*any, all, none, count/],
    ['where.emails.any', { emails: { any: null } }, /null/],
    ['where.emails.any.type.eq', { emails: { any: { type: { eq: 5 } } } }, /must be a text/],
    ['where.emails.any.country', { emails: { any: { country: { eq: 'x' } } } }, /unknown/],
    ['where.emails.count.eq', { emails: { count: { eq: Number.NaN } } }, /finite number/],
    ['where.name', { name: {} }, /empty/],
    ['where.name.and', { name: { and: [] } }, /unknown/],
    ['where.and', { and: { title: { eq: 'x' } } }, /must be a list/],
    ['where.or[1].title.eq', { or: [{}, { title: { eq: 7 } }] }, /must be a text/],
    ['where.not', { not: null }, /null/],
    ['where.memberOf.ids', { memberOf: { match: 'ALL' } }, /must be a list/],
    ['where.memberOf.ids', { memberOf: { ids: [] } }, /empty/],
    ['where.memberOf.ids[0]', { memberOf: { ids: [7] } }, /must be an id/],
    ['where.memberOf.match', { memberOf: { ids: ['g'], match: 'SOME' } }, /ANY or ALL/],
    ['where.notMemberOf.transitive', { notMemberOf: { ids: ['g'], transitive: null } }, /true or false/],
    ['where.reportsTo.id', { reportsTo: { maxDepth: 3 } }, /must be an id/],
    ['where.reportsTo.maxDepth', { reportsTo: { id: 'u', maxDepth: 0 } }, /1 to 100/],
    ['where.attribute.key', { attribute: { key: 'nothing', number: { eq: 1 } } }, /declared attribute.*URI/],
    ['where.attribute', { attribute: { key: 'urn:acme:badge' } }, /exactly one of/],
    ['where.attribute', { attribute: { key: 'urn:acme:badge', number: { eq: 1 }, string: { eq: '1' } } }, /exactly one of/],
    ['where.attribute.version.gt', { attribute: { key: 'urn:acme:os', version: { gt: '14.x' } } }, /version/],
    ['where', { or: Array(200).fill({ title: { eq: 'a' } }) }, /201 nodes.*200/],
    ['where', { or: Array(9).fill({ title: { matches: 'a' } }) }, /9 patterns.*at most 8/],
    ['where', { and: Array(5).fill({ emails: { any: { value: { matches: 'a', notMatches: 'b' } } } }) }, /10 patterns.*at most 8/],
    ['where.not.not.not.not.not.not.not.not.not.not', nested(10), /more than 10 deep/],
    ['where', { title: { eq: 'x'.repeat(16 * 1024) } }, /bytes.*16384/],
  ])('refuses at %s', (path, where, reason) => {
    const refusal = refusalOf(where);
    expect(refusal.path).toBe(path);
    expect(refusal.message.startsWith(`${path} `)).toBe(true);
    expect(refusal.message).toMatch(reason);
  });

  it.each([
    ['200 nodes', { or: Array(199).fill({ title: { eq: 'a' } }) }],
    ['8 patterns', { or: Array(8).fill({ title: { matches: 'a' } }) }],
    ['a depth of 10', nested(9)],
    ['1,000 values', { title: { in: Array(1000).fill('x') } }],
  ])('takes %s', (_limit, where) => expect(() => readCondition('User', where)).not.toThrow());

  it('refuses a where that is too deep for the stack', () => {
    expect(refusalOf(nested(5_000)).message).toMatch(/more than 10 deep/);
  });

  it.each<[subject: RootSubject, path: string, where: unknown]>([
    ['Group', 'where.department', { department: { eq: 'Sales' } }],
    ['Group', 'where.devices', { devices: { count: { eq: 0 } } }],
    ['Device', 'where.userName', { userName: { eq: 'ada' } }],
    ['User', 'where.facts', { facts: { key: 'browser', exists: true } }],
    ['Device', 'where.attribute', { attribute: { key: 'badge', exists: true } }],
  ])('refuses of a %s what only others have: %s', (subject, path, where) => {
    expect(refusalOf(where, subject).path).toBe(path);
  });

  const declaredPath = `${declaredUrn}:its badge`;

  it.each<[path: string, where: unknown, reason: RegExp]>([
    ['where.attribute.key', { attribute: { key: 'badger', number: { eq: 1 } } }, /declared attribute/],
    ['where.attribute.key', { attribute: { key: 'toString', string: { eq: 'x' } } }, /declared attribute/],
    ['where.attribute.key', { attribute: { key: 7, string: { eq: 'x' } } }, /must be the key/],
    ['where.attribute.string', { attribute: { key: 'badge', string: { eq: '1' } } }, /badge is declared as NUMBER.*number/],
    ['where.attribute.string', { attribute: { key: declaredPath, string: { eq: '1' } } }, /declared as NUMBER.*number/],
    ['where.attribute.number', { attribute: { key: 'since', number: { gt: 1 } } }, /declared as DATE_TIME.*dateTime/],
    ['where.attribute.boolean', { attribute: { key: 'teams', boolean: { eq: true } } }, /declared as STRING.*string/],
    ['where.attribute.number.eq', { attribute: { key: 'badge', number: { eq: '1' } } }, /finite number/],
    ['where.attribute', { attribute: { key: 'badge', exists: true, number: { eq: 1 } } }, /exactly one/],
    ['where.attribute.exists', { attribute: { key: 'badge', exists: null } }, /true or false/],
    ['where.attribute.list', { attribute: { key: 'teams', list: { count: { eq: 1 } } } }, /unknown/],
    ['where.devices.any.facts.key', { devices: { any: { facts: { key: 'unheard', exists: true } } } }, /declared fact/],
    ['where.devices', { devices: {} }, /empty.*any, all, none, count/],
    ['where.devices.none.userName', { devices: { none: { userName: { eq: 'x' } } } }, /unknown/],
    ['where.devices.count.eq', { devices: { count: { eq: 'two' } } }, /finite number/],
    ['where.manager.devices.all.tags.any', { manager: { devices: { all: { tags: { any: {} } } } } }, /empty/],
  ])('refuses of people at %s', (path, where, reason) => {
    const refusal = refusalOf(where);
    expect(refusal.path).toBe(path);
    expect(refusal.message).toMatch(reason);
  });

  it.each<[path: string, where: unknown, reason: RegExp]>([
    ['where.facts.key', { facts: { key: 'diskFree', number: { lt: 10 } } }, /declared fact.*createFactDefinition/],
    ['where.facts.key', { facts: { number: { lt: 10 } } }, /must be the key/],
    ['where.facts.string', { facts: { key: 'diskFreeGb', string: { eq: '10' } } }, /diskFreeGb is declared as NUMBER.*number/],
    ['where.facts.string', { facts: { key: 'apps', string: { eq: 'Chrome' } } }, /declared as LIST.*list/],
    ['where.facts.list', { facts: { key: 'hostname', list: { count: { eq: 1 } } } }, /declared as STRING.*string/],
    ['where.facts.version.gt', { facts: { key: 'browser', version: { gt: 'latest' } } }, /version/],
    ['where.facts.list.any.eq', { facts: { key: 'apps', list: { any: { eq: 7 } } } }, /must be a text/],
    ['where.facts.list.some', { facts: { key: 'apps', list: { some: { eq: 'x' } } } }, /unknown/],
    ['where.facts', { facts: { key: 'apps' } }, /exactly one/],
    ['where.facts', { facts: { key: 'firewall', boolean: { eq: true }, exists: true } }, /exactly one/],
    ['where.assignedUser.exists', { assignedUser: { exists: true, active: { eq: true } } }, /stand alone/],
    ['where.assignedUser.exists', { assignedUser: { exists: null } }, /true or false/],
    ['where.assignedUser', { assignedUser: null }, /null/],
    ['where.assignedUser.not.exists', { assignedUser: { not: { exists: true } } }, /unknown/],
    ['where.or[0].assignedUser.facts', { or: [{ assignedUser: { facts: { key: 'apps', exists: true } } }] }, /unknown/],
    ['where.assignmentSource.eq', { assignmentSource: { eq: 'BY_PIGEON' } }, /one of AUTO_LOGIN/],
    ['where.assignmentSource.contains', { assignmentSource: { contains: 'A' } }, /unknown/],
    ['where.osVersion.gte', { osVersion: { gte: '14.x' } }, /version/],
    ['where.tags.any', { tags: { any: 'lab' } }, /must be an object/],
    ['where.tags.any.value', { tags: { any: { value: { eq: 'lab' } } } }, /unknown/],
    ['where.supervised.eq', { supervised: { eq: 1 } }, /true or false/],
    ['where.serialNumber.eq', { serialNumber: { eq: 'a\0' } }, /NUL/],
  ])('refuses of devices at %s', (path, where, reason) => {
    const refusal = refusalOf(where, 'Device');
    expect(refusal.path).toBe(path);
    expect(refusal.message).toMatch(reason);
  });

  const between = (levels: number): object => (levels === 0 ? {} : { devices: { any: { assignedUser: between(levels - 1) } } });

  it('holds its limits across relations', () => {
    expect(() => readCondition('User', between(4))).not.toThrow();
    expect(refusalOf(between(5)).path).toMatch(/^where(\.devices\.any\.assignedUser){5}$/);
    const many = { assignedUser: { or: Array(199).fill({ title: { eq: 'a' } }) } };
    expect(refusalOf({ or: [many] }, 'Device').message).toMatch(/nodes/);
  });

  it('lets an attribute that is declared be asked by its key and by its path, and any other path be asked as anything', () => {
    const number = { gte: 40 };
    expect(readCondition('User', { attribute: { key: 'badge', number } })).toMatchObject({ urn: declaredUrn, name: 'its badge' });
    expect(readCondition('User', { attribute: { key: declaredPath, number } })).toMatchObject({ urn: declaredUrn, name: 'its badge' });
    expect(readCondition('User', { attribute: { key: `${declaredUrn}:Badge`, string: { eq: '4' } } })).toMatchObject({ name: 'Badge' });
  });

  it.each<[boolean, unknown]>([
    [true, { or: [{ not: { manager: { attribute: {} } } }] }],
    [true, { devices: { any: { facts: {} } } }],
    [false, { title: { eq: 'attribute' }, userName: { in: ['facts'] } }],
    [false, null],
  ])('says whether definitions are needed: %s for %j', (needed, where) => {
    expect(mentionsDeclared(where)).toBe(needed);
  });

  it('looks for what is declared in a where that is too deep for the stack', () => {
    expect(mentionsDeclared(nested(5_000))).toBe(false);
  });
});
