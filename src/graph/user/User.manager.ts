import { managerId } from '#directory/conditions/managers.ts';
import { Prisma, type User as UserRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { User } from './User.ts';

builder.prismaObjectField(User, 'manager', (t) =>
  t.field({
    type: User,
    nullable: true,
    description:
      'The person whom managerReference names; null when nobody is named, or nobody in the connection has that id or externalId (yet).',
    resolve: ({ id, managerReference }, _, context) => (managerReference === null ? null : load(context, readManagers, id, readManagers)),
  }),
);

async function readManagers(ids: readonly string[], { session }: Context): Promise<(UserRow | null)[]> {
  const rows = await session.db.$queryRaw<(UserRow & { reportId: string })[]>`
    SELECT manager.*, report.id AS "reportId"
    FROM users report JOIN users manager ON manager.id = ${managerId(Prisma.sql`report`)}
    WHERE report.id = ANY(${ids}::uuid[])`;
  const found = new Map(rows.map((row) => [row.reportId, row]));
  return ids.map((id) => found.get(id) ?? null);
}
