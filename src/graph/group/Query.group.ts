import { type Group as GroupRow, Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { ExternalIdKey, isId, single } from '../keys.ts';
import { Group } from './Group.ts';
import { groupsAsked } from './groupsAsked.ts';

const DisplayNameKey = builder.inputType('DisplayNameKey', {
  description: 'A group’s displayName in its connection.',
  fields: (t) => ({
    connectionId: t.id({ required: true, description: 'The connection.' }),
    displayName: t.string({ required: true, description: 'The displayName; case does not matter.' }),
  }),
});

const GroupBy = builder.inputType('GroupBy', {
  description: 'What names one group: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'The group’s id.' }),
    displayName: t.field({ type: DisplayNameKey, description: 'A displayName in its connection.' }),
    externalId: t.field({
      type: ExternalIdKey,
      description: 'The provider’s id in its connection; AMBIGUOUS when several groups share it.',
    }),
  }),
});

type Key = typeof GroupBy.$inferInput;

const named = ({ id, displayName, externalId }: Key): Prisma.Sql => {
  if (id) return isId(id);
  if (displayName)
    return Prisma.sql`${isId(displayName.connectionId, 'connectionId')} AND fold("row"."displayName") COLLATE "C" = fold(${displayName.displayName}) COLLATE "C"`;
  if (externalId) return Prisma.sql`${isId(externalId.connectionId, 'connectionId')} AND "row"."externalId" = ${externalId.externalId}`;
  return Prisma.sql`FALSE`;
};

builder.queryField('group', (t) =>
  t.field({
    type: Group,
    nullable: true,
    description: 'One group; null when there is none in reach.',
    args: { by: t.arg({ type: GroupBy, required: true, description: 'What names the group.' }) },
    resolve: (_, { by }, { session }, info) => single<GroupRow>(session, groupsAsked(info), named(by), 'groups'),
  }),
);
