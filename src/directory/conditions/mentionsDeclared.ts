import { type Attribute, attributes } from './attributes.ts';
import { fieldsOf } from './fieldsOf.ts';

const declared: readonly string[] = Object.values(attributes)
  .flatMap((fields) => Object.entries<Attribute>(fields))
  .flatMap(([name, { kind }]) => (kind === 'extension' || kind === 'facts' || kind === 'inPolicies' ? [name] : []));

/** Whether a where asks for members of policies, at whatever depth. */
export function mentionsPolicies(where: unknown): boolean {
  for (const [name] of fieldsOf(where)) if (name === 'inPolicies') return true;
  return false;
}

/** Whether a where names anything that is read by its definition, at whatever depth. */
export function mentionsDeclared(where: unknown): boolean {
  for (const [name] of fieldsOf(where)) if (declared.includes(name)) return true;
  return false;
}
