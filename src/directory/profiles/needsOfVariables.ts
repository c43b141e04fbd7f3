import type { Definitions } from '../conditions/definitions.ts';
import type { SubjectNeeds } from '../conditions/needs.ts';
import { variableNamed } from './variables.ts';

/** Who has to be read with a device, so that these variables have their values. */
export function needsOfVariables(names: Iterable<string>, definitions: Definitions): SubjectNeeds {
  const variables = [...new Set(names)].flatMap((name) => variableNamed(name, definitions) ?? []);
  const needsUser = variables.some(({ owner }) => owner !== 'device');
  const manager = variables.some(({ owner }) => owner === 'manager') && { manager: {} };
  const assignedUser = { groups: variables.some((variable) => 'groups' in variable), ...manager };
  return { User: {}, Device: needsUser ? { assignedUser } : {} };
}
