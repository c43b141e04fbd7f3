import { InvalidCondition } from '../conditions/invalidCondition.ts';
import { type Name, namesIn } from '../conditions/namesIn.ts';
import { type PolicyConditions, type PolicyRules, policyIdsIn, readPolicies } from '../conditions/policyConditions.ts';
import { readCondition } from '../conditions/readCondition.ts';
import { quoted } from '../errors.ts';
import type { Session } from '../session.ts';
import { type KnownPolicies, nameable } from './knownPolicies.ts';

/** The conditions of a policy, by the columns that hold them. */
export type Ruled = 'users' | 'devices';

/** Something that the conditions of a policy name; what is checked must be there, what is not has been named before. */
export type HeldName = Name & { checked: boolean };

export const subjects = { users: 'User', devices: 'Device' } as const;

/**
 * Holds a policy, as it is to be stored, to all that is declared and to the other policies, and tells what it names; of its conditions the `changed` ones
 * are read anew.
 */
export function heldRules(session: Session, policy: PolicyRules, changed: readonly Ruled[], known: KnownPolicies): HeldName[] {
  const definitions = nameable(session, policy.connectionId, known);
  const names: HeldName[] = [];
  for (const column of ['users', 'devices'] as const) {
    const checked = changed.includes(column);
    if (checked && policy[column] !== null) readCondition(subjects[column], policy[column], definitions, column);
    names.push(...Array.from(namesIn(subjects[column], policy[column], column), (name) => ({ ...name, checked })));
  }
  const others = known.rows.filter(({ id }) => id !== policy.id);
  refuseCircles(policy, names, others);
  refuseBreaking(policy, changed, known.definitions.policies, readPolicies([...others, policy], known.definitions));
  return names;
}

/** Refuses to ask for members of a policy that asks, directly or through others, for those of this one. */
function refuseCircles(policy: PolicyRules, names: readonly HeldName[], others: readonly PolicyRules[]): void {
  const byId = new Map(others.map((other) => [other.id, other]));
  const leadsBack = (id: string, seen: Set<string>): boolean => {
    if (id === policy.id) return true;
    const other = byId.get(id);
    if (!other || seen.has(id)) return false;
    seen.add(id);
    return policyIdsIn([other.users, other.devices]).some((next) => leadsBack(next, seen));
  };
  const circular = names.find(({ type, name }) => type === 'Policy' && leadsBack(name.toLowerCase(), new Set()));
  if (circular)
    throw new InvalidCondition(circular.path, 'would make the policy ask for its own members, directly or through others. Leave it out.');
}

/** Refuses a policy with which others could not be read any more, because they name it and would become too large. */
function refuseBreaking(
  policy: PolicyRules,
  [path]: readonly Ruled[],
  before: ReadonlyMap<string, PolicyConditions>,
  after: ReadonlyMap<string, PolicyConditions>,
): void {
  for (const { id, name, broken } of after.values()) {
    if (broken === undefined || before.get(id)?.broken !== undefined) continue;
    const whose = id === policy.id ? 'the policy' : `the policy ${quoted(name)}, which names this one,`;
    throw new InvalidCondition(path ?? 'enabled', `would leave ${whose} with conditions that cannot be read: ${broken}`);
  }
}
