import { clears } from '../dialects/okta.ts';
import { type Change, mergeParts, partsOf } from './change.ts';
import { changeList } from './changeList.ts';
import { isJsonObject, type Json, type JsonObject, withProperty } from './document.ts';
import { invalidPath, invalidValue, mutability, noTarget } from './errors.ts';
import { matches } from './matches.ts';
import { readValue } from './readValue.ts';

/** An object with one of its attributes changed (RFC 7644 §3.5.2.1 to 3). */
export const withChange = (holder: JsonObject, change: Change): JsonObject =>
  withProperty(holder, change.attribute.name, changeAttribute(holder[change.attribute.name], change));

const changeAttribute = (current: Json | undefined, change: Change): Json | undefined => {
  if (change.op !== 'remove' && change.value === undefined) throw invalidValue(`${change.op} of ${change.attribute.name} needs a value.`);
  if (change.attribute.multiValued) return changeList(current, change);
  return change.attribute.subAttributes
    ? changeComplex(isJsonObject(current) ? current : undefined, change)
    : changeSimple(current, change);
};

const changeSimple = (current: Json | undefined, { op, attribute, filter, value }: Change): Json | undefined => {
  if (filter) throw invalidPath(`${attribute.name} has no sub-attributes to filter by.`);
  const next = op === 'remove' ? undefined : readValue(attribute, value);
  // Somebody is active or is not: nobody is brought back by clearing that.
  if (next === undefined && current !== undefined && attribute.type === 'boolean')
    throw mutability(`${attribute.name} is true or false, and cannot be cleared. Replace it by one of the two.`);
  return next;
};

const changeComplex = (current: JsonObject | undefined, change: Change): Json | undefined => {
  const { op, attribute, subAttribute, filter, value } = change;
  if (filter && !(current && matches(attribute, filter, current))) {
    if (op === 'remove') return current;
    throw noTarget(`${attribute.name} does not match the filter.`);
  }
  if (!subAttribute && (op === 'remove' || clears(value))) return undefined;
  return mergeParts(attribute, current ?? {}, partsOf(change));
};
