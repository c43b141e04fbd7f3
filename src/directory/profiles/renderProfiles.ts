import { setImmediate } from 'node:timers/promises';
import type { Prisma } from '#generated/prisma/client.ts';
import type { Definitions } from '../conditions/definitions.ts';
import { loadSubjects } from '../conditions/loadSubjects.ts';
import type { ManagedDevice } from '../conditions/subjects.ts';
import { needsOfVariables } from './needsOfVariables.ts';
import type { GroupNames } from './readVariable.ts';
import { type Rendered, type Rendering, renderTemplate } from './renderTemplate.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** A template that is asked for on a device. */
export interface Asked {
  readonly deviceId: string;
  readonly template: Rendered;
}

async function readGroupNames(db: Db, devices: readonly ManagedDevice[]): Promise<GroupNames> {
  const ids = new Set(devices.flatMap(({ assignedUser }) => assignedUser?.groups.all ?? []));
  if (ids.size === 0) return new Map();
  const rows = await db.$queryRaw<{ id: string; displayName: string }[]>`
    SELECT /* planned anew */ "id", "displayName" FROM "groups" WHERE "id" = ANY(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, displayName }) => [id, displayName]));
}

const gone: Rendering = { body: null, digest: null, failure: { variable: null, reason: 'The device is no more.' } };

/** The profiles as they are at this moment, each in its place; it takes a few statements, however many they are. */
export async function renderProfiles(db: Db, asked: readonly Asked[], definitions: Definitions): Promise<Rendering[]> {
  const names = asked.flatMap(({ template }) => template.variableNames);
  const ids = [...new Set(asked.map(({ deviceId }) => deviceId))];
  const { devices } = await loadSubjects(db, { devices: ids }, needsOfVariables(names, definitions));
  const groupNames = await readGroupNames(db, devices);
  const byId = new Map(devices.map((device) => [device.id, device]));
  const renderings: Rendering[] = [];
  for (const { deviceId, template } of asked) {
    const device = byId.get(deviceId);
    renderings.push(device ? renderTemplate(template, { device, groupNames, definitions }) : gone);
    // Others have their turn meanwhile.
    await setImmediate();
  }
  return renderings;
}
