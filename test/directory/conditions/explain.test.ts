import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Explained, explain } from '#directory/conditions/explain.ts';
import { holds } from '#directory/conditions/holds.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { definitions } from './declared.ts';
import { directory, now, type Settled, settle } from './people.ts';
import { whereOf } from './wheres.ts';

let database: TestDatabase;
let settled: Settled;
beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query('ALTER TABLE memberships DISABLE TRIGGER memberships_cycle');
  const [sample] = fc.sample(directory(20, 6), { numRuns: 1, seed: 5 });
  if (sample) settled = await settle(database, sample);
});
afterAll(() => database.close());

const nobody = { groups: { direct: [], all: [] }, devices: [], manager: null, listings: [], emails: [], extensions: {} };
const ada = { ...nobody, id: 'a', department: 'Sales', title: null, managerReference: 'g', active: true };
const grace = { ...nobody, id: 'g', department: 'Navy', devices: [{ id: 'd1', platform: 'macOS' }] };

const explained = (subject: 'User' | 'Device', where: object, fields: object) =>
  explain(readCondition(subject, where, definitions), fields as never, now);

const leaf = (sentence: string, verdict: boolean, rest: object = {}) => ({ sentence, holds: verdict, children: [], ...rest });

describe('explain', () => {
  it.each<[string, 'User' | 'Device', object, object, object]>([
    ['a value', 'User', { department: { eq: 'Support' } }, ada, leaf('department is Support', false, { saw: 'Sales' })],
    ['a missing value', 'User', { title: { ne: 'Boss' } }, ada, leaf('title is not Boss', true, { saw: null, absent: 'VALUE' })],
    [
      'an absent user',
      'Device',
      { assignedUser: { department: { eq: 'Sales' } } },
      { assignedUser: null, assignedUserId: null },
      leaf('is assigned to a user with (department is Sales)', false, { saw: null, absent: 'USER' }),
    ],
    [
      'a user who is gone',
      'Device',
      { assignedUser: { exists: true } },
      { assignedUser: null, assignedUserId: 'x' },
      leaf('is assigned to a user', false, { saw: null, absent: 'DELETED_USER' }),
    ],
    [
      'the user of a device',
      'Device',
      { assignedUser: { department: { eq: 'Sales' } } },
      { assignedUser: ada, assignedUserId: 'a' },
      leaf('is assigned to a user with (department is Sales)', true, {
        saw: { id: 'a' },
        children: [leaf('department is Sales', true, { saw: 'Sales' })],
      }),
    ],
    [
      'an absent manager',
      'User',
      { manager: { active: { eq: true } } },
      ada,
      leaf('has a manager with (active is true)', false, { saw: null, absent: 'MANAGER' }),
    ],
    [
      'a chain of managers',
      'User',
      { reportsTo: { id: 'x' } },
      { ...ada, manager: grace },
      leaf('reports to x within 20 levels', false, { saw: ['g'] }),
    ],
    [
      'an empty list',
      'User',
      { emails: { any: { type: { eq: 'work' } } } },
      ada,
      leaf('one of emails has (type is work)', false, { saw: [], absent: 'ELEMENTS' }),
    ],
    [
      'each element of a list',
      'User',
      { devices: { none: { platform: { eq: 'macOS' } } } },
      grace,
      leaf('none of devices has (platform is macOS)', false, {
        saw: [{ id: 'd1' }],
        children: [leaf('platform is macOS', true, { saw: { id: 'd1' } })],
      }),
    ],
  ])('tells %s', (_, subject, where, fields, expected) => {
    expect(explained(subject, where, fields)).toEqual(expected);
  });

  it.each(['User', 'Device'] as const)('tells of each node of any condition on a %s what the condition says of it', (subject) => {
    fc.assert(
      fc.property(whereOf(subject, 3), fc.nat(19), (where, at) => {
        const row = settled[subject][at];
        if (!row) throw new Error('There are fewer rows than are asked for.');
        const condition = readCondition(subject, where, definitions);
        const told = explain(condition, row, now);
        expect(told.holds).toBe(holds(condition, row, now));
        if (condition.kind === 'and') expect(told.holds).toBe(told.children.every((child: Explained) => child.holds));
        if (condition.kind === 'or') expect(told.holds).toBe(told.children.some((child: Explained) => child.holds));
        if (condition.kind === 'not') expect(told.holds).toBe(!told.children[0]?.holds);
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
