import fc from 'fast-check';
import { attributeNamed } from '#directory/conditions/attributes.ts';
import type { JudgedType } from '#directory/keeper/places.ts';
import { numbered } from '../conditions/declared.ts';
import { acme, deviceRow, groupId, manual, userId, userRow } from '../conditions/people.ts';
import { fieldOf, relatedOf, whereOf } from '../conditions/wheres.ts';

export const sizes = { people: 24, groups: 6, policies: 8 };

const { people, groups, policies } = sizes;

/** A few more than there are, so that some come, and some are asked for that are not there. */
const anyUser = fc.nat(people + 1);
const anyGroup = fc.nat(groups);
const anyPolicy = fc.nat(policies - 1);
const someUsers = fc.uniqueArray(anyUser, { maxLength: 3 });
const someGroups = fc.uniqueArray(anyGroup, { maxLength: 2 });

const named = fc.record({
  ids: fc.uniqueArray(anyPolicy.map(numbered), { minLength: 1, maxLength: 2 }),
  match: fc.constantFrom('ANY', 'ALL'),
});

const inGroups = fc.record({ ids: fc.array(anyGroup.map(groupId), { minLength: 1, maxLength: 2 }), transitive: fc.boolean() });

/** Questions along relations, each of which holds of many and not of all. */
const related: Record<JudgedType, fc.Arbitrary<object>[]> = {
  User: [
    fc.record({ memberOf: inGroups }),
    fc.record({ notMemberOf: inGroups }),
    fc.record({ reportsTo: fc.record({ id: anyUser.map(userId), maxDepth: fc.integer({ min: 1, max: 4 }) }) }),
    fc.constantFrom<object>(
      { manager: {} },
      { manager: { active: { eq: true } } },
      { manager: { department: { exists: true } } },
      { manager: { manager: { devices: { any: {} } } } },
      { devices: { count: { gte: 2 } } },
      { devices: { any: { supervised: { eq: true } } } },
      { devices: { none: { platform: { exists: true } } } },
    ),
    fc.record({ manager: fc.record({ memberOf: inGroups }) }),
  ],
  Device: [
    fc.constantFrom<object>(
      { assignedUser: {} },
      { assignedUser: { manager: {} } },
      { assignedUser: { manager: { active: { eq: true } } } },
      { assignedUser: { devices: { count: { gte: 2 } } } },
      { not: { assignedUser: { department: { exists: true } } } },
    ),
    fc.record({ assignedUser: fc.record({ memberOf: inGroups }) }),
    fc.record({ assignedUser: fc.record({ reportsTo: fc.record({ id: anyUser.map(userId) }) }) }),
  ],
};

/** Conditions along relations more than others: what is only of the row itself is soon found. */
function ruleOf(subject: JudgedType) {
  const asking = (...names: string[]) => names.map((name) => fieldOf(subject, name, attributeNamed(subject, name)));
  const own = subject === 'User' ? asking('department', 'attribute') : asking('facts', 'platform');
  const plain = fc.oneof(
    { weight: 5, arbitrary: fc.oneof(...related[subject]) },
    { weight: 1, arbitrary: fc.oneof(...own) },
    relatedOf(subject),
    whereOf(subject, 2),
  );
  const naming = fc.record({ inPolicies: named });
  const where = fc.oneof(
    { weight: 5, arbitrary: plain },
    naming,
    fc.tuple(plain, naming).map(([one, other]) => ({ or: [one, other] })),
  );
  return fc.option(where, { freq: 3 });
}

const rules = fc.record({
  users: ruleOf('User'),
  devices: ruleOf('Device'),
  enabled: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.boolean()),
});

type Row = Record<string, unknown>;

/** A row with some of its columns. */
const partly = (row: fc.Arbitrary<Row>, never: readonly string[]) =>
  fc.tuple(row, fc.infiniteStream(fc.nat(3))).map(([whole, dice]) => {
    const columns = Object.keys(whole).filter((name) => !never.includes(name));
    const kept = columns.filter(() => dice.next().value === 0);
    return Object.fromEntries(kept.map((name) => [name, whole[name]]));
  });

const fixed = ['connectionId', 'userName', 'createdAt', 'updatedAt', 'udid', 'assignedUserId', 'assignmentSource', 'assignedAt'];
const personal = userRow(people) as fc.Arbitrary<Row>;
const technical = deviceRow(people) as fc.Arbitrary<Row>;
const structural = ['externalId', 'managerReference', 'department'];

/** What may befall a directory: each kind with what it takes. */
const taken = {
  makeUser: fc.tuple(anyUser, personal),
  changeUser: fc.tuple(anyUser, partly(personal, fixed)),
  moveUser: fc.tuple(
    anyUser,
    personal.map((row) => Object.fromEntries(structural.map((name) => [name, row[name]]))),
  ),
  dropUser: fc.tuple(anyUser),
  makeGroup: fc.tuple(anyGroup, fc.constantFrom(manual, acme)),
  dropGroup: fc.tuple(anyGroup),
  join: fc.tuple(anyGroup, someUsers, someGroups),
  leave: fc.tuple(anyGroup, someUsers, someGroups),
  empty: fc.tuple(anyGroup),
  makeDevice: fc.tuple(anyUser, technical),
  changeDevice: fc.tuple(anyUser, partly(technical, fixed)),
  assign: fc.tuple(anyUser, fc.option(anyUser)),
  dropDevice: fc.tuple(anyUser),
  list: fc.tuple(anyPolicy, fc.constantFrom('User', 'Device'), anyUser, fc.constantFrom('INCLUDE', 'EXCLUDE')),
  unlist: fc.tuple(anyPolicy),
  rule: fc.tuple(anyPolicy, rules),
  makePolicy: fc.tuple(anyPolicy, fc.option(fc.constantFrom(manual, acme))),
  dropPolicy: fc.tuple(anyPolicy),
  declare: fc.tuple(fc.constantFrom('badge', 'Badge', '__proto__'), fc.constantFrom('STRING', 'NUMBER')),
  undeclare: fc.tuple(fc.constant(null)),
} as const;

export type Taken = { [Kind in keyof typeof taken]: (typeof taken)[Kind] extends fc.Arbitrary<infer Values> ? Values : never };

export type Act = { [Kind in keyof Taken]: { kind: Kind; values: Taken[Kind] } }[keyof Taken];

/** Those that change the relations of many come more often than others. */
const weights: { [Kind in keyof Taken]?: number } = {
  moveUser: 4,
  makeUser: 2,
  join: 3,
  leave: 3,
  assign: 3,
  dropUser: 2,
  dropGroup: 2,
  makeGroup: 2,
};

export const act: fc.Arbitrary<Act> = fc.oneof(
  ...Object.entries<fc.Arbitrary<unknown>>(taken).map(([kind, values]) => ({
    weight: weights[kind as keyof Taken] ?? 1,
    arbitrary: values.map((given) => ({ kind, values: given }) as Act),
  })),
);

/** What makes every policy, and says whom it is for. */
export const beginning: fc.Arbitrary<Act[]> = fc.array(rules, { minLength: policies, maxLength: policies }).map((all) =>
  all.flatMap((rule, at): Act[] => [
    { kind: 'makePolicy', values: [at, null] },
    { kind: 'rule', values: [at, rule] },
  ]),
);
