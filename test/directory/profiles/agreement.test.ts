import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDefinitions } from '#directory/definitions.ts';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { renderProfiles } from '#directory/profiles/renderProfiles.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { act } from '../keeper/acts.ts';
import { begin, declareAll, sampleOf } from '../keeper/begin.ts';
import { perform } from '../keeper/perform.ts';
import { beginProfiles, performOnProfiles, profileAct, templates } from './acts.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await declareAll(database);
});
afterAll(() => database.close());

/** Why each profile that is installed is stale, found by looking at all of them; null where it is not. */
async function lookedAt(): Promise<Record<string, string | null>> {
  const { db } = database;
  const installed = await db.installedProfile.findMany();
  const templates = new Map((await db.profileTemplate.findMany({ include: { policy: true } })).map((row) => [row.id, row]));
  const members = new Set((await db.policyMember.findMany()).map(({ policyId, resourceId }) => `${policyId} ${resourceId}`));
  const asked = installed.flatMap(({ deviceId, templateId }) => {
    const template = templates.get(templateId);
    return template ? [{ deviceId, template }] : [];
  });
  const renderings = await renderProfiles(db, asked, await readDefinitions(db));
  const digests = new Map(asked.map(({ deviceId, template }, at) => [`${deviceId} ${template.id}`, renderings[at]?.digest]));
  const reasonOf = ({ deviceId, templateId, digest }: (typeof installed)[number]) => {
    const template = templates.get(templateId);
    if (!template) return 'REMOVED';
    if (!template.policy.enabled && template.policy.onDisable === 'KEEP') return null;
    if (!members.has(`${template.policyId} ${deviceId}`)) return 'REMOVED';
    const present = digests.get(`${deviceId} ${templateId}`);
    if (!present) return 'FAILS';
    return present === digest ? null : 'CHANGED';
  };
  return Object.fromEntries(installed.map((row) => [`${row.deviceId} ${row.templateId}`, reasonOf(row)]));
}

async function marked(): Promise<Record<string, string | null>> {
  const rows = await database.db.installedProfile.findMany();
  expect(rows.filter(({ suspect, staleSince, staleReason }) => suspect || (staleSince === null) !== (staleReason === null))).toEqual([]);
  return Object.fromEntries(rows.map(({ deviceId, templateId, staleReason }) => [`${deviceId} ${templateId}`, staleReason]));
}

const befalling = fc.oneof(
  act.map((one) => ({ befall: () => perform(database.pool, one), one })),
  profileAct.map((one) => ({ befall: () => performOnProfiles(database, one), one })),
);

/** What befalls it between two looks, and how many changes are followed at once. */
const rounds = fc.array(fc.record({ acts: fc.array(befalling, { minLength: 1, maxLength: 5 }), most: fc.constantFrom(1, 2, 500) }), {
  minLength: 15,
  maxLength: 15,
});

const seeds = process.env.KEEPER_SEEDS?.split(',').map(Number) ?? [1, 2, 3];

describe('the stale marks', () => {
  it.each(seeds)('are what looking at everything says, whatever befalls the directory (seed %i)', { timeout: 120_000 }, async (seed) => {
    await begin(database, seed);
    await beginProfiles(database, sampleOf(templates, seed));
    await catchUp(database.db);
    for (const { acts, most } of sampleOf(rounds, seed)) {
      for (const { befall } of acts) await befall();
      await catchUp(database.db, {}, most);
      expect(await marked(), JSON.stringify(acts.map(({ one }) => one))).toEqual(await lookedAt());
    }
  });
});
