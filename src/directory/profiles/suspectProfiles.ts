import type { Prisma } from '#generated/prisma/client.ts';
import type { TouchedProfiles } from './touchedProfiles.ts';

type Db = Pick<Prisma.TransactionClient, '$executeRaw'>;

/** Milliseconds by which a clock may go back while somebody keeps the membership. */
const unsteadiness = 10_000;

/**
 * Notes what is to be looked at: what may be stale, and what is installed on devices that the turn which began `now` has let into the policy of its
 * template, or out of it. The history of policies is kept by the time in its ids.
 */
export async function suspectProfiles(db: Db, { templateIds, pairs }: TouchedProfiles, now: Date): Promise<void> {
  const since = Math.max(now.getTime() - unsteadiness, 0)
    .toString(16)
    .padStart(12, '0');
  await db.$executeRaw`
    WITH /* planned anew */ "touched"("deviceId", "templateId") AS (
        SELECT "deviceId", "templateId" FROM "installed_profiles" WHERE "templateId" = ANY(${templateIds}::uuid[])
        UNION
        SELECT * FROM unnest(${pairs.map(({ deviceId }) => deviceId)}::uuid[], ${pairs.map(({ templateId }) => templateId)}::uuid[])
        UNION
        SELECT "moved"."resourceId", "template"."id"
        FROM "policy_changes" AS "moved" JOIN "profile_templates" AS "template" ON "template"."policyId" = "moved"."policyId"
        WHERE "moved"."id" >= rpad(${since}, 32, '0')::uuid AND "moved"."at" = ${now}::timestamptz AND "moved"."resourceType" = 'Device')
    UPDATE "installed_profiles" AS "kept" SET "suspect" = TRUE FROM "touched"
    WHERE "kept"."deviceId" = "touched"."deviceId" AND "kept"."templateId" = "touched"."templateId" AND NOT "kept"."suspect"`;
}
