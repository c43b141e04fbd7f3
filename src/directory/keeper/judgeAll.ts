import { Prisma } from '#generated/prisma/client.ts';
import type { Condition } from '../conditions/condition.ts';
import { toSql } from '../conditions/toSql.ts';
import { tellHistory } from './kept.ts';
import { bigints } from './pending.ts';
import type { JudgedType } from './places.ts';
import type { KeptPolicy } from './policies.ts';

type Db = Pick<Prisma.TransactionClient, '$executeRaw'>;

/** Whom to judge: those of whom these hold, or everybody. */
export type Among = Partial<Record<JudgedType, Condition>> | 'everybody';

const tables: Record<JudgedType, Prisma.Sql> = { User: Prisma.sql`"users"`, Device: Prisma.sql`"devices"` };

const row = Prisma.sql`"row"`;

const rowsOf = (type: JudgedType, where: Prisma.Sql) =>
  Prisma.sql`SELECT ${type}::text AS "resourceType", "row"."id", "row"."connectionId" FROM ${tables[type]} AS "row" WHERE ${where}`;

const both = (rows: (type: JudgedType) => Prisma.Sql) => Prisma.sql`${rows('User')} UNION ALL ${rows('Device')}`;

const nobody: Condition = { kind: 'or', conditions: [] };

/** Those who are judged, by their ids, where it is not everybody. */
function scope(among: Among, now: Date) {
  if (among === 'everybody') return { asked: Prisma.empty, isAsked: () => Prisma.sql`TRUE` };
  const asked = both((type) => rowsOf(type, toSql(among[type] ?? nobody, row, now)));
  return {
    asked: Prisma.sql`"asked" AS MATERIALIZED (${asked}),`,
    isAsked: (id: Prisma.Sql) => Prisma.sql`${id} IN (SELECT "asked"."id" FROM "asked")`,
  };
}

/** A policy that is no more: nobody is in it. */
export const gonePolicy = (id: string, version: number): KeptPolicy => ({
  id,
  name: '',
  connectionId: null,
  version,
  User: nobody,
  Device: nobody,
});

/** Finds out who is in a policy, and keeps what has changed, in one statement, however many there are. */
export async function judgeAll(db: Db, policy: KeptPolicy, changeId: bigint | null, now: Date, among: Among = 'everybody'): Promise<void> {
  const { asked, isAsked } = scope(among, now);
  const inside = both((type) => rowsOf(type, Prisma.sql`${isAsked(Prisma.sql`"row"."id"`)} AND ${toSql(policy[type], row, now)}`));
  const how = Prisma.sql`${policy.version}::integer AS "policyVersion", (${bigints([changeId])})[1] AS "changeId"`;
  await db.$executeRaw`
    WITH /* planned anew */ ${asked} "inside" AS MATERIALIZED (${inside}),
      "came" AS (
        INSERT INTO "policy_members" ("policyId", "resourceType", "resourceId", "connectionId", "since")
        SELECT ${policy.id}::uuid, "resourceType", "id", "connectionId", ${now}::timestamptz FROM "inside"
        WHERE NOT EXISTS (SELECT FROM "policy_members" AS "kept" WHERE "kept"."policyId" = ${policy.id}::uuid AND "kept"."resourceId" = "inside"."id")
        RETURNING *, ${how}),
      "went" AS (
        DELETE FROM "policy_members" AS "kept"
        WHERE "kept"."policyId" = ${policy.id}::uuid AND NOT EXISTS (SELECT FROM "inside" WHERE "inside"."id" = "kept"."resourceId")
          AND ${isAsked(Prisma.sql`"kept"."resourceId"`)}
        RETURNING "kept".*, ${how})
    ${tellHistory(now)}`;
}
