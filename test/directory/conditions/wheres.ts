import fc from 'fast-check';
import { type Attribute, attributeNamed, attributes } from '#directory/conditions/attributes.ts';
import type { RootSubject, Subject } from '#directory/conditions/condition.ts';
import type { ComparedKind } from '#directory/conditions/kinds.ts';
import { operators, type Taken } from '#directory/conditions/operators.ts';
import { AssignmentSource } from '#generated/prisma/client.ts';
import { askedAttributes, askedFacts, policies } from './declared.ts';
import { pattern } from './patterns.ts';
import { acme, deviceId, extensionNames, externalIds, groupId, manual, urn, userId } from './people.ts';
import { instants, numbers, versions, word } from './values.ts';

type Where = fc.Arbitrary<unknown>;

const people = 60;
const groups = 8;

const numberedWord = fc.tuple(word, fc.nat(people - 1)).map(([text, at]) => `${text}#${at}`);
const text = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 1, arbitrary: numberedWord },
  { weight: 1, arbitrary: fc.constantFrom('', 'work', ...externalIds) },
);
const anyUser = fc.nat(people).map(userId);
const anyGroup = fc.nat(groups).map(groupId);
const anyDevice = fc.nat(people).map(deviceId);
const noId = fc.constantFrom('garbage', '', `{${userId(1)}}`, userId(2).replaceAll('-', ''));
const id = fc.oneof(
  { weight: 4, arbitrary: anyUser },
  { weight: 4, arbitrary: anyGroup },
  { weight: 2, arbitrary: anyDevice },
  { weight: 1, arbitrary: anyUser.map((known) => known.toUpperCase()) },
  { weight: 1, arbitrary: noId },
  { weight: 2, arbitrary: fc.constantFrom(manual, acme) },
);

const values: Record<ComparedKind, Where> = {
  string: text,
  exactString: fc.oneof(text, anyUser),
  boolean: fc.boolean(),
  id,
  number: fc.oneof(fc.constantFrom(...numbers), fc.nat(5), fc.double({ noNaN: true, noDefaultInfinity: true })),
  dateTime: fc.oneof(
    fc.constantFrom(...instants.filter((instant) => !instant.startsWith('0001') && !instant.startsWith('9999'))),
    fc.date({ min: new Date('2026-01-01'), max: new Date('2026-06-01'), noInvalidDate: true }),
  ),
  version: fc.constantFrom(...versions),
  assignmentSource: fc.constantFrom(...Object.values(AssignmentSource)),
};

const duration = fc.constantFrom('P30D', 'P31D', 'P1M', 'P1Y', 'P1DT2H', 'PT0S', 'P2W', 'P100Y');

const taken: Record<Taken, (kind: ComparedKind) => Where> = {
  value: (kind) => values[kind],
  list: (kind) => fc.array(values[kind], { maxLength: 4 }),
  pattern: () => pattern,
  past: () => duration,
  future: () => duration,
  presence: () => fc.boolean(),
};

const object = (fields: fc.Arbitrary<readonly [string, unknown]>[], minLength: number): Where =>
  fc.array(fc.oneof(...fields), { minLength, maxLength: 2 }).map((pairs) => Object.fromEntries(pairs));
const field = (name: string, value: Where) => value.map((given) => [name, given] as const);

function comparison(kind: ComparedKind): Where {
  const asked = object(
    Object.entries(operators[kind]).map(([name, { takes }]) => field(name, taken[takes](kind))),
    1,
  );
  return kind === 'string'
    ? fc.tuple(asked, fc.boolean()).map(([where, caseSensitive]) => ({ ...(where as object), caseSensitive }))
    : asked;
}

const containment = (ids: fc.Arbitrary<string>): Where =>
  fc.record(
    { ids: fc.array(ids, { minLength: 1, maxLength: 3 }), match: fc.constantFrom('ANY', 'ALL'), transitive: fc.boolean() },
    { requiredKeys: ['ids'] },
  );

const quantified = (element: Where): Where =>
  object([...['any', 'all', 'none'].map((quantifier) => field(quantifier, element)), field('count', comparison('number'))], 1);

