import { readCondition } from '#directory/conditions/readCondition.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { Prisma } from '#generated/prisma/client.ts';

const where = (subject: 'User' | 'Group') => (input: object | null | undefined) =>
  input == null ? Prisma.sql`TRUE` : toSql(readCondition(subject, input), Prisma.sql`"row"`);

/** A where on people, as a condition on the list's rows. */
export const toUserSql = where('User');

/** A where on groups, as a condition on the list's rows. */
export const toGroupSql = where('Group');
