import fc from 'fast-check';
import { attributeNamed } from '#directory/conditions/attributes.ts';
import { numbered } from '../conditions/declared.ts';
import { acme, deviceRow, manual, userRow } from '../conditions/people.ts';
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

/** Conditions along relations more than others: what is only of the row itself is soon found. */
function ruleOf(subject: 'User' | 'Device') {
  const asking = (...names: string[]) => names.map((name) => fieldOf(subject, name, attributeNamed(subject, name)));
  const own = subject === 'User' ? asking('memberOf', 'notMemberOf', 'reportsTo', 'department', 'attribute') : asking('facts', 'platform');
  const plain = fc.oneof({ weight: 3, arbitrary: relatedOf(subject) }, { weight: 4, arbitrary: fc.oneof(...own) }, whereOf(subject, 2));
  const naming = fc.record({ inPolicies: named });
  const where = fc.oneof(
    { weight: 5, arbitrary: plain },
    { weight: 2, arbitrary: naming },
    fc.tuple(plain, naming).map(([one, other]) => ({ or: [one, other] })),
  );
  return fc.option(where, { freq: 3 });
}

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
  rule: fc.tuple(
    anyPolicy,
    fc.record({ users: ruleOf('User'), devices: ruleOf('Device'), enabled: fc.oneof(fc.constant(true), fc.boolean()) }),
  ),
  makePolicy: fc.tuple(anyPolicy, fc.option(fc.constantFrom(manual, acme))),
  dropPolicy: fc.tuple(anyPolicy),
  declare: fc.tuple(fc.constantFrom('badge', 'Badge', '__proto__'), fc.constantFrom('STRING', 'NUMBER')),
  undeclare: fc.tuple(fc.constant(null)),
} as const;

export type Taken = { [Kind in keyof typeof taken]: (typeof taken)[Kind] extends fc.Arbitrary<infer Values> ? Values : never };

export type Act = { [Kind in keyof Taken]: { kind: Kind; values: Taken[Kind] } }[keyof Taken];

export const act: fc.Arbitrary<Act> = fc.oneof(
  ...Object.entries<fc.Arbitrary<unknown>>(taken).map(([kind, values]) => values.map((given) => ({ kind, values: given }) as Act)),
);
