import type { Policy } from '#generated/prisma/client.ts';
import type { Condition } from './condition.ts';
import type { Definitions } from './definitions.ts';
import { fieldsOf } from './fieldsOf.ts';
import { InvalidCondition } from './invalidCondition.ts';
import { allOf } from './readComparison.ts';
import { readCondition } from './readCondition.ts';

/** What of a policy says who is in it. */
export type PolicyRules = Pick<Policy, 'id' | 'name' | 'connectionId' | 'enabled' | 'users' | 'devices'>;

/** A policy as conditions: who is in it, people and devices, with those who are listed by hand. */
export type PolicyConditions = Pick<Policy, 'id' | 'name' | 'connectionId'> & {
  User: Condition;
  Device: Condition;
  /** Why what is stored cannot be read any more; nobody is in such a policy. */
  broken?: string;
  /** Whether those who ask do not see the policy. */
  hidden?: true;
};

const anything: Condition = allOf([]);
const nothing: Condition = { kind: 'or', conditions: [] };

const anyOf = (conditions: Condition[]): Condition => ({ kind: 'or', conditions });
const not = (condition: Condition): Condition => ({ kind: 'not', condition });
const ofUser = (condition: Condition): Condition => ({ kind: 'assignedUser', condition });

const home = (subject: 'User' | 'Device', connectionId: string | null): Condition[] =>
  connectionId === null ? [] : [{ kind: 'compare', subject, attribute: 'connection', operator: 'eq', operand: connectionId }];

/**
 * The conditions of a policy. Who is excluded is out, whoever includes them; who is included is in, whatever the rules say. A device goes with its user:
 * it is out if its user is excluded, and where its user is included, only the rule on devices is asked.
 */
export function policyConditions(policy: PolicyRules, definitions: Definitions): PolicyConditions {
  const { id, name, connectionId, enabled } = policy;
  if (!enabled) return { id, name, connectionId, User: nothing, Device: nothing };
  const users = policy.users && readCondition('User', policy.users, definitions, 'users');
  const devices = policy.devices && readCondition('Device', policy.devices, definitions, 'devices');
  const included: Condition = { kind: 'listed', policyId: id, mode: 'INCLUDE' };
  const excluded: Condition = { kind: 'listed', policyId: id, mode: 'EXCLUDE' };
  const whose = users ? ofUser(users) : devices ? anything : nothing;
  return {
    id,
    name,
    connectionId,
    User: allOf([...home('User', connectionId), not(excluded), anyOf([included, ...(users ? [users] : [])])]),
    Device: allOf([
      ...home('Device', connectionId),
      not(excluded),
      not(ofUser(excluded)),
      anyOf([included, allOf([...(devices ? [devices] : []), anyOf([ofUser(included), whose])])]),
    ]),
  };
}

/** The ids of the policies whose members a where asks for, as they are written. */
export function policyIdsIn(where: unknown): string[] {
  const ids: string[] = [];
  for (const [name, value] of fieldsOf(where)) if (name === 'inPolicies') ids.push(...idsOf(value));
  return ids;
}

const idsOf = (membership: unknown): string[] =>
  Array.from(fieldsOf(membership)).flatMap(([name, ids]) =>
    name === 'ids' && Array.isArray(ids) ? ids.map((id) => String(id).toLowerCase()) : [],
  );

/** The conditions of a policy that is stored; one that cannot be read any more is for nobody, and says why. */
export function storedConditions(policy: PolicyRules, definitions: Definitions): PolicyConditions {
  try {
    return policyConditions(policy, definitions);
  } catch (error) {
    if (!(error instanceof InvalidCondition)) throw error;
    return { ...policyConditions({ ...policy, enabled: false }, definitions), broken: error.message };
  }
}

/** The conditions of all of the policies, by id; those that are asked for by others are read before them. */
export function readPolicies(policies: readonly PolicyRules[], definitions: Definitions): Map<string, PolicyConditions> {
  const read = new Map<string, PolicyConditions>();
  const known = { ...definitions, policies: read };
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const visit = (policy: PolicyRules) => {
    // Taken out before its references are followed, so that a circle would end.
    if (!byId.delete(policy.id)) return;
    for (const id of policyIdsIn([policy.users, policy.devices])) {
      const referred = byId.get(id);
      if (referred) visit(referred);
    }
    read.set(policy.id, storedConditions(policy, known));
  };
  policies.forEach(visit);
  return read;
}
