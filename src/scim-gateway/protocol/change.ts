import type { JsonObject } from './document.ts';
import type { Filter } from './filter.ts';
import type { Operation } from './operations.ts';
import { assigned, readPart, readParts, withReferent } from './readValue.ts';
import type { Attribute } from './schema.ts';

/** What an operation does to one attribute. */
export interface Change {
  op: Operation['op'];
  attribute: Attribute;
  subAttribute?: Attribute;
  filter?: Filter;
  value?: unknown;
}

/** The sub-attributes that a change sets; null for those that it clears. */
export const partsOf = ({ op, attribute, subAttribute, value }: Change): JsonObject => {
  if (!subAttribute) return readParts(attribute, value);
  return withReferent({ [subAttribute.name]: op === 'remove' ? null : readPart(attribute, subAttribute, value) });
};

/** Sub-attributes that are not sent stay (RFC 7644 §3.5.2.3), but those of a reference say nothing about the next one. */
export const mergeParts = (attribute: Attribute, current: JsonObject, parts: JsonObject): JsonObject | undefined => {
  const isReference = attribute.subAttributes?.some(({ name }) => name === '$ref');
  const refersElsewhere = isReference && parts.value !== undefined && parts.value !== current.value;
  return assigned(refersElsewhere ? parts : { ...current, ...parts });
};
