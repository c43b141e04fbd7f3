import { Prisma, type User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { ExternalIdKey, isId, single } from '../keys.ts';
import { people, peopleWithGroups } from '../lists.ts';
import { selects } from '../selects.ts';
import { User } from './User.ts';

const UserNameKey = builder.inputType('UserNameKey', {
  description: 'A userName in its connection.',
  fields: (t) => ({
    connectionId: t.id({ required: true, description: 'The connection.' }),
    userName: t.string({ required: true, description: 'The userName; case does not matter.' }),
  }),
});

const UserBy = builder.inputType('UserBy', {
  description: 'What names one person: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'The person’s id.' }),
    userName: t.field({ type: UserNameKey, description: 'A userName in its connection.' }),
    externalId: t.field({
      type: ExternalIdKey,
      description: 'The provider’s id in its connection; AMBIGUOUS when several people share it.',
    }),
  }),
});

type Key = typeof UserBy.$inferInput;

const named = ({ id, userName, externalId }: Key): Prisma.Sql => {
  if (id) return isId(id);
  if (userName)
    return Prisma.sql`${isId(userName.connectionId, 'connectionId')} AND fold("row"."userName") COLLATE "C" = fold(${userName.userName}) COLLATE "C"`;
  if (externalId) return Prisma.sql`${isId(externalId.connectionId, 'connectionId')} AND "row"."externalId" = ${externalId.externalId}`;
  return Prisma.sql`FALSE`;
};

builder.queryField('user', (t) =>
  t.field({
    type: User,
    nullable: true,
    description: 'One person; null when there is none in reach.',
    args: { by: t.arg({ type: UserBy, required: true, description: 'What names the person.' }) },
    resolve: (_, { by }, { session }, info) =>
      single<UserRow>(session, selects(info, 'groupReferences') ? peopleWithGroups : people, named(by), 'people'),
  }),
);
