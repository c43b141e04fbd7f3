import { z } from 'zod';
import { type Change, Prisma } from '#generated/prisma/client.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** Who joined and left, by a line of the log. */
const members = z.object({ added: z.array(z.string()).default([]), removed: z.array(z.string()).default([]) });

/** A resource as it was, where that changed. */
const previous = z.object({ externalId: z.string().optional(), assignedUserId: z.string().optional() });

/** A line of the change log that the kept membership does not follow yet. */
export type PendingChange = Pick<Change, 'id' | 'connectionId' | 'resourceType' | 'resourceId' | 'version' | 'operation' | 'attributes'> & {
  members: z.output<typeof members>;
  previous: z.output<typeof previous>;
};

/** The first of them, at most so many. */
export async function readPending(db: Db, most: number): Promise<PendingChange[]> {
  const rows = await db.$queryRaw<Change[]>`
    SELECT "changes".* FROM (SELECT "changeId" FROM "pending_changes" ORDER BY "changeId" LIMIT ${most}) AS "first"
      JOIN "changes" ON "changes"."id" = "first"."changeId"
    ORDER BY "changes"."id"`;
  return rows.map((row) => ({ ...row, members: members.parse(row.members ?? {}), previous: previous.parse(row.previous ?? {}) }));
}

export const bigints = (values: readonly (bigint | null)[]) => Prisma.sql`${values.map((value) => value?.toString() ?? null)}::bigint[]`;

/** The kept membership follows these now. */
export async function forgetPending(db: Db, changes: readonly PendingChange[]): Promise<void> {
  if (changes.length === 0) return;
  await db.$executeRaw`DELETE FROM "pending_changes" WHERE "changeId" = ANY(${bigints(changes.map(({ id }) => id))})`;
}
