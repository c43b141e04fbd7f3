import fc from 'fast-check';
import { policyIdsIn } from '#directory/conditions/policyConditions.ts';
import { catchUp } from '#directory/keeper/catchUp.ts';
import type { Database } from '#prisma/openDatabase.ts';
import { definitions, policies } from '../conditions/declared.ts';
import { type Directory, directory, insert, settle } from '../conditions/people.ts';
import { beginning, sizes } from './acts.ts';
import { perform } from './perform.ts';

/** Declares what the conditions of the samples ask for. */
export async function declareAll({ pool }: Database): Promise<void> {
  const common = { version: 1, createdAt: new Date(), updatedAt: new Date(), updatedBy: 'test' };
  const withIds = (rows: Iterable<object>) => Array.from(rows, (row) => ({ ...row, ...common, id: crypto.randomUUID() }));
  await insert(pool, 'attribute_definitions', withIds(definitions.attributes.values()));
  await insert(pool, 'fact_definitions', withIds(definitions.facts.values()));
}

/** The database refuses circles of groups. */
const withoutCircles = (sample: Directory): Directory => ({
  ...sample,
  memberships: sample.memberships.filter(({ groupId, memberGroupId }) => memberGroupId == null || groupId < memberGroupId),
});

/** A policy that is named stays. */
async function refer({ db }: Database): Promise<void> {
  const referring = policies.flatMap(({ id, users, devices }) =>
    policyIdsIn([users, devices]).map((referredPolicyId) => ({ policyId: id, referredPolicyId })),
  );
  await db.policyReference.createMany({ data: referring });
}

export const sampleOf = <Value>(arbitrary: fc.Arbitrary<Value>, seed: number): Value => {
  const [sample] = fc.sample(arbitrary, { numRuns: 1, seed });
  if (sample === undefined) throw new Error('There is no sample.');
  return sample;
};

/** A directory with policies, whose membership is kept; the same for the same seed. */
export async function begin(database: Database, seed: number): Promise<void> {
  await database.db.policyReference.deleteMany();
  await settle(database, withoutCircles(sampleOf(directory(sizes.people, sizes.groups), seed)));
  await refer(database);
  for (const one of sampleOf(beginning, seed)) await perform(database.pool, one);
  await catchUp(database.db);
}