/** One of those that are declared, compared as its type, or asked whether it exists. */
const declared = (asked: readonly { key: string; kind: ComparedKind | 'list' }[]): Where =>
  fc.oneof(
    ...asked.map(({ key, kind }) =>
      fc
        .oneof(field('exists', fc.boolean()), field(kind, kind === 'list' ? quantified(comparison('string')) : comparison(kind)))
        .map((typed) => ({ key, ...Object.fromEntries([typed]) })),
    ),
  );

const extensionTypes: ComparedKind[] = ['string', 'number', 'boolean', 'dateTime', 'version'];
const undeclared: Where = fc
  .tuple(
    fc.constantFrom(...extensionNames, 'none'),
    fc.oneof(field('exists', fc.boolean()), ...extensionTypes.map((type) => field(type, comparison(type)))),
  )
  .map(([name, typed]) => ({ key: `${urn}:${name}`, ...Object.fromEntries([typed]) }));

const extension = fc.oneof(undeclared, declared(askedAttributes));
const facts = declared(askedFacts);

const reportsTo: Where = fc.record({ id, maxDepth: fc.integer({ min: 1, max: 5 }) }, { requiredKeys: ['id'] });

/** Fields that hold wheres, which end when the depth does. */
function nested(subject: Subject, attribute: Attribute, depth: number): Where | undefined {
  if (attribute.kind === 'part') return object(fieldsOf(attribute.of, depth), 1);
  if (depth === 0) return undefined;
  switch (attribute.kind) {
    case 'and':
    case 'or':
      return fc.array(whereOf(subject, depth - 1), { maxLength: 3 });
    case 'not':
      return whereOf(subject, depth - 1);
    case 'manager':
      return whereOf('User', depth - 1);
    case 'assignedUser':
      return fc.oneof({ weight: 4, arbitrary: whereOf('User', depth - 1) }, { weight: 1, arbitrary: fc.record({ exists: fc.boolean() }) });
    case 'collection':
      return quantified(attribute.of === 'Text' ? comparison('string') : whereOf(attribute.of, depth - 1));
    default:
      return undefined;
  }
}

const inPolicies = fc.record({
  ids: fc.array(fc.constantFrom(...policies.map((policy) => policy.id)), { minLength: 1, maxLength: 3 }),
  match: fc.constantFrom('ANY', 'ALL'),
});

function valueFor(subject: Subject, attribute: Attribute, depth: number): Where | undefined {
  switch (attribute.kind) {
    case 'memberOf':
    case 'notMemberOf':
      return containment(fc.oneof({ weight: 6, arbitrary: anyGroup }, { weight: 1, arbitrary: id }));
    case 'members':
      return containment(id);
    case 'reportsTo':
      return reportsTo;
    case 'extension':
      return extension;
    case 'facts':
      return facts;
    case 'inPolicies':
      return inPolicies;
    case 'part':
    case 'and':
    case 'or':
    case 'not':
    case 'manager':
    case 'assignedUser':
    case 'collection':
      return nested(subject, attribute, depth);
    default:
      return comparison(attribute.kind);
  }
}

const fieldsOf = (subject: Subject, depth: number) =>
  Object.entries<Attribute>(attributes[subject]).flatMap(([name, attribute]) => {
    const value = valueFor(subject, attribute, depth);
    return value ? [field(name, value)] : [];
  });

const known = new Map<string, Where>();

/** Any where on the subject, at most so deep: every field of the tables comes up. */
export function whereOf(subject: Subject, depth: number): Where {
  const name = `${subject} ${depth}`;
  const where = known.get(name) ?? object(fieldsOf(subject, depth), 0);
  known.set(name, where);
  return where;
}

/** One field with one comparison, so that each is asked often. */
export const fieldOf = (subject: Subject, name: string, attribute: Attribute | undefined): Where =>
  ((attribute && valueFor(subject, attribute, 1)) ?? fc.constant({})).map((value) => ({ [name]: value }));

const relations: Record<RootSubject, readonly string[]> = {
  User: ['devices', 'manager'],
  Device: ['assignedUser'],
  Group: ['members', 'memberOf'],
};

/** One question along a relation, negated or not. */
export const relatedOf = (subject: RootSubject): Where =>
  fc
    .tuple(fc.oneof(...relations[subject].map((name) => fieldOf(subject, name, attributeNamed(subject, name)))), fc.boolean())
    .map(([where, negated]) => (negated ? { not: where } : where));
