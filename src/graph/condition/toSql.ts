import type { RootSubject } from '#directory/conditions/condition.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { definitionsFor } from '#directory/definitions.ts';
import type { Session } from '#directory/session.ts';
import { Prisma } from '#generated/prisma/client.ts';

const where =
  (subject: RootSubject) =>
  async (session: Session, input: object | null | undefined): Promise<Prisma.Sql> => {
    if (input == null) return Prisma.sql`TRUE`;
    return toSql(readCondition(subject, input, await definitionsFor(session, input)), Prisma.sql`"row"`);
  };

/** A where on people, as a condition on the list's rows. */
export const toUserSql = where('User');

/** A where on groups, as a condition on the list's rows. */
export const toGroupSql = where('Group');

/** A where on devices, as a condition on the list's rows. */
export const toDeviceSql = where('Device');
