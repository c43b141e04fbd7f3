import { setImmediate } from 'node:timers/promises';
import type { Condition } from '../conditions/condition.ts';
import { holds } from '../conditions/holds.ts';
import { loadSubjects } from '../conditions/loadSubjects.ts';
import { needsOf } from '../conditions/needs.ts';
import type { ManagedDevice, Person } from '../conditions/subjects.ts';
import { withPolicies } from '../definitions.ts';
import type { Session } from '../session.ts';
import { seesPolicy } from './policyReach.ts';

const isNobody = (condition: Condition) => condition.kind === 'or' && condition.conditions.length === 0;

/** Those with these ids, with all that conditions ask about them. */
const loaders = {
  User: async ({ db }: Session, users: readonly string[], needs: ReturnType<typeof needsOf>): Promise<(Person | ManagedDevice)[]> =>
    (await loadSubjects(db, { users }, needs)).users,
  Device: async ({ db }: Session, devices: readonly string[], needs: ReturnType<typeof needsOf>): Promise<(Person | ManagedDevice)[]> =>
    (await loadSubjects(db, { devices }, needs)).devices,
};

/**
 * The ids of the policies that each of these people or devices is in, by what their conditions say of them at this moment. They are read once for all
 * policies, and asked in memory: in one statement, 200 policies would take the database longer to plan than to ask.
 */
export async function appliedPolicies(
  session: Session,
  subject: 'User' | 'Device',
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const policies = [...(await withPolicies(session)).policies.values()];
  const asked = policies.filter((policy) => seesPolicy(session, policy) && !isNobody(policy[subject]));
  const now = new Date();
  const applied = new Map<string, string[]>();
  for (const one of asked.length ? await loaders[subject](session, ids, needsOf(asked)) : []) {
    const mine = asked.filter((policy) => holds(policy[subject], one, now));
    applied.set(
      one.id,
      mine.map(({ id }) => id),
    );
    // Others have their turn meanwhile.
    await setImmediate();
  }
  return applied;
}
