import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject, type ScimDocument } from '#scim-gateway/protocol/document.ts';
import { toMembershipPatch } from '#scim-gateway/protocol/membership.ts';
import { applyPatch } from '#scim-gateway/protocol/patch.ts';
import { readDocument } from '#scim-gateway/protocol/readDocument.ts';
import { groupResource, userResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { refusalOf } from './refusal.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};

const ada = frozen<ScimDocument>({
  id: '1',
  userName: 'ada',
  active: true,
  name: { givenName: 'Ada', familyName: 'King' },
  emails: [
    { type: 'work', value: 'w', primary: true },
    { type: 'home', value: 'h' },
  ],
  [enterprise]: { department: 'Engines', manager: { value: 'm1' } },
  'urn:acme:1.0:User': { badge: 1, doors: ['a'], level: { floor: 1 } },
});

const path = fc.constantFrom(
  'title',
  'active',
  'name',
  'name.givenName',
  'emails',
  'emails.value',
  'emails[type eq "work"]',
  'emails[type eq "work"].value',
  'emails[primary eq "True"].value',
  'emails[type eq "other"].value',
  'phoneNumbers[type eq "mobile" and primary eq true].value',
  'roles',
  'members',
  'members[value eq "a"]',
  'members[display eq "a"]',
  'displayName',
  'externalId',
  'id',
  'meta',
  'groups',
  'schemas',
  'manager',
  'urn:acme:1.0',
  'urn:acme:1.0:User',
  'urn:acme:1.0:User:badge',
  'urn:acme:1.0:User:level.floor',
  enterprise,
  `${enterprise}:department`,
  `${enterprise}:manager`,
  `${enterprise}:manager.value`,
  '__proto__',
  '__proto__.polluted',
  'constructor',
  'constructor.prototype',
  'prototype',
  'name.__proto__',
  'urn:acme:1.0:User:__proto__',
  'urn:__proto__:constructor',
  'urn:__proto__',
);
const hostileKey = fc.oneof(
  path,
  fc.constantFrom('value', 'type', 'primary', '$ref', 'display', '__proto__', 'constructor', 'prototype', 'polluted'),
  fc.string(),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.constantFrom(null, '', 'True', 'a', 'polluted', '\0', '\ud800'), fc.boolean(), fc.integer(), fc.string()),
    fc.array(tie('json'), { maxLength: 3 }),
    // As JSON.parse makes it: `__proto__` is a name like any other.
    fc.array(fc.tuple(hostileKey, tie('json')), { maxLength: 4 }).map((entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries)))),
  ),
}));
const operation = fc.record({ op: fc.constantFrom('add', 'Replace', 'remove'), path, value: json }, { requiredKeys: ['op'] });
const body = fc.oneof(json, fc.record({ Operations: fc.oneof(fc.array(operation, { maxLength: 6 }), json) }));

/** A body with the name that it must have, so that it is not refused for want of it. */
const named = (name: string, sent: unknown) => (isObject(sent) ? { ...sent, [name]: 'x' } : sent);

const wellFormed = (value: unknown): boolean => !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(value));
const namesIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? [...Object.keys(value), ...Object.values(value).flatMap(namesIn)] : [];

describe('hostile bodies', () => {
  it.each([
    ['applyPatch', (sent: unknown) => applyPatch(userResource, ada, sent)],
    ['readDocument of a user', (sent: unknown) => readDocument(userResource, named('userName', sent))],
    ['readDocument of a group', (sent: unknown) => readDocument(groupResource, named('displayName', sent))],
    ['toMembershipPatch', (sent: unknown) => ({ ...toMembershipPatch(sent, '1'), rest: [] })],
  ])('%s answers any body with a document or a refusal, changes nothing in place and touches no prototype', (_, act) => {
    const before = JSON.stringify(ada);
    fc.assert(
      fc.property(body, (sent) => {
        let document: unknown;
        const refusal = refusalOf(() => {
          document = act(frozen(sent));
        });
        expect(refusal ? refusal.status : 400).toBe(400);
        expect(wellFormed(document ?? null)).toBe(true);
        expect(namesIn(document)).not.toEqual(expect.arrayContaining(['__proto__']));
        expect(Object.hasOwn(Object.prototype, 'polluted') || ({} as { polluted?: unknown }).polluted).toBe(false || undefined);
        expect(JSON.stringify(ada)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what is nested without end', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    expect(refusalOf(() => readDocument(userResource, { userName: 'x', 'urn:acme:1.0:User': deep }))).toMatchObject({
      scimType: 'invalidValue',
    });
    expect(readDocument(userResource, { userName: 'x', nope: deep })).toMatchObject({ userName: 'x' });
    expect(refusalOf(() => readDocument(userResource, { userName: 'x', name: { givenName: deep } }))).toMatchObject({
      scimType: 'invalidValue',
    });
  });

  it.each([
    ['schemas', Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`urn:a:${index}:User`, { a: 1 }]))],
    ['attributes of one schema', Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`urn:a:b:c:a${index}`, 1]))],
    ['attributes in one object', { 'urn:a:b:c': Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`a${index}`, 1])) }],
  ])('refuses very many %s soon', (_, sent) => {
    expect(refusalOf(() => readDocument(userResource, { userName: 'x', ...sent }))).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
    });
  });

  it('ignores very many unknown attributes soon', () => {
    const sent = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`a${index}`, 1]));
    expect(readDocument(userResource, { userName: 'x', ...sent })).toMatchObject({ userName: 'x' });
  });
});
