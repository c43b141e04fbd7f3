import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { manual } from '../conditions/people.ts';
import { agreedMembers } from './membership.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** Ada is in the inner of three groups, each of which is in the next; the policy asks for members of the outer one. */
let ids: Record<'ada' | 'inner' | 'middle' | 'outer' | 'policy', string>;
let serial = 0;
beforeEach(async () => {
  serial += 1;
  const { db } = database;
  const group = async (name: string) =>
    (await db.group.create({ data: { connectionId: manual, displayName: `${name} ${serial}`, updatedBy: 'test' } })).id;
  const ada = await db.user.create({ data: { connectionId: manual, userName: `ada ${serial}`, updatedBy: 'test' } });
  const [inner, middle, outer] = [await group('inner'), await group('middle'), await group('outer')];
  const policy = await db.policy.create({ data: { name: 'Outer', users: { memberOf: { ids: [outer] } }, updatedBy: 'test' } });
  ids = { ada: ada.id, inner, middle, outer, policy: policy.id };
});

type Name = keyof typeof ids;

const joins = (who: Name, group: Name) =>
  database.db.membership.create({ data: { groupId: ids[group], ...(who === 'ada' ? { userId: ids[who] } : { memberGroupId: ids[who] }) } });
const leaves = (who: Name, group: Name) =>
  database.db.membership.deleteMany({
    where: { groupId: ids[group], ...(who === 'ada' ? { userId: ids[who] } : { memberGroupId: ids[who] }) },
  });
const goes = (group: Name) => database.db.group.delete({ where: { id: ids[group] } });

type Act = () => Promise<unknown>;

const steps: readonly Act[] = [() => joins('ada', 'inner'), () => joins('inner', 'middle'), () => joins('middle', 'outer')];

const orders = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 2, 0],
  [1, 0, 2],
  [0, 2, 1],
  [2, 0, 1],
] as const;

/** The changes are followed once they have all been made, one after another or together. */
const paces = [1, 500];

const isIn = async (after: string) => (await agreedMembers(database, after))[ids.policy]?.includes(ids.ada) ?? false;

describe.each(paces)('the members of a group that is asked for, %i changes at once', (most) => {
  const follow = () => catchUp(database.db, {}, most);

  it.each(orders)('come by however many groups, joined in the order %i %i %i', async (...order) => {
    await follow();
    for (const step of order) await steps[step]?.();
    await follow();
    expect(await isIn('joining')).toBe(true);
  });

  it.each<[string, Act[]]>([
    ['the person leaves, and then the group', [() => leaves('ada', 'inner'), () => leaves('inner', 'middle')]],
    ['the group leaves, and then the person', [() => leaves('inner', 'middle'), () => leaves('ada', 'inner')]],
    [
      'all of them leave, from the outside',
      [() => leaves('middle', 'outer'), () => leaves('inner', 'middle'), () => leaves('ada', 'inner')],
    ],
    [
      'all of them leave, from the inside',
      [() => leaves('ada', 'inner'), () => leaves('inner', 'middle'), () => leaves('middle', 'outer')],
    ],
    ['the group that the person is in goes', [() => goes('inner')]],
    ['a group between goes', [() => goes('middle')]],
    ['the group that is asked for goes', [() => goes('outer')]],
    ['the person leaves a group that goes', [() => leaves('ada', 'inner'), () => goes('inner')]],
    ['the person leaves, and a group between goes', [() => leaves('ada', 'inner'), () => goes('middle')]],
    ['a group leaves, and one in it goes', [() => leaves('middle', 'outer'), () => goes('inner')]],
    ['a group goes, and the one it was in leaves', [() => goes('inner'), () => leaves('middle', 'outer')]],
    ['all groups go, from the outside', [() => goes('outer'), () => goes('middle'), () => goes('inner')]],
    ['all groups go, from the inside', [() => goes('inner'), () => goes('middle'), () => goes('outer')]],
  ])('go when %s', async (_, acts) => {
    for (const step of steps) await step();
    await follow();
    expect(await isIn('joining')).toBe(true);
    for (const act of acts) await act();
    await follow();
    expect(await isIn('leaving')).toBe(false);
  });
});
