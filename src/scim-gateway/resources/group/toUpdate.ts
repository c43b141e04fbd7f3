import type { ScimGroupFragment, UpdateGroupInput } from '../../documents/generated.ts';
import { groupSchema } from '../../protocol/groupSchema.ts';
import { matches } from '../../protocol/matches.ts';
import type { MembershipPatch } from '../../protocol/membership.ts';
import { applyOperations } from '../../protocol/patch.ts';
import { groupResource } from '../../protocol/resourceTypes.ts';
import { difference } from '../difference.ts';
import { toChange } from './toChange.ts';
import { toMembers, toScim } from './toScim.ts';

/** What of a group must be read before a PATCH can be written; most need nothing. */
export const needs = ({ remainder, rest }: MembershipPatch) => ({
  members: remainder.length > 0,
  group: remainder.length + rest.length > 0,
});

/** A PATCH of a group as row deltas. `stored` is the group as `needs` asks for it. */
export const toUpdate = (id: string, patch: MembershipPatch, stored?: ScimGroupFragment): UpdateGroupInput => ({
  id,
  ...(stored && restOf(patch, stored)),
  ...(patch.displayName !== undefined && { displayName: patch.displayName }),
  ...(patch.externalId !== undefined && { externalId: patch.externalId }),
  ...membersOf(patch, stored),
});

function restOf({ rest }: MembershipPatch, stored: ScimGroupFragment) {
  if (rest.length === 0) return {};
  const before = toScim({ ...stored, memberColumns: undefined }, '');
  return difference(toChange(before), toChange(applyOperations(groupResource, before, rest)));
}

function membersOf({ members, remainder }: MembershipPatch, stored: ScimGroupFragment | undefined): Pick<UpdateGroupInput, 'members'> {
  const { set, add = [], remove = [] } = members ?? {};
  const leaving = stored ? matching(remainder, stored).filter((id) => !add.includes(id)) : [];
  const removed = [...new Set([...remove, ...leaving])];
  if (!set && add.length === 0 && removed.length === 0) return {};
  return { members: { ...(set && { set }), ...(add.length > 0 && { add }), ...(removed.length > 0 && { remove: removed }) } };
}

function matching(filters: MembershipPatch['remainder'], { memberColumns }: ScimGroupFragment): string[] {
  const attribute = groupSchema.attributes.find(({ name }) => name === 'members');
  if (!attribute) return [];
  const members = toMembers(memberColumns, '');
  return members.filter((member) => filters.some((filter) => matches(attribute, filter, member))).map(({ value }) => String(value));
}
