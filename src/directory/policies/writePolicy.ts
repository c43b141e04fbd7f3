import { Prisma } from '#generated/prisma/client.ts';
import { nobodyToList } from '../errors.ts';
import type { Session } from '../session.ts';
import { atVersion, type Version } from '../versions.ts';
import { delist, enlist, foundEntries, type Listings, strangerPlaces } from './listings.ts';
import { brokenPlaces, foundReferences, keepReferences, namesNothing, type Reference, scopeOf } from './references.ts';

/** What of a policy is written: its columns, what it refers to, unless that stays, and who is listed. */
export interface PolicyWrite {
  readonly connectionId: string | null;
  readonly columns: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[] | null;
  readonly listings: Listings;
}

interface Outcome {
  id: string | null;
  broken: number[];
  strangers: number[];
}

/** A column of JSON holds an object. */
const ofColumn = (value: unknown) =>
  typeof value === 'object' && value !== null ? Prisma.sql`${JSON.stringify(value)}::jsonb` : Prisma.sql`${value}`;

const column = (name: string) => Prisma.raw(`"${name}"`);

/** Enumerations have no cast from text of their own. */
const assigned = (name: string, value: unknown) => (name === 'onDisable' ? Prisma.sql`${value}::"OnDisable"` : ofColumn(value));

const given = ({ columns }: PolicyWrite) => Object.entries(columns).filter(([, value]) => value !== undefined);

/** Makes the policy, and is its id; nothing if the connection is not there any more. */
export async function insertPolicy(session: Session, write: PolicyWrite): Promise<string | undefined> {
  const columns = given(write);
  const { connectionId } = write;
  const insertion = Prisma.sql`
    INSERT INTO policies ("connectionId", "updatedBy", ${Prisma.join(columns.map(([name]) => column(name)))})
    SELECT ${connectionId}::uuid, ${session.actor}, ${Prisma.join(columns.map(([name, value]) => assigned(name, value)))}
    WHERE (${connectionId}::uuid IS NULL OR EXISTS (SELECT FROM home)) AND acting_as(${session.actor}) AND ${isSound}
    RETURNING id`;
  // Held, so that the connection is not deleted meanwhile.
  const home = Prisma.sql`home AS MATERIALIZED (SELECT id FROM connections WHERE id = ${connectionId}::uuid FOR KEY SHARE)`;
  return settle(session, null, write, Prisma.sql`${home}, target AS (${insertion})`);
}

/** Changes the policy if it has the version, and is its id. */
export async function replacePolicy(session: Session, id: string, version: Version, write: PolicyWrite): Promise<string | undefined> {
  const assignments = given(write).map(([name, value]) => Prisma.sql`${column(name)} = ${assigned(name, value)}`);
  const update = Prisma.sql`
    UPDATE policies SET ${Prisma.join([...assignments, Prisma.sql`"updatedBy" = ${session.actor}`])}
    WHERE id = ${id}::uuid AND ${atVersion(version)} AND acting_as(${session.actor}) AND ${isSound}
    RETURNING id`;
  return settle(session, id, write, Prisma.sql`target AS (${update})`);
}

const isSound = Prisma.sql`NOT EXISTS (${brokenPlaces}) AND NOT EXISTS (${strangerPlaces})`;

/** Writes the row of the policy with what it refers to and who is listed, or nothing: in one statement. */
async function settle(session: Session, id: string | null, write: PolicyWrite, target: Prisma.Sql): Promise<string | undefined> {
  const { references, listings } = write;
  const scope = scopeOf(session, write.connectionId);
  const [outcome] = await session.db.$queryRaw<Outcome[]>`
    WITH /* planned anew */ found AS MATERIALIZED (${foundReferences(scope, references ?? [])}),
      entry AS MATERIALIZED (${foundEntries(scope, id, listings.entries)}),
      ${target},
      forgotten AS (DELETE FROM policy_references USING target WHERE "policyId" = target.id AND ${references !== null}),
      kept AS (${keepReferences}),
      delisted AS (${delist(listings)}),
      enlisted AS (${enlist})
    SELECT (SELECT id FROM target) AS id, ARRAY(${brokenPlaces} ORDER BY place) AS broken, ARRAY(${strangerPlaces} ORDER BY place) AS strangers`;
  refuseStrangers(write, outcome);
  return outcome?.id ?? undefined;
}

function refuseStrangers({ references, listings }: PolicyWrite, outcome: Outcome | undefined): void {
  const broken = references?.[outcome?.broken[0] ?? -1];
  if (broken) throw namesNothing(broken);
  const stranger = listings.entries[outcome?.strangers[0] ?? -1];
  if (stranger) throw nobodyToList(stranger);
}
