import { type ListingMode, Prisma } from '#generated/prisma/client.ts';
import { invalidInput, nobodyToList } from '../errors.ts';
import { inReach, isUuid, type Session } from '../session.ts';
import type { IdsChange, ListingsChange, NewListings } from './policyInput.ts';

type ListedType = 'User' | 'Device';

/** Someone who is to be listed; without a type, a person or a device. */
export interface Entry {
  readonly mode: ListingMode;
  readonly type: ListedType | null;
  readonly id: string;
  readonly path: string;
}

/** Who is to be listed no more: those with these ids, or all but those. */
interface Leaving {
  readonly mode: ListingMode;
  readonly type: ListedType;
  readonly allBut: boolean;
  readonly ids: readonly string[];
}

export interface Listings {
  readonly entries: readonly Entry[];
  readonly leaving: readonly Leaving[];
}

const modes = { include: 'INCLUDE', exclude: 'EXCLUDE' } as const;
const types = { users: 'User', devices: 'Device' } as const;

const entry = (mode: ListingMode, type: ListedType | null, id: string, path: string): Entry => {
  if (!isUuid(id)) throw nobodyToList({ type, id, path });
  return { mode, type, id: id.toLowerCase(), path };
};

/** Who is listed in a policy from its beginning. */
export const newListings = (input: NewListings): Listings => ({
  entries: (['include', 'exclude'] as const).flatMap((list) =>
    (input[list] ?? []).map((id, at) => entry(modes[list], null, id, `${list}[${at}]`)),
  ),
  leaving: [],
});

/** Who is listed from now on, and who no more. */
export function changedListings(input: ListingsChange): Listings {
  const parts = (['include', 'exclude'] as const).flatMap((list) =>
    (['users', 'devices'] as const).map((of) => changed(modes[list], types[of], `${list}.${of}`, input[list]?.[of] ?? {})),
  );
  return { entries: parts.flatMap(({ entries }) => entries), leaving: parts.flatMap(({ leaving }) => leaving) };
}

/** One change per id: what is set is what was asked to be there less what was asked to go. */
function changed(mode: ListingMode, type: ListedType, path: string, { set, add, remove }: IdsChange): Listings {
  const read = (word: string, ids: readonly string[] | null | undefined) =>
    (ids ?? []).map((id, at) => entry(mode, type, id, `${path}.${word}[${at}]`));
  const removed = new Set((remove ?? []).map((id) => id.toLowerCase()));
  const added = read('add', add);
  const both = added.find(({ id }) => removed.has(id));
  if (both) throw invalidInput(`${both.path}: ${both.id} is both added and removed. Send one of the two.`, both.path);
  if (!set) return { entries: added, leaving: removed.size ? [{ mode, type, allBut: false, ids: [...removed].filter(isUuid) }] : [] };
  const entries = [...read('set', set), ...added].filter(({ id }) => !removed.has(id));
  return { entries, leaving: [{ mode, type, allBut: true, ids: entries.map(({ id }) => id) }] };
}

/** Each entry, by its place, with whom it names: a person or a device within the scope, or whoever is listed so already, who may be gone. */
export const foundEntries = (scope: Session, policyId: string | null, entries: readonly Entry[]) => Prisma.sql`
  SELECT sent.place, sent.id, sent.mode, coalesce(
    CASE WHEN sent.type IS DISTINCT FROM 'Device' THEN
      (SELECT 'User' FROM users WHERE users.id = sent.id AND ${inReach(scope, Prisma.sql`users."connectionId"`)}) END,
    CASE WHEN sent.type IS DISTINCT FROM 'User' THEN
      (SELECT 'Device' FROM devices WHERE devices.id = sent.id AND ${inReach(scope, Prisma.sql`devices."connectionId"`)}) END,
    (SELECT listed."resourceType" FROM policy_listings AS listed
      WHERE listed."policyId" = ${policyId}::uuid AND listed."resourceId" = sent.id AND listed.mode = sent.mode
        AND listed."resourceType" = coalesce(sent.type, listed."resourceType"))) AS "foundType"
  FROM jsonb_to_recordset(${JSON.stringify(entries.map(({ id, mode, type }, place) => ({ id, mode, type, place })))}::jsonb)
    AS sent(place int, id uuid, mode "ListingMode", type text)`;

/** The places of entries that name nobody. */
export const strangerPlaces = Prisma.sql`SELECT place FROM entry WHERE "foundType" IS NULL`;

/** Lists those whom a statement has found as `entry` in the policy whose row is `target`. */
export const enlist = Prisma.sql`
  INSERT INTO policy_listings ("policyId", "resourceType", "resourceId", mode)
  SELECT DISTINCT target.id, "foundType", entry.id, entry.mode FROM target, entry
  ON CONFLICT DO NOTHING`;

const leaves = ({ mode, type, allBut, ids }: Leaving) => Prisma.sql`(
  listing.mode = ${mode}::"ListingMode" AND listing."resourceType" = ${type}
  AND listing."resourceId" ${allBut ? Prisma.sql`<> ALL` : Prisma.sql`= ANY`}(${ids}::uuid[]))`;

/** Takes those who are to be listed no more from the policy whose row is `target`. */
export const delist = ({ leaving }: Listings) => Prisma.sql`
  DELETE FROM policy_listings AS listing USING target
  WHERE listing."policyId" = target.id AND (${leaving.length ? Prisma.join(leaving.map(leaves), ' OR ') : Prisma.sql`FALSE`})`;
