import type { JsonObject } from '../protocol/document.ts';
import type { Filter } from '../protocol/filter.ts';
import { literalFor, partOf } from '../protocol/matches.ts';
import type { Attribute } from '../protocol/schema.ts';

/**
 * Where nothing matches `phoneNumbers[type eq "mobile"].value`, Entra expects the element to be created; RFC 7644 §3.5.2.3 says noTarget, but a refusal
 * loses all the operations bundled with it (better-auth #10682). A type, and being the primary one, make an element; anything else does not.
 */
export function createdByFilter(attribute: Attribute, filter: Filter): JsonObject | undefined {
  if (filter.kind === 'and') {
    const parts = filter.filters.map((operand) => createdByFilter(attribute, operand));
    return parts.includes(undefined) ? undefined : Object.assign({}, ...parts);
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq') return undefined;
  const part = partOf(attribute, filter.attribute);
  const label = literalFor(part, filter.value);
  if (part.name === 'primary') return label === true ? { primary: label } : undefined;
  return part.name === 'type' && typeof label === 'string' ? { type: label } : undefined;
}
