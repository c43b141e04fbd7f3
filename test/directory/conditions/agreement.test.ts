import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Attribute, attributes } from '#directory/conditions/attributes.ts';
import type { RootSubject } from '#directory/conditions/condition.ts';
import { holds } from '#directory/conditions/holds.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { says } from '#directory/conditions/says.ts';
import { toSql } from '#directory/conditions/toSql.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { definitions } from './declared.ts';
import { directory, now, type Settled, settle } from './people.ts';
import { fieldOf, relatedOf, whereOf } from './wheres.ts';

const tables = { User: Prisma.raw('"users"'), Group: Prisma.raw('"groups"'), Device: Prisma.raw('"devices"') };
const subjects = ['User', 'Group', 'Device'] as const;

let database: TestDatabase;
let settled: Settled;

const settleAgain = async (seed: number) => {
  const [sample] = fc.sample(directory(60, 8), { numRuns: 1, seed });
  if (sample) settled = await settle(database, sample);
};

beforeAll(async () => {
  database = await freshDatabase();
  // The database refuses circles of groups; were there one all the same, both readings would end, and alike.
  await database.pool.query('ALTER TABLE memberships DISABLE TRIGGER memberships_cycle');
  await settleAgain(1);
});
afterAll(() => database.close());

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

/** Asks the database and the memory, of every row, and as a filter. */
async function expectAgreement(subject: RootSubject, where: unknown) {
  const condition = readCondition(subject, where, definitions);
  const predicate = toSql(condition, Prisma.sql`"row"`, now);
  const asked = await database.db.$queryRaw<{ id: string; holds: boolean | null }[]>`
    SELECT "row"."id", ${predicate} AS "holds" FROM ${tables[subject]} AS "row"`;
  const found = await database.db.$queryRaw<{ id: string }[]>`SELECT "row"."id" FROM ${tables[subject]} AS "row" WHERE ${predicate}`;
  const rows: Settled[RootSubject][number][] = settled[subject];
  const inMemory = ids(rows.filter((row) => holds(condition, row, now)));
  expect(ids(found), says(condition)).toEqual(inMemory);
  expect(
    asked.filter((row) => row.holds === null),
    says(condition),
  ).toEqual([]);
  expect(ids(asked.filter((row) => row.holds)), says(condition)).toEqual(inMemory);
}

describe.each(subjects)('a condition on a %s', (subject) => {
  it.each(Object.entries<Attribute>(attributes[subject]))('means the same in SQL and in memory for %s', async (name, attribute) => {
    await fc.assert(
      fc.asyncProperty(fieldOf(subject, name, attribute), (where) => expectAgreement(subject, where)),
      { numRuns: 40 },
    );
  });

  it('means the same in SQL and in memory however it is joined', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(whereOf(subject, 3), (where) => expectAgreement(subject, where)),
      { numRuns: 400 },
    );
  });

  it('means the same in SQL and in memory along many relations', { timeout: 120_000 }, async () => {
    const many = fc.array(relatedOf(subject), { minLength: 10, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(many, fc.constantFrom('and', 'or'), (wheres, joined) => expectAgreement(subject, { [joined]: wheres })),
      { numRuns: 40 },
    );
  });

  it('means the same in SQL and in memory whoever is there', { timeout: 120_000 }, async () => {
    for (const seed of [2, 3, 4, 5, 6]) {
      await settleAgain(seed);
      await fc.assert(
        fc.asyncProperty(whereOf(subject, 2), (where) => expectAgreement(subject, where)),
        { numRuns: 60 },
      );
    }
  });
});
