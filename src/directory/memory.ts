import type { PrismaClient } from '#generated/prisma/client.ts';
import { unshared } from './shares.ts';

/** What the database has said is believed for this long: the time in which a change reaches other processes. */
const trustMilliseconds = 1000;
const maximumTrusted = 10_000;

interface Trusted {
  readonly found: Promise<unknown>;
  readonly until: number;
}

const trusted = new WeakMap<PrismaClient, Map<string, Trusted>>();

/**
 * What was found a moment ago or is being found, or else what is found now. That something is not there is never remembered.
 * Others wait for what is being found, so that it is nobody's share of the database that it waits for.
 */
export function remembered<Found>(
  shared: PrismaClient,
  key: string,
  find: (db: PrismaClient) => Promise<Found | null>,
): Promise<Found | undefined> {
  const db = unshared(shared);
  const known = trusted.get(db) ?? new Map<string, Trusted>();
  trusted.set(db, known);
  const memory = known.get(key);
  // Only this function writes under the key, and only what the same question finds.
  if (memory && memory.until > Date.now()) return memory.found as Promise<Found | undefined>;
  if (known.size >= maximumTrusted) known.clear();
  const found = kept(
    () => find(db),
    () => known.get(key)?.found === found && known.delete(key),
  );
  known.set(key, { found, until: Date.now() + trustMilliseconds });
  return found;
}

async function kept<Found>(find: () => Promise<Found | null>, drop: () => void): Promise<Found | undefined> {
  try {
    const value = await find();
    if (value !== null) return value;
  } catch (error) {
    drop();
    throw error;
  }
  drop();
  return undefined;
}

/** Makes this process ask the database again at once, as after a revocation; what is being found meanwhile is not remembered either. */
export const forget = (db: PrismaClient) => trusted.delete(unshared(db));
