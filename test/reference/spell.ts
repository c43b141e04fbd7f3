import type { Act, Entry, PartFilter, Place } from './act.ts';
import { type AttributeRow, type Attributes, coreUrns } from './attributes.ts';
import { isObject } from './state.ts';

/** Chooses one of several ways to write the same thing; the first is that of the RFC. */
export type Choose = <Variant>(...variants: [Variant, ...Variant[]]) => Variant;

/** Chooses by these numbers, over and over. */
export function choosing(numbers: readonly number[]): Choose {
  let at = 0;
  return (...variants) => variants[(numbers[at++ % Math.max(numbers.length, 1)] ?? 0) % variants.length] ?? variants[0];
}

export interface Writing {
  type: keyof typeof coreUrns;
  attributes: Attributes;
  choose: Choose;
}

const upperFirst = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** The body of a PATCH, in one of the many ways that providers write it. */
export const spellPatch = (writing: Writing, acts: readonly Act[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  [writing.choose('Operations', 'operations')]: acts.map((act) => spellAct(writing, act)),
});

function spellAct(writing: Writing, act: Act) {
  const op = writing.choose(act.op, upperFirst(act.op), act.op.toUpperCase());
  if ('entries' in act) return { op, value: spellEntries(writing, act.entries) };
  return { op, path: spellPlace(writing, act.at), ...(act.value !== undefined && { value: spellValue(writing, act.at, act.value) }) };
}

/** The body of a POST or PUT, or the value of an operation without a path. */
export function spellEntries(writing: Writing, entries: readonly Entry[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const { place, value } of entries) {
    const row = writing.attributes[place.attribute];
    const urn = place.filter || place.part !== undefined ? undefined : row?.urn;
    const sent = spellValue(writing, place, value);
    // An object under a URN that nobody knows is a schema; as an attribute of one it stands within the schema's object.
    const isNested = (isOpen(row) && isObject(value)) || writing.choose(true, false);
    if (urn !== undefined && isNested) object[urn] = { ...(object[urn] as object), [place.attribute]: sent };
    else object[spellPlace(writing, place)] = sent;
  }
  return object;
}

const isOpen = (row: AttributeRow | undefined) => row?.kind === 'open';

/** A name in any case; what no schema knows is kept as it is written. */
const spellName = ({ choose }: Writing, row: AttributeRow | undefined, name: string) =>
  isOpen(row) ? name : choose(name, upperFirst(name), name.toUpperCase());

function spellPlace(writing: Writing, place: Place): string {
  const { attributes, choose, type } = writing;
  const row = attributes[place.attribute];
  const urn = row?.urn ? `${isOpen(row) ? row.urn : choose(row.urn, row.urn.toUpperCase())}:` : choose('', `${coreUrns[type]}:`);
  const filter = place.filter ? `[${spellFilter(writing, place.filter)}]` : '';
  const part = place.part === undefined ? '' : `.${spellName(writing, row, place.part)}`;
  return `${urn}${spellName(writing, row, place.attribute)}${filter}${part}`;
}

function spellFilter(writing: Writing, filter: PartFilter): string {
  const { choose } = writing;
  const name = (part: string) => choose(part, upperFirst(part));
  switch (filter.kind) {
    case 'not':
      return `${choose('not', 'NOT')} (${spellFilter(writing, filter.filter)})`;
    case 'and':
    case 'or':
      return filter.filters.map((each) => spellOperand(writing, each)).join(` ${choose(filter.kind, filter.kind.toUpperCase())} `);
    case 'present':
      return `${name(filter.part)} ${choose('pr', 'PR')}`;
    case 'compare':
      return `${name(filter.part)} ${choose(filter.operator, filter.operator.toUpperCase())} ${spellLiteral(writing, filter.literal)}`;
  }
}

const spellOperand = (writing: Writing, filter: PartFilter) =>
  filter.kind === 'and' || filter.kind === 'or' ? `(${spellFilter(writing, filter)})` : spellFilter(writing, filter);

/** Entra compares booleans with words. */
const spellLiteral = ({ choose }: Writing, literal: string | boolean) =>
  typeof literal === 'string' ? JSON.stringify(literal) : choose(`${literal}`, `"${upperFirst(`${literal}`)}"`);

/** A value as it is, or as Entra and others write it: booleans as words, one value in an array, one element without its array. */
function spellValue(writing: Writing, { attribute, part, filter }: Place, value: unknown): unknown {
  const row = writing.attributes[attribute];
  if (!row || isOpen(row)) return value;
  if (part !== undefined || row.kind === 'text' || row.kind === 'flag') return spellSimple(writing, value);
  if (row.kind === 'complex' || filter) return isObject(value) ? spellElement(writing, row, value) : value;
  if (!Array.isArray(value)) return value;
  const elements = value.map((element) => (isObject(element) ? spellElement(writing, row, element) : element));
  return elements.length === 1 && isObject(elements[0]) ? writing.choose<unknown>(elements, elements[0]) : elements;
}

function spellSimple({ choose }: Writing, value: unknown): unknown {
  if (typeof value === 'boolean') return choose<unknown>(value, upperFirst(`${value}`), `${value}`, [value]);
  return typeof value === 'string' && value !== '' ? choose<unknown>(value, [value]) : value;
}

function spellElement(writing: Writing, row: AttributeRow, element: Record<string, unknown>): unknown {
  const { choose } = writing;
  const spelled = Object.entries(element).map(([part, value]) => [choose(part, upperFirst(part)), spellSimple(writing, value)]);
  const object = Object.fromEntries(spelled);
  const isValueAlone = row.parts?.includes('value') && Object.keys(element).join() === 'value' && typeof element.value === 'string';
  return isValueAlone && element.value !== '' ? choose<unknown>(object, element.value) : object;
}
