import { type ChangedGroup, createGroup } from '#directory/groups.ts';
import { builder, documentation } from '../builder.ts';
import { connectionId } from '../mutation.ts';
import { Group } from './Group.ts';
import { groupById } from './groupById.ts';

const CreateGroupInput = builder.inputType('CreateGroupInput', {
  description: 'A new group.',
  fields: (t) => ({
    connectionId: connectionId(t),
    displayName: t.string({ required: true, description: documentation('Group', 'displayName') }),
    externalId: t.string({ description: documentation('Group', 'externalId') }),
    extensions: t.field({ type: 'JSONObject', description: documentation('Group', 'extensions') }),
    memberIds: t.idList({ description: 'Users and groups of the same connection; any number.' }),
  }),
});

const CreateGroupPayload = builder.objectRef<ChangedGroup>('CreateGroupPayload').implement({
  description: 'What createGroup has made.',
  fields: (t) => ({
    group: t.field({ type: Group, description: 'The new group.', resolve: ({ id }, _, { session }, info) => groupById(session, info, id) }),
    version: t.exposeInt('version', {
      description: 'The version that it was made at, with its members. `group` is read after it, and may be at a later one.',
    }),
  }),
});

builder.mutationField('createGroup', (t) =>
  t.field({
    type: CreateGroupPayload,
    nullable: true,
    description: 'Makes a group with its members, or nothing. Refuses a displayName that the connection already has (ALREADY_EXISTS).',
    args: { input: t.arg({ type: CreateGroupInput, required: true, description: 'The group.' }) },
    resolve: (_, { input: { memberIds, ...input } }, { session }) => createGroup(session, input, memberIds ?? []),
  }),
);
