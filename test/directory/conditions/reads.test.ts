import { describe, expect, it } from 'vitest';
import { needsOf } from '#directory/conditions/needs.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { type Reads, readsOf, steps } from '#directory/conditions/reads.ts';
import { definitions, numbered } from './declared.ts';
import { groupId, userId } from './people.ts';

/** What is read, as lines such as "manager.department": columns by their names, groups as group, listings as listing. */
function linesOf(reads: Reads, way = ''): string[] {
  const { columns, groups, listings } = reads;
  const own = [...columns, ...Array.from(groups, () => 'group'), ...Array.from(listings, () => 'listing')];
  const beyond = steps.flatMap((step) => {
    const next = reads[step];
    return next ? [`${way}${step}`, ...linesOf(next, `${way}${step}.`)] : [];
  });
  return [...own.map((name) => way + name), ...beyond];
}

const ofUser = (where: unknown) => linesOf(readsOf(readCondition('User', where, definitions))).sort();
const ofDevice = (where: unknown) => linesOf(readsOf(readCondition('Device', where, definitions))).sort();

describe('readsOf a condition on people', () => {
  it.each<[string, object, string[]]>([
    ['nothing', {}, []],
    [
      'columns by their names in the log',
      { name: { givenName: { eq: 'Ada' } }, connection: { exists: true } },
      ['connectionId', 'givenName'],
    ],
    ['the column of a list, not what is in its elements', { emails: { any: { type: { eq: 'work' } } } }, ['emails']],
    ['a list that is counted', { roles: { count: { gt: 1 } } }, ['roles']],
    ['all attributes of other schemas as one', { attribute: { key: 'badge', number: { gt: 1 } } }, ['extensions']],
    ['whether there is such an attribute', { attribute: { key: 'badge', exists: true } }, ['extensions']],
    ['under and, or and not', { or: [{ title: { eq: 'a' } }, { not: { locale: { eq: 'b' } } }] }, ['locale', 'title']],
    [
      'who the manager is, and what is asked of them',
      { manager: { department: { eq: 'a' } } },
      ['manager', 'manager.department', 'managerReference'],
    ],
    [
      'the chain of managers as far as it is followed, and nothing of those in it but theirs',
      { reportsTo: { id: userId(1), maxDepth: 2 } },
      ['manager', 'manager.manager', 'manager.managerReference', 'managerReference'],
    ],
    ['groups', { notMemberOf: { ids: [groupId(1), groupId(2), 'garbage'] } }, ['group', 'group']],
    ['devices that are only counted', { devices: { count: { gt: 1 } } }, ['devices']],
    ['devices, and what is asked of them', { devices: { none: { tags: { any: { eq: 'a' } } } } }, ['devices', 'devices.tags']],
    ['listings and conditions of policies', { inPolicies: { ids: [numbered(0)] } }, ['department', 'listing']],
  ])('tells %s', (_, where, lines) => {
    expect(ofUser(where)).toEqual(lines);
  });
});

describe('readsOf a condition on devices', () => {
  it.each<[string, object, string[]]>([
    ['all facts as one', { facts: { key: 'diskFreeGb', number: { gt: 1 } } }, ['facts']],
    ['facts that are lists', { facts: { key: 'apps', list: { any: { eq: 'a' } } } }, ['facts']],
    ['whose it is', { assignedUser: { exists: true } }, ['assignedUser', 'assignedUserId']],
    [
      'the user, and those whom the user leads to',
      { assignedUser: { manager: { memberOf: { ids: [groupId(1)] } } } },
      ['assignedUser', 'assignedUser.manager', 'assignedUser.manager.group', 'assignedUser.managerReference', 'assignedUserId'],
    ],
  ])('tells %s', (_, where, lines) => {
    expect(ofDevice(where)).toEqual(lines);
  });
});

describe('needsOf conditions', () => {
  it('is what any of them needs, and nothing that none does', () => {
    const conditionOf = (user: object, device: object) => ({
      User: readCondition('User', user, definitions),
      Device: readCondition('Device', device, definitions),
    });
    const needs = needsOf([
      conditionOf({ manager: { title: { eq: 'a' } } }, { assignedUser: { memberOf: { ids: [groupId(1)] } } }),
      conditionOf({ manager: { devices: { any: {} } } }, { name: { eq: 'a' } }),
    ]);
    const nothing = { groups: false, listings: false };
    expect(needs).toEqual({
      User: { ...nothing, manager: { ...nothing, devices: nothing } },
      Device: { ...nothing, assignedUser: { ...nothing, groups: true } },
    });
  });
});
