import type { DeclaredAttribute } from '../conditions/definitions.ts';
import { readPolicies } from '../conditions/policyConditions.ts';
import { inUse, quoted } from '../errors.ts';
import type { Session } from '../session.ts';
import { readKnownPolicies } from './knownPolicies.ts';

/** Refuses to declare an attribute as what policies do not ask for: they could not be read any more, and would be for nobody. */
export async function refuseBreakingDefinition(session: Session, definition: DeclaredAttribute): Promise<void> {
  const { rows, definitions } = await readKnownPolicies(session);
  const before = readPolicies(rows, definitions);
  const after = readPolicies(rows, { ...definitions, attributes: new Map([...definitions.attributes, [definition.key, definition]]) });
  const broken = [...after.values()].filter((policy) => policy.broken !== undefined && before.get(policy.id)?.broken === undefined);
  const [first] = broken;
  if (first === undefined) return;
  const names = broken.slice(0, 10).map(({ name }) => quoted(name));
  throw inUse(
    `Policies ask for this attribute in another way: ${names.join(', ')}. Change them first, or declare it as they ask for it. Of the first: ${first.broken}`,
  );
}
