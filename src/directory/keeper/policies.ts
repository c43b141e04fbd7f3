import type { Prisma } from '#generated/prisma/client.ts';
import { type Condition, sizeOf } from '../conditions/condition.ts';
import { flips } from '../conditions/flips.ts';
import { needsOf, type SubjectNeeds } from '../conditions/needs.ts';
import { type PolicyConditions, readPolicies } from '../conditions/policyConditions.ts';
import { readsOf } from '../conditions/reads.ts';
import { readDefinitions } from '../definitions.ts';
import { type Places, placesOf } from './places.ts';

/** A policy as it is judged who is in it. */
export type KeptPolicy = PolicyConditions & { version: number };

/** All policies at one moment, and what follows from them. */
export type KeptPolicies = {
  /** Names the versions of the policies and of what they are read with. */
  versions: string;
  all: ReadonlyMap<string, KeptPolicy>;
  places: Places;
  needs: SubjectNeeds;
  /** Those in which people and devices come and go by time alone. */
  timed: readonly KeptPolicy[];
};

type Db = Pick<Prisma.TransactionClient, '$queryRaw' | 'policy' | 'attributeDefinition' | 'factDefinition'>;

/** One short text, however many policies there are. */
async function readVersions(db: Db): Promise<string> {
  const [row] = await db.$queryRaw<{ versions: string }[]>`
    SELECT encode(sha256(convert_to(coalesce(string_agg("id" || ' ' || "version", ',' ORDER BY "id"), ''), 'UTF8')), 'hex') AS "versions"
    FROM (
      SELECT "id", "version" FROM "policies"
      UNION ALL SELECT "id", "version" FROM "attribute_definitions"
      UNION ALL SELECT "id", "version" FROM "fact_definitions") AS "read"`;
  return row?.versions ?? '';
}

/** All policies as the database has them; those that are known already are not read again. */
export async function knowPolicies(db: Db, known: KeptPolicies | undefined): Promise<KeptPolicies> {
  const versions = await readVersions(db);
  if (known?.versions === versions) return known;
  const rows = await db.policy.findMany({ orderBy: { id: 'asc' } });
  const conditions = readPolicies(rows, await readDefinitions(db));
  return { versions, ...toKept(rows.flatMap(({ id, version }) => ({ version, ...readable(conditions, id) }))) };
}

function readable(conditions: ReadonlyMap<string, PolicyConditions>, id: string): PolicyConditions {
  const read = conditions.get(id);
  if (read === undefined) throw new Error('readPolicies has left out a policy');
  return read;
}

/** What follows from the conditions of policies. */
export const toKept = (policies: readonly KeptPolicy[]): Omit<KeptPolicies, 'versions'> => ({
  all: new Map(policies.map((policy) => [policy.id, policy])),
  places: placesOf(policies.map(({ id, User, Device }) => ({ id, User: readsOf(User), Device: readsOf(Device) }))),
  needs: needsOf(policies),
  timed: policies.filter(({ User, Device }) => isTimed(User) || isTimed(Device)),
});

const isTimed = (condition: Condition): boolean => flips(condition, new Date(0), new Date(0)) !== undefined;

const asks = ({ User, Device }: KeptPolicy, about: (node: Condition) => boolean): boolean =>
  sizeOf(User, about) + sizeOf(Device, about) > 0;

/** All policies that ask for the members of this one, directly or through others. */
export const thoseThatName = (id: string, { all }: Pick<KeptPolicies, 'all'>): string[] =>
  [...all.values()]
    .filter(
      (policy) =>
        // What one that cannot be read any more has asked for is not known.
        policy.broken !== undefined || asks(policy, (node) => node.kind === 'inPolicies' && node.policies.some((named) => named.id === id)),
    )
    .map((policy) => policy.id);

/** Those whose conditions may be read otherwise once something is declared, or no longer is. */
export const readByDefinitions = ({ all }: Pick<KeptPolicies, 'all'>): string[] =>
  [...all.values()]
    .filter((policy) => policy.broken !== undefined || asks(policy, ({ kind }) => kind === 'extension' || kind === 'extensionPresent'))
    .map(({ id }) => id);
