import { type ChangedGroup, updateGroup } from '#directory/groups.ts';
import { builder, documentation } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { Group } from './Group.ts';
import { groupById } from './groupById.ts';

const GroupMembersInput = builder.inputType('GroupMembersInput', {
  description:
    'How the membership changes, by ids of users and groups of the same connection; any number. Adding a member and removing a stranger change nothing.',
  fields: (t) => ({
    set: t.idList({ description: 'Everyone who is to be a member before add and remove apply; the others leave.' }),
    add: t.idList({ description: 'Who joins. Refuses an id that is also removed (INVALID_INPUT) or unknown (UNKNOWN_MEMBER).' }),
    remove: t.idList({ description: 'Who leaves.' }),
  }),
});

const UpdateGroupInput = builder.inputType('UpdateGroupInput', {
  description: 'What changes of a group: absent keeps, null or an empty string clears.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The group.' }),
    expectedVersion: expectedVersion(t),
    displayName: t.string({ description: documentation('Group', 'displayName') }),
    externalId: t.string({ description: documentation('Group', 'externalId') }),
    extensions: t.field({ type: 'JSONObject', description: documentation('Group', 'extensions') }),
    members: t.field({ type: GroupMembersInput, description: 'How the membership changes.' }),
  }),
});

const UpdateGroupPayload = builder.objectRef<ChangedGroup>('UpdateGroupPayload').implement({
  description: 'What updateGroup has changed.',
  fields: (t) => ({
    group: t.field({
      type: Group,
      description: 'The group after the change.',
      resolve: ({ id }, _, { session }, info) => groupById(session, info, id),
    }),
    version: t.exposeInt('version', {
      description: 'The version that this change has left the group at. `group` is read after it, and may be at a later one.',
    }),
  }),
});

builder.mutationField('updateGroup', (t) =>
  t.field({
    type: UpdateGroupPayload,
    nullable: true,
    description: 'Changes a group and its members together, or not at all. A change that changes nothing leaves the version.',
    args: { input: t.arg({ type: UpdateGroupInput, required: true, description: 'The change.' }) },
    resolve: (_, { input: { id, expectedVersion, members, ...change } }, { session }) =>
      updateGroup(session, id, change, members ?? {}, expectedVersion),
  }),
);
