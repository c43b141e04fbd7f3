import type { Policy } from '#generated/prisma/client.ts';
import type { Definitions } from '../conditions/definitions.ts';
import { type PolicyRules, readPolicies } from '../conditions/policyConditions.ts';
import { definitionsOf } from '../definitions.ts';
import type { Session } from '../session.ts';
import { seesPolicy } from './policyReach.ts';

/** All policies as they are stored at this moment, and what is declared: what the conditions of a policy that is written are held to. */
export interface KnownPolicies {
  readonly rows: readonly Policy[];
  readonly definitions: Definitions;
}

export async function readKnownPolicies(session: Session): Promise<KnownPolicies> {
  const [definitions, rows] = await Promise.all([definitionsOf(session), session.db.policy.findMany({ orderBy: { id: 'asc' } })]);
  return { rows, definitions: { ...definitions, policies: readPolicies(rows, definitions) } };
}

/** What a policy of the connection may name: not the policies of others, with whom it has no member in common. */
export function nameable(session: Session, connectionId: PolicyRules['connectionId'], { definitions }: KnownPolicies): Definitions {
  const policies = [...definitions.policies].filter(
    ([, policy]) =>
      seesPolicy(session, policy) && (connectionId === null || policy.connectionId === null || policy.connectionId === connectionId),
  );
  return { ...definitions, policies: new Map(policies) };
}
