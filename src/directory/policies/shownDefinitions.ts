import type { Definitions } from '../conditions/definitions.ts';
import { allDefinitionsFor } from '../definitions.ts';
import type { Session } from '../session.ts';
import { seesPolicy } from './policyReach.ts';

/** What wheres that are kept are shown with: a policy that the session does not see goes by its id. */
export async function shownDefinitions(session: Session, wheres: unknown): Promise<Definitions> {
  const definitions = await allDefinitionsFor(session, wheres);
  const shown = [...definitions.policies].map(
    ([id, policy]) => [id, seesPolicy(session, policy) ? policy : { ...policy, name: id }] as const,
  );
  return { ...definitions, policies: new Map(shown) };
}
