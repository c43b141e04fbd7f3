import type { JsonObject } from './document.ts';

/**
 * Elements with others added, one after the other: one that is there already (the same value and type) is brought up to date, not doubled, and
 * the last that is said to be primary is the only one.
 */
export function withAdded(elements: readonly JsonObject[], added: readonly JsonObject[]): JsonObject[] {
  const after = [...elements];
  // What a client has sent twice is kept twice, so that there may be several places.
  const places = new Map<string, number[]>();
  const placesOf = (element: JsonObject) => places.get(identityOf(element)) ?? [];
  const place = (element: JsonObject, at: number) => places.set(identityOf(element), [...placesOf(element), at]);
  elements.forEach(place);
  let primary = -1;
  for (const element of added) {
    const same = placesOf(element);
    const said = same.find((at) => covers(after[at] ?? {}, element));
    const at = said ?? same[0] ?? after.length;
    if (at === after.length) place(element, at);
    if (said === undefined) after[at] = { ...after[at], ...element };
    if (element.primary === true && (said === undefined || primary >= 0)) primary = at;
  }
  return withoutOtherPrimary(after, primary);
}

/** Elements without those that were named: by value and type, by value alone, or, where there is no value, by all that was sent. */
export function without(elements: readonly JsonObject[], named: readonly JsonObject[]): JsonObject[] {
  const typed = new Set(named.filter((name) => name.value !== undefined && name.type !== undefined).map(identityOf));
  const values = new Set(named.filter((name) => name.value !== undefined && name.type === undefined).map((name) => name.value));
  const valueless = named.filter((name) => name.value === undefined);
  const isNamed = (element: JsonObject) =>
    values.has(element.value) || typed.has(identityOf(element)) || valueless.some((name) => covers(element, name));
  return elements.filter((element) => !isNamed(element));
}

/** A new primary element demotes the one before it (RFC 7644 §3.5.2). */
export function withOnePrimary(before: readonly JsonObject[], after: readonly JsonObject[]): JsonObject[] {
  const old = new Set(before);
  return withoutOtherPrimary(
    after,
    after.findLastIndex((element) => element.primary === true && !old.has(element)),
  );
}

const withoutOtherPrimary = (elements: readonly JsonObject[], chosen: number): JsonObject[] =>
  elements.map((element, at) => (chosen >= 0 && at !== chosen && element.primary === true ? { ...element, primary: false } : element));

const covers = (element: JsonObject, parts: JsonObject) => Object.entries(parts).every(([name, part]) => element[name] === part);

const identityOf = ({ primary, ...element }: JsonObject): string =>
  JSON.stringify(element.value === undefined ? Object.entries(element).sort() : [element.value, String(element.type ?? '').toLowerCase()]);
