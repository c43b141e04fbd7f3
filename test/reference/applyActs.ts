import type { Act, Op, Place } from './act.ts';
import type { AttributeRow, Attributes } from './attributes.ts';
import { checkFilter, holds } from './holds.ts';
import { changeList } from './lists.ts';
import { changeMembers, requireKnown } from './members.ts';
import { changeOpen } from './open.ts';
import { Refusal } from './refusal.ts';
import { type Element, isUnassigned, type State, withAttribute } from './state.ts';
import { merge, readFlag, readPart, readParts, readText } from './values.ts';

/** What a resource holds after a PATCH (RFC 7644 §3.5.2): after all of its operations, or none. */
export function applyActs(attributes: Attributes, state: State, acts: readonly Act[]): State {
  const next = acts.reduce((current, act) => applyAct(attributes, current, act), state);
  requireKnown(attributes.members, next.members);
  return next;
}

/** What a resource holds after a PUT (RFC 7644 §3.5.1): what is not sent is unassigned. */
export function replaceAll(attributes: Attributes, act: Extract<Act, { entries: unknown }>, kept: State = {}): State {
  const state = inOrder(attributes, {}, act);
  requireAll(attributes, state, 'invalidValue');
  requireKnown(attributes.members, state.members);
  return { ...kept, ...state };
}

function applyAct(attributes: Attributes, state: State, act: Act): State {
  const next = 'at' in act ? applyAt(attributes, state, act) : inOrder(attributes, state, act);
  requireAll(attributes, next, 'mutability');
  return next;
}

/** Without a path: what a client sends back of what it has read, and what the resource does not have, changes nothing. */
function inOrder(attributes: Attributes, state: State, { op, entries }: Extract<Act, { entries: unknown }>): State {
  if (op === 'remove') throw new Refusal('noTarget');
  const known = entries.filter(({ place }) => isKnown(attributes, place));
  for (const { place } of known) if (place.filter) checkFilter(attributes[place.attribute] ?? { kind: 'text' }, place.filter);
  const meant = known.filter(({ place }) => !isReadOnly(attributes, place));
  return meant.reduce((current, { place, value }) => applyAt(attributes, current, { op, at: place, value }), state);
}

const isKnown = (attributes: Attributes, { attribute, part }: Place) => {
  const row = attributes[attribute];
  return row !== undefined && (part === undefined || row.kind === 'open' || row.parts?.includes(part) === true);
};

const isReadOnly = (attributes: Attributes, { attribute, part }: Place) => {
  const row = attributes[attribute];
  return row?.readOnly === true || (part !== undefined && row?.readOnlyParts?.includes(part) === true);
};

/** RFC 7644 §3.5.2.2: what is required cannot become unassigned. */
function requireAll(attributes: Attributes, state: State, scimType: string): void {
  if (Object.entries(attributes).some(([name, { required }]) => required && state[name] === undefined)) throw new Refusal(scimType);
}

interface Change {
  op: Op;
  at: Place;
  value?: unknown;
}

function applyAt(attributes: Attributes, state: State, change: Change): State {
  const { op, at, value } = change;
  const row = attributes[at.attribute];
  if (!row || !isKnown(attributes, at)) throw new Refusal('invalidPath');
  if (at.filter) checkFilter(row, at.filter);
  if (isReadOnly(attributes, at)) throw new Refusal('mutability');
  if (op !== 'remove' && value === undefined) throw new Refusal('invalidValue');
  return withAttribute(state, at.attribute, changed[row.kind](row, state[at.attribute], change));
}

/** What an attribute holds after a change, by what it looks like. */
const changed: Record<AttributeRow['kind'], (row: AttributeRow, current: unknown, change: Change) => unknown> = {
  text: (_, __, { op, value }) => (op === 'remove' || isUnassigned(value) ? undefined : readText(value)),
  // An account is active or it is not: that cannot be taken away.
  flag: (_, current, { op, value }) => {
    if (op !== 'remove' && !isUnassigned(value)) return readFlag(value);
    if (current !== undefined) throw new Refusal('mutability');
    return undefined;
  },
  complex: (row, current, change) => changeComplex(row, current as Element | undefined, change),
  list: (row, current, { op, at, value }) => {
    const next = changeList((current ?? []) as Element[], { op, row, filter: at.filter, part: at.part, value });
    return next.length > 0 ? next : undefined;
  },
  open: (_, current, { op, at, value }) => changeOpen(current, op, at.part, value),
  members: (row, current, { op, at, value }) => changeMembers((current ?? []) as string[], { op, row, filter: at.filter, value }),
};

/** RFC 7644 §3.5.2.3: sub-attributes that are not sent stay. */
function changeComplex(row: AttributeRow, current: Element | undefined, { op, at, value }: Change): Element | undefined {
  if (at.filter && !(current && holds(row, at.filter, current))) {
    if (op === 'remove') return current;
    throw new Refusal('noTarget');
  }
  if (at.part !== undefined) return merge(current, { [at.part]: op === 'remove' ? undefined : readPart(at.part, value) });
  return op === 'remove' || isUnassigned(value) ? undefined : merge(current, readParts(row, value));
}
