import { type PolicyConditions, storedConditions } from '../conditions/policyConditions.ts';
import { allDefinitionsFor } from '../definitions.ts';
import type { Session } from '../session.ts';

/** The conditions of the policies with these ids, as they are stored at this moment; those that are not there are left out. */
export async function readPolicyConditions(session: Session, ids: readonly string[]): Promise<PolicyConditions[]> {
  const policies = await session.db.policy.findMany({ where: { id: { in: [...ids] } } });
  const definitions = await allDefinitionsFor(
    session,
    policies.map(({ users, devices }) => [users, devices]),
  );
  return policies.map((policy) => storedConditions(policy, definitions));
}
