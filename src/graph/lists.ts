import { keysInReach } from '#directory/apiKeys.ts';
import type { ListOf } from '#directory/pages.ts';
import { inReach, type Session } from '#directory/session.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { groupReferences, memberReferences } from './references.ts';

const ofConnectionInReach = (session: Session) => inReach(session, Prisma.sql`"row"."connectionId"`);

/** The people of the connections in reach. */
export const people: ListOf = {
  from: Prisma.sql`users AS "row"`,
  select: Prisma.sql`"row".*`,
  reach: ofConnectionInReach,
};

/** The same, each with their `groupReferences` in the same statement, for those who ask for them. */
export const peopleWithGroups: ListOf = {
  ...people,
  select: Prisma.sql`"row".*, ${groupReferences(Prisma.sql`"row".id`)} AS "groupReferences"`,
};

/** The groups of the connections in reach. */
export const groups: ListOf = {
  from: Prisma.sql`groups AS "row"`,
  select: Prisma.sql`"row".*`,
  reach: ofConnectionInReach,
};

/** The same, each with its `memberReferences` in the same statement, for those who ask for them. */
export const groupsWithMembers: ListOf = {
  ...groups,
  select: Prisma.sql`"row".*, ${memberReferences(Prisma.sql`"row".id`)} AS "memberReferences"`,
};

/** The connections in reach. */
export const connections: ListOf = {
  from: Prisma.sql`connections AS "row"`,
  select: Prisma.sql`"row".*`,
  reach: (session) => inReach(session, Prisma.sql`"row".id`),
};

/** The API keys in reach. */
export const apiKeys: ListOf = {
  from: Prisma.sql`credentials AS "row"`,
  select: Prisma.sql`"row".*`,
  reach: keysInReach,
};

/** Of the rows, those of the parent connection. */
export const ofConnection = (where: Prisma.Sql) => Prisma.sql`"row"."connectionId" = parent.id AND ${where}`;
