import { createdByFilter } from '../dialects/createdByFilter.ts';
import { unwrapped } from '../dialects/entra.ts';
import { clears } from '../dialects/okta.ts';
import { type Change, mergeParts, partsOf } from './change.ts';
import { isJsonObject, isObject, type Json, type JsonObject } from './document.ts';
import { withAdded, withOnePrimary, without } from './elements.ts';
import { noTarget } from './errors.ts';
import type { Filter } from './filter.ts';
import { matches } from './matches.ts';
import { assigned, readList } from './readValue.ts';

/** The elements of a multi-valued attribute after a change; undefined if none is left. */
export function changeList(current: Json | undefined, change: Change): Json[] | undefined {
  const elements = Array.isArray(current) ? current.filter(isJsonObject) : [];
  const { filter, subAttribute } = change;
  const changed = filter
    ? changeMatching(elements, change, filter)
    : subAttribute
      ? changeEach(elements, change)
      : changeWhole(elements, change);
  return changed.length > 0 ? changed : undefined;
}

/** Entra removes members by `"op": "Remove", "path": "members", "value": […]`; without a value all leave. */
const changeWhole = (elements: JsonObject[], { op, attribute, value }: Change): JsonObject[] => {
  if (op === 'replace') return withOnePrimary([], readList(attribute, value));
  if (op === 'add') return withAdded(elements, readList(attribute, value));
  return value === undefined || value === null ? [] : without(elements, readList(attribute, value));
};

/** `emails.type` is the type of every e-mail; adding to or removing from `emails.value` is adding or removing e-mails. */
const changeEach = (elements: JsonObject[], change: Change): JsonObject[] => {
  const { op, attribute, subAttribute, value } = change;
  if (subAttribute?.name === 'value' && op !== 'replace') return changeWhole(elements, { op, attribute, value });
  const parts = partsOf(change);
  const targets = elements.length > 0 ? elements : [{}];
  return withOnePrimary(elements, targets.map(merged(change, parts)).filter(isJsonObject));
};

const changeMatching = (elements: JsonObject[], change: Change, filter: Filter): JsonObject[] => {
  const { op, attribute, subAttribute, value } = change;
  const isTarget = (element: JsonObject) => matches(attribute, filter, element);
  if (!subAttribute && (op === 'remove' || clears(value))) return elements.filter((element) => !isTarget(element));
  const parts = partsOf(change);
  if (!elements.some(isTarget)) return withOnePrimary(elements, [...elements, ...created(change, filter, parts)]);
  const merge = merged(change, parts);
  const next = (element: JsonObject) => merge(isReplacement(change, parts) ? (createdByFilter(attribute, filter) ?? {}) : element);
  return withOnePrimary(elements, elements.map((element) => (isTarget(element) ? next(element) : element)).filter(isJsonObject));
};

/** RFC 7644 §3.5.2.3: what is sent replaces all of an element that matches, which, unless another type is sent, is still what the filter says. */
const isReplacement = ({ op, subAttribute, value }: Change, parts: JsonObject) =>
  op === 'replace' && !subAttribute && isObject(unwrapped(value)) && assigned(parts) !== undefined;

/** What is left of an element once its last value is cleared is a label on nothing, and goes. */
const merged =
  ({ attribute }: Change, parts: JsonObject) =>
  (element: JsonObject): JsonObject | undefined => {
    const next = mergeParts(attribute, element, parts);
    const isBareLabel = next && Object.keys(next).every((name) => name === 'type' || name === 'primary');
    return isBareLabel && Object.values(parts).includes(null) ? undefined : next;
  };

const created = ({ attribute }: Change, filter: Filter, parts: JsonObject): JsonObject[] => {
  const sent = assigned(parts);
  if (!sent) return [];
  const label = createdByFilter(attribute, filter);
  if (!label || !matches(attribute, filter, label)) throw noTarget(`No element of ${attribute.name} matches the filter.`);
  return [{ ...label, ...sent }];
};
