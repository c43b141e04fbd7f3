import type { Prisma, StaleReason } from '#generated/prisma/client.ts';
import type { Definitions } from '../conditions/definitions.ts';
import { type Asked, renderProfiles } from './renderProfiles.ts';
import type { Rendered, Rendering } from './renderTemplate.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw' | 'profileTemplate'>;

/** What may be stale. It is to be as it is rendered where it is DUE; where the policy is disabled, and keeps what it has installed, it is KEPT as it is. */
interface Suspect {
  readonly deviceId: string;
  readonly templateId: string;
  readonly digest: string;
  readonly state: 'DUE' | 'KEPT' | 'GONE';
}

type Judged = Pick<Suspect, 'deviceId' | 'templateId'> & { reason: StaleReason | null };

/** How many are looked at in one turn: people come into policies and leave them meanwhile too. */
const mostJudged = 250;

/**
 * Those of which it is known who is in their policies: nothing waits to be followed, and nobody to be judged by the policy. An MDM may have installed a
 * profile before it is, and would otherwise be told to take it off.
 */
const readSuspects = (db: Db) =>
  db.$queryRaw<Suspect[]>`
    SELECT "suspect"."deviceId", "suspect"."templateId", "suspect"."digest",
      CASE
        WHEN NOT "policy"."enabled" AND "policy"."onDisable" = 'KEEP' THEN 'KEPT'
        WHEN EXISTS (
          SELECT FROM "policy_members" AS "member" WHERE "member"."policyId" = "policy"."id" AND "member"."resourceId" = "suspect"."deviceId") THEN 'DUE'
        ELSE 'GONE' END AS "state"
    FROM "installed_profiles" AS "suspect"
      LEFT JOIN "profile_templates" AS "template" ON "template"."id" = "suspect"."templateId"
      LEFT JOIN "policies" AS "policy" ON "policy"."id" = "template"."policyId"
    WHERE "suspect"."suspect" AND NOT EXISTS (SELECT FROM "pending_changes")
      AND NOT EXISTS (SELECT FROM "pending_policies" AS "waiting" WHERE "waiting"."policyId" = "template"."policyId")
    ORDER BY "suspect"."deviceId", "suspect"."templateId" LIMIT ${mostJudged}`;

async function readTemplates(db: Db, suspects: readonly Suspect[]): Promise<ReadonlyMap<string, Rendered>> {
  const ids = [...new Set(suspects.map(({ templateId }) => templateId))];
  const rows = ids.length ? await db.profileTemplate.findMany({ where: { id: { in: ids } } }) : [];
  return new Map(rows.map((row) => [row.id, row]));
}

const reasonOf = ({ digest }: Suspect, rendering: Rendering): StaleReason | null => {
  if (rendering.failure) return 'FAILS';
  return rendering.digest === digest ? null : 'CHANGED';
};

/** What is to be installed as it is rendered now. */
async function compare(db: Db, due: readonly Suspect[], definitions: Definitions): Promise<Judged[]> {
  const templates = await readTemplates(db, due);
  const asked = due.flatMap((suspect): (Asked & Suspect)[] => {
    const template = templates.get(suspect.templateId);
    return template ? [{ ...suspect, template }] : [];
  });
  const renderings = asked.length ? await renderProfiles(db, asked, definitions) : [];
  return renderings.flatMap((rendering, at): Judged[] => {
    const suspect = asked[at];
    return suspect ? [{ ...suspect, reason: reasonOf(suspect, rendering) }] : [];
  });
}

/** What is stale keeps since when it is. */
async function mark(db: Db, judged: readonly Judged[], now: Date): Promise<void> {
  const each = <Value>(value: (one: Judged) => Value) => judged.map(value);
  await db.$executeRaw`
    UPDATE "installed_profiles" AS "kept"
    SET "suspect" = FALSE, "staleReason" = "judged"."reason",
      "staleSince" = CASE WHEN "judged"."reason" IS NULL THEN NULL ELSE coalesce("kept"."staleSince", ${now}::timestamptz) END
    FROM (
      SELECT "deviceId", "templateId", "reason"::"StaleReason"
      FROM unnest(${each(({ deviceId }) => deviceId)}::uuid[], ${each(({ templateId }) => templateId)}::uuid[], ${each(({ reason }) => reason)}::text[])
        AS "judged"("deviceId", "templateId", "reason")) AS "judged"
    WHERE "kept"."deviceId" = "judged"."deviceId" AND "kept"."templateId" = "judged"."templateId"`;
}

/** Finds out of some of what may be stale whether it is. */
export async function judgeProfiles(db: Db, definitions: Definitions, now: Date): Promise<void> {
  const suspects = await readSuspects(db);
  if (suspects.length === 0) return;
  const settled = (state: Suspect['state'], reason: StaleReason | null): Judged[] =>
    suspects.filter((suspect) => suspect.state === state).map((suspect) => ({ ...suspect, reason }));
  const due = suspects.filter(({ state }) => state === 'DUE');
  const judged = [...settled('KEPT', null), ...settled('GONE', 'REMOVED'), ...(await compare(db, due, definitions))];
  await mark(db, judged, now);
}
