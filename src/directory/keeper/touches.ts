import type { PendingChange } from './pending.ts';
import type { JudgedType, Place } from './places.ts';

/** Some people or devices of whom a change tells something, and the policies that look at that where they stand. */
export type Touch = { ids: readonly string[]; changeId: bigint; policiesAt: (place: Place) => Iterable<string> };

const nobody: readonly string[] = [];

/** The former way to those who stand at a place is not where they lead to, but what they are called or whose they are. */
const waysTo: Partial<Record<string, string>> = { manager: 'externalId', devices: 'assignedUserId' };

/** An update always changes when the row was last changed. */
function policiesThatRead({ columns, from, policies }: Place, attributes: readonly string[]): Iterable<string> {
  if (from && attributes.includes(waysTo[from.step] ?? '')) return policies;
  const readers = [...attributes, 'updatedAt'].flatMap((name) => columns.get(name) ?? []);
  const [only, ...others] = readers;
  return only && others.length === 0 ? only : new Set(readers.flatMap((some) => [...some]));
}

/** The person or device itself: all of it where it came or went. */
const ofResource = (type: JudgedType, { id, resourceId, operation, attributes }: PendingChange): Touch => ({
  ids: [resourceId],
  changeId: id,
  policiesAt(place) {
    if (place.type !== type) return nobody;
    return operation === 'UPDATED' ? policiesThatRead(place, attributes) : place.policies;
  },
});

/** Those who are listed by hand in a policy, or no longer are; an id is a person's or a device's. */
const ofListings = ({ id, resourceId, members }: PendingChange): Touch => ({
  ids: [...members.added, ...members.removed],
  changeId: id,
  policiesAt: ({ listings }) => listings.get(resourceId) ?? nobody,
});

/** Whom a change touches by itself, before anybody is asked for. */
export function touchesOf(change: PendingChange): Touch[] {
  if (change.resourceType === 'User' || change.resourceType === 'Device') return [ofResource(change.resourceType, change)];
  return change.resourceType === 'Policy' ? [ofListings(change)] : [];
}

/** The policies that ask for members of any of the groups of those who stand at a place. */
export const policiesThatName = (place: Place, groups: readonly string[]): Set<string> =>
  new Set(groups.flatMap((group) => [...(place.groups.get(group) ?? [])]));
