import { describe, expect, it } from 'vitest';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { readsOf } from '#directory/conditions/reads.ts';
import type { PendingChange } from '#directory/keeper/pending.ts';
import { type Place, placesOf } from '#directory/keeper/places.ts';
import { policiesThatName, touchesOf } from '#directory/keeper/touches.ts';
import { definitions, numbered } from '../conditions/declared.ts';
import { deviceId, groupId, manual, userId } from '../conditions/people.ts';

type Wheres = { users?: object; devices?: object };

const placesFor = ({ users = {}, devices = {} }: Wheres) =>
  placesOf([
    {
      id: numbered(7),
      User: readsOf(readCondition('User', users, definitions)),
      Device: readsOf(readCondition('Device', devices, definitions)),
    },
  ]);

/** How those who stand there are reached, such as "User.manager". */
const nameOf = ({ type, from }: Place): string => (from ? `${nameOf(from.place)}.${from.step}` : type);

const changeOf = (change: Partial<PendingChange>): PendingChange => ({
  id: 1n,
  connectionId: manual,
  resourceType: 'User',
  resourceId: userId(1),
  version: 2,
  operation: 'UPDATED',
  attributes: [],
  members: { added: [], removed: [] },
  previous: {},
  ...change,
});

/** Where the policy looks at what a change tells. */
const placesTouched = (wheres: Wheres, change: Partial<PendingChange>): string[] =>
  placesFor(wheres)
    .filter((place) => touchesOf(changeOf(change)).some(({ policiesAt }) => new Set(policiesAt(place)).has(numbered(7))))
    .map(nameOf)
    .sort();

const device: Partial<PendingChange> = { resourceType: 'Device', resourceId: deviceId(1) };
const eq = { eq: 'a' };

describe('a change of a person', () => {
  it.each<[string, Wheres, Partial<PendingChange>, string[]]>([
    ['an attribute that is asked for', { users: { title: eq } }, { attributes: ['title'] }, ['User']],
    ['an attribute that is not', { users: { title: eq } }, { attributes: ['locale'] }, []],
    [
      'anything, where the time of the last change is asked for',
      { users: { updatedAt: { exists: true } } },
      { attributes: ['locale'] },
      ['User'],
    ],
    ['an attribute of a manager', { users: { manager: { title: eq } } }, { attributes: ['title'] }, ['User.manager']],
    [
      'an attribute of a user of a device',
      { devices: { assignedUser: { title: eq } } },
      { attributes: ['title'] },
      ['Device.assignedUser'],
    ],
    ['who the manager is', { users: { manager: { title: eq } } }, { attributes: ['managerReference'] }, ['User']],
    ['what reports call the manager', { users: { manager: { title: eq } } }, { attributes: ['externalId'] }, ['User.manager']],
    ['the externalId, where it is asked for', { users: { externalId: eq } }, { attributes: ['externalId'] }, ['User']],
    [
      'who anybody in a chain reports to',
      { users: { reportsTo: { id: userId(2), maxDepth: 2 } } },
      { attributes: ['managerReference'] },
      ['User', 'User.manager'],
    ],
    ['an attribute of anybody in a chain', { users: { reportsTo: { id: userId(2) } } }, { attributes: ['title'] }, []],
    ['coming, wherever they may stand', { users: { manager: {} } }, { operation: 'CREATED' }, ['User', 'User.manager']],
    ['going, wherever they may have stood', { devices: { assignedUser: {} } }, { operation: 'DELETED' }, ['Device.assignedUser', 'User']],
  ])('is looked at: %s', (_, wheres, change, places) => {
    expect(placesTouched(wheres, change)).toEqual(places);
  });
});

describe('a change of a device', () => {
  it.each<[string, Wheres, Partial<PendingChange>, string[]]>([
    ['facts that are asked for', { devices: { facts: { key: 'diskFreeGb', number: { gt: 1 } } } }, { attributes: ['facts'] }, ['Device']],
    ['facts that are not', { devices: { platform: eq } }, { attributes: ['facts', 'lastCheckInAt'] }, []],
    [
      'an attribute of a device of a person',
      { users: { devices: { any: { platform: eq } } } },
      { attributes: ['platform'] },
      ['User.devices'],
    ],
    ['whose it is', { users: { devices: { count: { gt: 1 } } } }, { attributes: ['assignedUserId'] }, ['User.devices']],
    ['whose it is, where its user is asked for', { devices: { assignedUser: {} } }, { attributes: ['assignedUserId'] }, ['Device']],
    ['going', { users: { devices: { none: {} } } }, { operation: 'DELETED' }, ['Device', 'User.devices']],
  ])('is looked at: %s', (_, wheres, change, places) => {
    expect(placesTouched(wheres, { ...device, ...change })).toEqual(places);
  });
});

describe('a change of who is listed in a policy', () => {
  const listing = { resourceType: 'Policy', attributes: ['includes'], members: { added: [userId(1)], removed: [] } };

  it('is looked at by the policy and those that name it', () => {
    const naming: Wheres = { users: { inPolicies: { ids: [numbered(0)] } } };
    expect(placesTouched(naming, { ...listing, resourceId: numbered(0) })).toEqual(['User']);
    expect(placesTouched(naming, { ...listing, resourceId: numbered(1) })).toEqual([]);
  });
});

describe('a change of the members of a group', () => {
  it('is looked at by policies that name the group, wherever they ask', () => {
    const places = placesFor({
      users: { manager: { memberOf: { ids: [groupId(1)] } } },
      devices: { assignedUser: { notMemberOf: { ids: [groupId(2)] } } },
    });
    const looking = (...groups: string[]) =>
      places
        .filter((place) => policiesThatName(place, groups).size > 0)
        .map(nameOf)
        .sort();
    expect(looking(groupId(1))).toEqual(['User.manager']);
    expect(looking(groupId(1), groupId(2))).toEqual(['Device.assignedUser', 'User.manager']);
    expect(looking(groupId(3))).toEqual([]);
  });
});
