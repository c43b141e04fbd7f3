import type { Prisma } from '#generated/prisma/client.ts';
import type { Definitions } from '../conditions/definitions.ts';
import { readDefinitions } from '../definitions.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw' | 'profileTemplate' | 'attributeDefinition' | 'factDefinition'>;

export interface KnownTemplate {
  readonly id: string;
  readonly policyId: string;
  readonly variableNames: readonly string[];
}

/** All templates at one moment, and what is declared. */
export interface KnownTemplates {
  /** Names the versions of all of them. */
  readonly versions: string;
  readonly all: readonly KnownTemplate[];
  readonly definitions: Definitions;
}

/** One short text, however many templates there are; null where nothing is installed anywhere. */
async function readVersions(db: Db): Promise<string | null> {
  const [row] = await db.$queryRaw<{ versions: string | null }[]>`
    SELECT CASE WHEN EXISTS (SELECT FROM "installed_profiles") THEN (
      SELECT encode(sha256(convert_to(coalesce(string_agg("id" || ' ' || "version", ',' ORDER BY "id"), ''), 'UTF8')), 'hex')
      FROM (
        SELECT "id", "version" FROM "profile_templates"
        UNION ALL SELECT "id", "version" FROM "attribute_definitions"
        UNION ALL SELECT "id", "version" FROM "fact_definitions") AS "read") END AS "versions"`;
  return row?.versions ?? null;
}

/** All templates as the database has them; those that are known already are not read again. Nothing where none is installed anywhere. */
export async function knowTemplates(db: Db, known: KnownTemplates | undefined): Promise<KnownTemplates | undefined> {
  const versions = await readVersions(db);
  if (versions === null) return undefined;
  if (known?.versions === versions) return known;
  const all = await db.profileTemplate.findMany({ select: { id: true, policyId: true, variableNames: true }, orderBy: { id: 'asc' } });
  return { versions, all, definitions: await readDefinitions(db) };
}
