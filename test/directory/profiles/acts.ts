import fc from 'fast-check';
import type pg from 'pg';
import { readDefinitions } from '#directory/definitions.ts';
import { renderProfiles } from '#directory/profiles/renderProfiles.ts';
import type { Database } from '#prisma/openDatabase.ts';
import { numbered } from '../conditions/declared.ts';
import { deviceId, groupId } from '../conditions/people.ts';
import { sizes } from '../keeper/acts.ts';

const { people, groups, policies } = sizes;

const variable = fc.constantFrom(
  ...['user.department', 'user.email', 'user.name.givenName', 'user.managerReference', 'user.attributes.badge', 'user.attributes.teams'],
  ...['manager.department', 'manager.externalId', 'manager.attributes.floor', 'groups', 'directGroups'],
  ...['device.name', 'device.tags', 'device.facts.diskFreeGb', 'device.facts.apps', 'device.assignedUserId'],
);

const template = fc.record({
  names: fc.uniqueArray(variable, { minLength: 1, maxLength: 3 }),
  onAbsent: fc.constantFrom('EMPTY', 'EMPTY', 'FAIL'),
});

/** Several templates of a policy. */
const perPolicy = 2;

const anyTemplate = fc.nat(policies * perPolicy - 1);
const anyDevice = fc.nat(people - 1);

/** What may befall profiles, beside all that may befall a directory. */
const taken = {
  makeTemplate: fc.tuple(anyTemplate, template),
  changeTemplate: fc.tuple(anyTemplate, template),
  renameTemplate: fc.tuple(anyTemplate),
  dropTemplate: fc.tuple(anyTemplate),
  renameGroup: fc.tuple(fc.nat(groups - 1), fc.nat(5)),
  install: fc.tuple(fc.uniqueArray(anyDevice, { minLength: 1, maxLength: 6 }), anyTemplate),
  installOther: fc.tuple(anyDevice, anyTemplate),
  takeOff: fc.tuple(anyDevice, anyTemplate),
  onDisable: fc.tuple(fc.nat(policies - 1), fc.constantFrom('KEEP', 'REMOVE')),
};

type Taken = { [Kind in keyof typeof taken]: (typeof taken)[Kind] extends fc.Arbitrary<infer Values> ? Values : never };

export type ProfileAct = { [Kind in keyof Taken]: { kind: Kind; values: Taken[Kind] } }[keyof Taken];

export const profileAct: fc.Arbitrary<ProfileAct> = fc.oneof(
  ...Object.entries<fc.Arbitrary<unknown>>(taken).map(([kind, values]) => values.map((given) => ({ kind, values: given }) as ProfileAct)),
);

export const templateId = (at: number) => `0190b2c4-0000-7000-8000-eeee${String(at).padStart(8, '0')}`;

const bodyOf = (names: readonly string[]) => names.map((name) => `{{${name}}}`).join('|');

const made = `
  INSERT INTO profile_templates (id, "policyId", "connectionId", name, format, body, "onAbsent", "variableNames", "updatedBy")
  SELECT $1::uuid, id, "connectionId", 'Template ' || $1::uuid, 'PLAIN', $3, $4::"OnAbsent", $5, 'test' FROM policies WHERE id = $2 ON CONFLICT DO NOTHING`;
const changed = `UPDATE profile_templates SET body = $2, "onAbsent" = $3::"OnAbsent", "variableNames" = $4 WHERE id = $1`;
const confirmed = `
  INSERT INTO installed_profiles AS known ("deviceId", "templateId", "connectionId", digest)
  SELECT id, $2, "connectionId", $3 FROM devices WHERE id = $1
  ON CONFLICT ("deviceId", "templateId") DO UPDATE SET digest = excluded.digest, "staleSince" = NULL, "staleReason" = NULL, suspect = TRUE`;

/** Has what a template is at this moment installed on devices. */
async function install({ db, pool }: Database, devices: readonly string[], id: string): Promise<void> {
  const row = await db.profileTemplate.findUnique({ where: { id } });
  if (!row) return;
  const asked = devices.map((device) => ({ deviceId: device, template: row }));
  const renderings = await renderProfiles(db, asked, await readDefinitions(db));
  for (const [at, { digest }] of renderings.entries()) if (digest) await pool.query(confirmed, [devices[at], id, digest]);
}

const query = ({ pool }: { pool: pg.Pool }, text: string, ...values: unknown[]) => pool.query(text, values);

const acts: { [Kind in keyof Taken]: (database: Database, ...values: Taken[Kind]) => Promise<unknown> } = {
  makeTemplate: (database, at, { names, onAbsent }) =>
    query(database, made, templateId(at), numbered(Math.floor(at / perPolicy)), bodyOf(names), onAbsent, names),
  changeTemplate: (database, at, { names, onAbsent }) => query(database, changed, templateId(at), bodyOf(names), onAbsent, names),
  renameTemplate: (database, at) => query(database, `UPDATE profile_templates SET name = name || '.' WHERE id = $1`, templateId(at)),
  dropTemplate: (database, at) => query(database, 'DELETE FROM profile_templates WHERE id = $1', templateId(at)),
  renameGroup: (database, at, name) =>
    query(database, `UPDATE groups SET "displayName" = $2 WHERE id = $1`, groupId(at), `Group ${at} ${name}`),
  install: (database, devices, at) => install(database, devices.map(deviceId), templateId(at)),
  installOther: (database, device, at) => query(database, confirmed, deviceId(device), templateId(at), '0'.repeat(64)),
  takeOff: (database, device, at) =>
    query(database, 'DELETE FROM installed_profiles WHERE "deviceId" = $1 AND "templateId" = $2', deviceId(device), templateId(at)),
  onDisable: (database, at, choice) =>
    query(database, `UPDATE policies SET "onDisable" = $2::"OnDisable" WHERE id = $1`, numbered(at), choice),
};

/** Lets something befall profiles. */
export async function performOnProfiles(database: Database, { kind, values }: ProfileAct): Promise<void> {
  // The types promise that the act found under a kind takes its values.
  await (acts[kind] as (database: Database, ...values: unknown[]) => Promise<unknown>)(database, ...values);
}

/** All templates that there may be, installed wherever they can be. */
export async function beginProfiles(database: Database, templates: readonly Taken['makeTemplate'][1][]): Promise<void> {
  await database.db.installedProfile.deleteMany();
  for (const [at, one] of templates.entries()) await acts.makeTemplate(database, at, one);
  const devices = Array.from({ length: people }, (_, at) => deviceId(at));
  for (const at of templates.keys()) await install(database, devices, templateId(at));
}

export const templates = fc.array(template, { minLength: policies * perPolicy, maxLength: policies * perPolicy });
