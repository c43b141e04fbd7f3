import type { Prisma } from '#generated/prisma/client.ts';
import type { PendingChange } from '../keeper/pending.ts';
import { judgeProfiles } from './judgeProfiles.ts';
import { type KnownTemplates, knowTemplates } from './knownTemplates.ts';
import { suspectProfiles } from './suspectProfiles.ts';
import { touchedProfiles } from './touchedProfiles.ts';

/** What a process remembers of templates from turn to turn. */
export interface ProfileMemory {
  templates?: KnownTemplates | undefined;
}

/**
 * Marks what is installed on devices as stale, or no longer, by what a turn of the keeper that began `now` has followed: the changes, and the comings and
 * goings of devices that it has told. It looks at so many in one turn, and at the others in the next.
 */
export async function followProfiles(
  db: Prisma.TransactionClient,
  changes: readonly PendingChange[],
  memory: ProfileMemory,
  now: Date,
): Promise<void> {
  const known = await knowTemplates(db, memory.templates);
  memory.templates = known;
  if (!known) return;
  await suspectProfiles(db, await touchedProfiles(db, changes, known), now);
  await judgeProfiles(db, known.definitions, now);
}
