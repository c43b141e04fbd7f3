import { setImmediate } from 'node:timers/promises';
import type { Condition } from '../conditions/condition.ts';
import { holds } from '../conditions/holds.ts';
import { loadSubjects } from '../conditions/loadSubjects.ts';
import type { SubjectNeeds } from '../conditions/needs.ts';
import type { ManagedDevice, Person } from '../conditions/subjects.ts';
import type { Session } from '../session.ts';
import { livePolicies } from './livePolicies.ts';
import { seesPolicy } from './policyReach.ts';

type Subject = 'User' | 'Device';

const isNobody = (condition: Condition) => condition.kind === 'or' && condition.conditions.length === 0;

/** Those with these ids, with all that conditions ask about them. */
const loaders: Record<Subject, (session: Session, ids: readonly string[], needs: SubjectNeeds) => Promise<(Person | ManagedDevice)[]>> = {
  User: async ({ db }, users, needs) => (await loadSubjects(db, { users }, needs)).users,
  Device: async ({ db }, devices, needs) => (await loadSubjects(db, { devices }, needs)).devices,
};

/**
 * The ids of the policies that each of these people or devices is in, by what their conditions say of them at this moment. They are read once for all
 * policies, and asked in memory: 200 policies in one statement would take the database longer to plan than to answer.
 */
export async function appliedPolicies(session: Session, subject: Subject, ids: readonly string[]): Promise<Map<string, string[]>> {
  const { all, needs } = await livePolicies(session);
  const asked = [...all.values()].filter((policy) => seesPolicy(session, policy) && !isNobody(policy[subject]));
  const now = new Date();
  const applied = new Map<string, string[]>();
  for (const one of asked.length ? await loaders[subject](session, ids, needs) : []) {
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
