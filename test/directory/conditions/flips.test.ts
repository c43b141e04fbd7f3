import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributeNamed } from '#directory/conditions/attributes.ts';
import { flips } from '#directory/conditions/flips.ts';
import { holds } from '#directory/conditions/holds.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { says } from '#directory/conditions/says.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { definitions } from './declared.ts';
import { directory, now, type Settled, settle } from './people.ts';
import { fieldOf, whereOf } from './wheres.ts';

let database: TestDatabase;
let settled: Settled;
beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query('ALTER TABLE memberships DISABLE TRIGGER memberships_cycle');
  const [sample] = fc.sample(directory(60, 8), { numRuns: 1, seed: 5 });
  if (sample) settled = await settle(database, sample);
});
afterAll(() => database.close());

const hour = 3_600_000;

/** Moments at which those of the directory pass: it has many that lie whole days from `now`. */
const moment = fc.oneof(
  fc.integer({ min: -hour, max: hour }).map((distance) => new Date(now.getTime() + distance)),
  fc.integer({ min: -hour, max: hour }).map((distance) => new Date(Date.UTC(2026, 2, 29) + distance)),
);

const timed = (subject: 'User' | 'Device') => {
  const names =
    subject === 'User'
      ? ['createdAt', 'updatedAt', 'attribute', 'devices', 'manager']
      : ['lastCheckInAt', 'createdAt', 'facts', 'assignedUser'];
  return fc.oneof(...names.map((name) => fieldOf(subject, name, attributeNamed(subject, name))));
};

describe('flips', () => {
  it.each(['User', 'Device'] as const)(
    'holds of every %s of whom a condition begins or ceases to hold as time passes',
    { timeout: 120_000 },
    async (subject) => {
      let passed = 0;
      const where = fc.oneof({ weight: 4, arbitrary: timed(subject) }, { weight: 1, arbitrary: whereOf(subject, 2) });
      await fc.assert(
        fc.property(where, moment, fc.nat(hour), fc.nat(hour), (asked, since, first, second) => {
          const condition = readCondition(subject, asked, definitions);
          const end = new Date(since.getTime() + Math.max(first, second));
          const between = new Date(since.getTime() + Math.min(first, second));
          const found = flips(condition, since, end);
          for (const row of settled[subject]) {
            if (holds(condition, row, between) === holds(condition, row, end)) continue;
            passed += 1;
            expect(found && holds(found, row, end), says(condition)).toBe(true);
          }
        }),
        { numRuns: 3000, seed: 1 },
      );
      expect(passed).toBeGreaterThan(20);
    },
  );

  it.each([
    ['withinLast', '2026-03-28T23:59:50Z', '2026-03-28T23:59:57Z', '2026-03-29T00:00:20Z', '2026-02-28T23:59:55Z'],
    ['withinNext', '2026-01-30T23:59:50Z', '2026-01-31T00:00:05Z', '2026-01-31T00:00:20Z', '2026-02-28T00:00:10Z'],
  ])('holds where a month leads back, with %s', (operator, since, between, end, createdAt) => {
    const condition = readCondition('User', { createdAt: { [operator]: 'P1M' } }, definitions);
    const [person] = settled.User.map((user) => ({ ...user, createdAt: new Date(createdAt) }));
    if (!person) throw new Error('Nobody is there.');
    expect(holds(condition, person, new Date(between))).not.toBe(holds(condition, person, new Date(end)));
    const found = flips(condition, new Date(since), new Date(end));
    expect(found && holds(found, person)).toBe(true);
  });

  it.each([
    [{ createdAt: { gte: '2026-01-01T00:00:00Z' } }],
    [{ not: { department: { eq: 'Sales' } }, devices: { any: { platform: { eq: 'macOS' } } } }],
    [{ memberOf: { ids: ['0190b2c4-0000-7000-8000-bbbb00000001'] }, manager: { active: { eq: true } } }],
  ])('is nothing where time changes nothing: %j', (where) => {
    expect(flips(readCondition('User', where, definitions), new Date(0), now)).toBeUndefined();
  });
});
