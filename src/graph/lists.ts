import type { ListOf } from '#directory/pages.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { groupReferences, memberReferences } from './references.ts';

/** The people of the connections in reach. */
export const people: ListOf = {
  from: Prisma.sql`users AS "row"`,
  select: Prisma.sql`"row".*`,
  connection: Prisma.sql`"row"."connectionId"`,
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
  connection: Prisma.sql`"row"."connectionId"`,
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
  connection: Prisma.sql`"row".id`,
};

/** Of the rows, those of the parent connection. */
export const ofConnection = (where: Prisma.Sql) => Prisma.sql`"row"."connectionId" = parent.id AND ${where}`;
