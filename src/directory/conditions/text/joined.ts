import type { Logic } from '#filter/logic.ts';
import { isFields, isLocated, plainValue, type Where } from './located.ts';

/** What is asked by one test. */
export type Asked = { kind: 'asked'; where: Where };

/** One where of which holds what holds of all of these. */
export type Join = (wheres: readonly Where[]) => Where;

/** Fields that say how those beside them are asked. */
const settings = ['key', 'caseSensitive'];
/** Fields that ask twice if they are asked twice: one element may satisfy the first, and another the second. */
const apart = ['any', 'all', 'none', 'not'];
/** Fields that ask the same person twice. */
const people = ['manager', 'assignedUser'];

function together(name: string, one: unknown, other: unknown, join: Join): unknown {
  if (settings.includes(name)) return one;
  if (name === 'and' && Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  if (!isFields(one) || !isFields(other) || apart.includes(name)) return undefined;
  if (people.includes(name)) return 'exists' in one || 'exists' in other ? undefined : join([one, other]);
  return besideEachOther(one, other, join);
}

/** Both in the fields of one object; undefined where a field would have to hold two things. */
function besideEachOther(one: Where, other: Where, join: Join): Where | undefined {
  if (settings.some((name) => plainValue(one[name]) !== plainValue(other[name]))) return undefined;
  if ('key' in one && Object.keys(other).some((name) => !(name in one))) return undefined;
  const both = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const held = name in one ? together(name, one[name], value, join) : value;
    if (held === undefined) return undefined;
    both[name] = held;
  }
  return both;
}

const namesOf = (where: Where) => Object.keys(where).sort().join();

/** A list of wheres, in which one more that has the same fields as another is put together with it if it can be. */
function listed(wheres: readonly Where[], where: Where): Where[] {
  const at = wheres.findIndex((other) => namesOf(other) === namesOf(where));
  const both = besideEachOther(wheres[at] ?? {}, where, plainly);
  return at >= 0 && both ? wheres.with(at, both) : [...wheres, where];
}

/** As people would write it: all as fields of one where, or if that cannot be, as a list. */
export const plainly: Join = (wheres) => {
  const all = wheres.reduce<Where | undefined>((one, other) => one && besideEachOther(one, other, plainly), {});
  return all ?? { and: wheres.reduce<Where[]>(listed, []) };
};

/** In the fewest nodes: each by itself. */
export const separately: Join = (wheres) => ({ and: wheres });

const nesting = ['and', 'or', 'not', 'any', 'all', 'none', ...people];

/** How many wheres stand in each other. */
const depthOf = (raw: unknown): number => {
  if (Array.isArray(raw)) return Math.max(0, ...raw.map(depthOf));
  if (!isFields(raw)) return 0;
  return Math.max(0, ...Object.entries(raw).map(([name, value]) => depthOf(value) + (nesting.includes(name) ? 1 : 0)));
};

/** No deeper than it has to be: as fields of one where as many as can be, the deepest first. */
export const compactly: Join = (wheres) => {
  const beside: Where[] = [];
  let all: Where = {};
  for (const where of wheres.toSorted((one, other) => depthOf(other) - depthOf(one))) {
    const both = besideEachOther(all, where, compactly);
    if (both) all = both;
    else beside.push(where);
  }
  return beside.length === 0 ? all : (besideEachOther(all, { and: beside }, compactly) ?? all);
};

/** The same where asking for absence, if it asks for the presence of one thing and nothing else. */
function absent(where: Where): Where | undefined {
  const [field, ...others] = Object.entries(where).filter(([name]) => !settings.includes(name));
  if (field === undefined || others.length > 0) return undefined;
  const [name, value] = field;
  if (name === 'exists' && isLocated(value) && value.value === true) return { ...where, exists: { ...value, value: false } };
  const isOther = apart.includes(name) || (people.includes(name) && !(isFields(value) && 'exists' in value));
  const inside = isFields(value) && !isOther ? absent(value) : undefined;
  return inside && { ...where, [name]: inside };
}

/** All that are joined by the same word, at whatever depth. */
const flat = (kind: 'and' | 'or', filters: readonly Logic<Asked>[]): Logic<Asked>[] =>
  filters.flatMap((filter) => (filter.kind === kind ? flat(kind, filter.filters) : [filter]));

/** The where that asks what the tests ask, joined as they are. */
export function joined(logic: Logic<Asked>, join: Join): Where {
  const of = (filter: Logic<Asked>) => joined(filter, join);
  if (logic.kind === 'asked') return logic.where;
  if (logic.kind === 'and') return join(flat('and', logic.filters).map(of));
  if (logic.kind === 'or') return { or: flat('or', logic.filters).map(of) };
  const where = of(logic.filter);
  return absent(where) ?? { not: where };
}
