import type { Definitions } from '../conditions/definitions.ts';
import { allDefinitionsFor } from '../definitions.ts';
import type { Session } from '../session.ts';
import { seesPolicy } from './policyReach.ts';

/** What wheres that are kept are shown with. */
export const shownDefinitions = async (session: Session, wheres: unknown): Promise<Definitions> =>
  asShown(session, await allDefinitionsFor(session, wheres));

/** The same definitions for those who ask: a policy that they do not see goes by its id, and its conditions are not shown. */
export function asShown(session: Session, definitions: Definitions): Definitions {
  const shown = [...definitions.policies].map(
    ([id, policy]) => [id, seesPolicy(session, policy) ? policy : { ...policy, name: id, hidden: true as const }] as const,
  );
  return { ...definitions, policies: new Map(shown) };
}
