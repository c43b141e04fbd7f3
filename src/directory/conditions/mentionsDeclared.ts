import { type Attribute, attributes } from './attributes.ts';
import { fieldsOf } from './fieldsOf.ts';

const declared: readonly string[] = Object.values(attributes)
  .flatMap((fields) => Object.entries<Attribute>(fields))
  .flatMap(([name, { kind }]) => (kind === 'extension' || kind === 'facts' || kind === 'inPolicies' ? [name] : []));

/** What a text that names any has in it: a name, or the colon of an attribute's path. */
const isMentioned = new RegExp(`:|\\b(?:${declared.join('|')})\\b`, 'i');

/** Whether a where, or the text of one, asks for members of policies, at whatever depth. */
export function mentionsPolicies(where: unknown): boolean {
  if (typeof where === 'string') return /\binPolicies\b/i.test(where);
  for (const [name] of fieldsOf(where)) if (name === 'inPolicies') return true;
  return false;
}

/** Whether a where, or the text of one, names anything that is read by its definition, at whatever depth. */
export function mentionsDeclared(where: unknown): boolean {
  if (typeof where === 'string') return isMentioned.test(where);
  for (const [name] of fieldsOf(where)) if (declared.includes(name)) return true;
  return false;
}
