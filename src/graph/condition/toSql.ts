import type { RootSubject } from '#directory/conditions/condition.ts';
import { noDefinitions } from '#directory/conditions/definitions.ts';
import { mentionsDeclared } from '#directory/conditions/mentionsDeclared.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { definitionsOf } from '#directory/definitions.ts';
import type { Session } from '#directory/session.ts';
import { Prisma } from '#generated/prisma/client.ts';

const where =
  (subject: RootSubject) =>
  async (session: Session, input: object | null | undefined): Promise<Prisma.Sql> => {
    if (input == null) return Prisma.sql`TRUE`;
    // Most conditions name nothing that is declared, and pay for no look at the definitions.
    const definitions = mentionsDeclared(input) ? await definitionsOf(session) : noDefinitions;
    return toSql(readCondition(subject, input, definitions), Prisma.sql`"row"`);
  };

/** A where on people, as a condition on the list's rows. */
export const toUserSql = where('User');

/** A where on groups, as a condition on the list's rows. */
export const toGroupSql = where('Group');

/** A where on devices, as a condition on the list's rows. */
export const toDeviceSql = where('Device');
