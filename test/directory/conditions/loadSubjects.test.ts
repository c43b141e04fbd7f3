import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Condition } from '#directory/conditions/condition.ts';
import { holds } from '#directory/conditions/holds.ts';
import { loadSubjects } from '#directory/conditions/loadSubjects.ts';
import { needsOf } from '#directory/conditions/needs.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { says } from '#directory/conditions/says.ts';
import { countStatements, freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { definitions } from './declared.ts';
import { deviceId, directory, now, type Settled, settle, userId } from './people.ts';
import { relatedOf, whereOf } from './wheres.ts';

let database: TestDatabase;
let settled: Settled;
beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query('ALTER TABLE memberships DISABLE TRIGGER memberships_cycle');
  const [sample] = fc.sample(directory(60, 8), { numRuns: 1, seed: 11 });
  if (sample) settled = await settle(database, sample);
});
afterAll(() => database.close());

const nothing: Condition = { kind: 'or', conditions: [] };
const conditionsOf = (subject: 'User' | 'Device', condition: Condition) => ({ User: nothing, Device: nothing, [subject]: condition });
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

/** Reads those of whom the condition holds once among all that there is, and once as far as the condition needs. */
async function expectSame(subject: 'User' | 'Device', where: unknown) {
  const condition = readCondition(subject, where, definitions);
  const wanted = { users: idsOf(settled.User), devices: idsOf(settled.Device) };
  const loaded = await loadSubjects(database.db, wanted, needsOf([conditionsOf(subject, condition)]));
  const inWhole = idsOf(settled[subject].filter((row) => holds(condition, row, now)));
  const rows = subject === 'User' ? loaded.users : loaded.devices;
  expect(idsOf(rows.filter((row) => holds(condition, row, now))), says(condition)).toEqual(inWhole);
}

describe('loadSubjects', () => {
  it.each(['User', 'Device'] as const)(
    'reads of a %s what any condition needs, and of those it leads to',
    { timeout: 120_000 },
    async (subject) => {
      await fc.assert(
        fc.asyncProperty(whereOf(subject, 3), (where) => expectSame(subject, where)),
        { numRuns: 150 },
      );
      await fc.assert(
        fc.asyncProperty(relatedOf(subject), (where) => expectSame(subject, where)),
        { numRuns: 60 },
      );
    },
  );

  it('leaves out who is not there, and keeps the order that it is given', async () => {
    const needs = needsOf([]);
    const { users, devices } = await loadSubjects(database.db, { users: [userId(7), deviceId(0), userId(3)], devices: [userId(7)] }, needs);
    expect([idsOf(users), devices]).toEqual([[userId(7), userId(3)], []]);
  });

  it('takes as many statements for many as for one', async () => {
    const needs = needsOf([
      conditionsOf('User', readCondition('User', { manager: { devices: { any: {} } }, memberOf: { ids: [userId(1)] } }, definitions)),
    ]);
    const statementsFor = (ids: string[]) => countStatements(database, () => loadSubjects(database.db, { users: ids }, needs));
    const managed = settled.User.filter(({ manager }) => manager && manager.devices.length > 0);
    expect(await statementsFor(idsOf(managed))).toBe(await statementsFor(idsOf(managed.slice(0, 1))));
  });
});
