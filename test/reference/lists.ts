import type { Op, PartFilter } from './act.ts';
import type { AttributeRow } from './attributes.ts';
import { holds } from './holds.ts';
import { Refusal } from './refusal.ts';
import { type Element, isUnassigned } from './state.ts';
import { merge, type Parts, readElements, readPart, readParts } from './values.ts';

interface ListChange {
  op: Op;
  row: AttributeRow;
  filter?: PartFilter;
  part?: string;
  value?: unknown;
}

/** The elements of a list after an operation. */
export function changeList(elements: readonly Element[], change: ListChange): Element[] {
  if (change.filter) return changeMatching(elements, change, change.filter);
  return change.part === undefined ? changeWhole(elements, change) : changeEach(elements, change, change.part);
}

function changeWhole(elements: readonly Element[], { op, row, value }: ListChange): Element[] {
  if (op === 'replace') return onePrimary(readElements(row, value));
  if (op === 'add') return readElements(row, value).reduce(withOne, [...elements]);
  // RFC 7644 §3.5.2.2 gives a remove no value. Entra sends one, and means those that it names.
  return isUnassigned(value) && !Array.isArray(value) ? [] : without(elements, readElements(row, value));
}

/** RFC 7644 §3.5.2.1: what is there already is not added again. It is there if value and type are; what else is said of it is brought up to date. */
function withOne(elements: Element[], added: Element): Element[] {
  const same = elements.filter((element) => isSame(element, added));
  if (same.some((element) => says(element, added))) return elements;
  const at = same[0] ? elements.indexOf(same[0]) : elements.length;
  const next = [...elements.slice(0, at), { ...same[0], ...added }, ...elements.slice(at + 1)];
  return added.primary === true ? onlyPrimary(next, at) : next;
}

/** Whether an element says all that is said. */
const says = (element: Element, said: Element) => Object.entries(said).every(([part, value]) => element[part] === value);

const isSame = (one: Element, other: Element) => identity(one) === identity(other);

const identity = ({ primary: _, ...element }: Element) =>
  JSON.stringify(element.value === undefined ? Object.entries(element).sort() : [element.value, String(element.type ?? '').toLowerCase()]);

const without = (elements: readonly Element[], named: readonly Element[]) =>
  elements.filter((element) => !named.some((name) => isNamed(element, name)));

function isNamed(element: Element, name: Element): boolean {
  if (name.value === undefined) return says(element, name);
  return name.type === undefined ? element.value === name.value : isSame(element, name);
}

/** RFC 7644 §3.5.2: whoever becomes primary is the only one. */
const onlyPrimary = (elements: readonly Element[], at: number): Element[] =>
  elements.map((element, place) => (place !== at && element.primary === true ? { ...element, primary: false } : element));

/** RFC 7643 §2.4: at most one is primary; of several that are said to be, the last. */
const onePrimary = (elements: readonly Element[]): Element[] =>
  onlyPrimary(
    elements,
    elements.findLastIndex(({ primary }) => primary === true),
  );

/** The part of every element. `emails.value` stands for the e-mails themselves, unless it replaces. */
function changeEach(elements: readonly Element[], change: ListChange, part: string): Element[] {
  const { op, row, value } = change;
  if (part === 'value' && op === 'add') return changeWhole(elements, { op, row, value: elementsOf(value) });
  if (part === 'value' && op === 'remove') return [];
  const parts = partsOf(change);
  return onePrimary((elements.length > 0 ? elements : [{}]).map((element) => relabelled(element, parts)).filter(isLeft));
}

const elementsOf = (value: unknown) => (isUnassigned(value) ? [] : [value].flat().map((each) => ({ value: each })));

function changeMatching(elements: readonly Element[], change: ListChange, filter: PartFilter): Element[] {
  const { op, row, part, value } = change;
  const isTarget = (element: Element) => holds(row, filter, element);
  if (part === undefined && (op === 'remove' || isUnassigned(value))) return elements.filter((element) => !isTarget(element));
  const parts = partsOf(change);
  if (!elements.some(isTarget)) return withNew(elements, filter, row, parts);
  const chosen = elements.findLastIndex(isTarget);
  const others = parts.primary === true ? onlyPrimary(elements, chosen) : elements;
  const own = (at: number) => (at === chosen || parts.primary !== true ? parts : { ...parts, primary: false });
  // RFC 7644 §3.5.2.3: what matches is replaced. Of what the filter says, only another label changes anything.
  const isWhole = op === 'replace' && part === undefined && merge(undefined, parts) !== undefined;
  const base = (element: Element) => (isWhole ? (labelOf(filter) ?? {}) : element);
  return others.map((element, at) => (isTarget(elements[at] as Element) ? relabelled(base(element), own(at)) : element)).filter(isLeft);
}

/**
 * RFC 7644 §3.5.2.3 says noTarget where nothing matches. Entra wants the element that the filter describes, if it describes one by its type or as the primary one;
 * and to clear what is not there is no failure.
 */
function withNew(elements: readonly Element[], filter: PartFilter, row: AttributeRow, parts: Parts): Element[] {
  const sent = merge(undefined, parts);
  if (!sent) return [...elements];
  const label = labelOf(filter);
  if (!label || !holds(row, filter, label)) throw new Refusal('noTarget');
  const next = [...elements, { ...label, ...sent }];
  return next.at(-1)?.primary === true ? onlyPrimary(next, next.length - 1) : next;
}

function labelOf(filter: PartFilter): Element | undefined {
  if (filter.kind === 'and') {
    const labels = filter.filters.map(labelOf);
    return labels.includes(undefined) ? undefined : Object.assign({}, ...labels);
  }
  const isLabel = filter.kind === 'compare' && filter.operator === 'eq' && (filter.part === 'type' || filter.literal === true);
  return isLabel ? { [filter.part]: filter.literal } : undefined;
}

/** An element with parts set. One that loses its last value goes with its labels. */
function relabelled(element: Element, parts: Parts): Element | undefined {
  const next = merge(element, parts);
  const isBare = next !== undefined && Object.keys(next).every((part) => part === 'type' || part === 'primary');
  return isBare && Object.values(parts).includes(undefined) ? undefined : next;
}

const isLeft = (element: Element | undefined) => element !== undefined;

const partsOf = ({ op, row, part, value }: ListChange): Parts =>
  part === undefined ? readParts(row, value) : { [part]: op === 'remove' ? undefined : readPart(part, value) };
