import { type Attribute, attributes } from './attributes.ts';

const declared: readonly string[] = Object.values(attributes)
  .flatMap((fields) => Object.entries<Attribute>(fields))
  .flatMap(([name, { kind }]) => (kind === 'extension' || kind === 'facts' ? [name] : []));

/** Whether a where names anything that is read by its definition, at whatever depth. */
export function mentionsDeclared(where: unknown): boolean {
  const parts = [where];
  // Grows while it is walked: a stack would overflow before the depth is refused.
  for (const part of parts) {
    if (typeof part !== 'object' || part === null) continue;
    const fields = Object.entries(part);
    if (fields.some(([name]) => declared.includes(name))) return true;
    for (const [, value] of fields) parts.push(value);
  }
  return false;
}
