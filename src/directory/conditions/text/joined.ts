import type { Logic } from '#filter/logic.ts';
import { isFields, isLocated, plainValue, type Where } from './located.ts';

/** One where, which holds of what all of these hold of. */
export type Join = (wheres: readonly Where[]) => Where;

/** What is asked by one test, or in the brackets behind one name. */
export type Asked = { kind: 'asked'; where: (join: Join) => Where };

/** Fields that say how those beside them are asked. */
const settings = ['key', 'caseSensitive'];
/** Fields that ask the same person, whatever they ask. */
const people = ['manager', 'assignedUser'];
/** Fields whose wheres stay what they are: of two elements, one may satisfy the first, and another the second. */
const apart = ['any', 'all', 'none', 'not', ...people];

function together(name: string, one: unknown, other: unknown): unknown {
  if (settings.includes(name)) return one;
  if (name === 'and' && Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  return isFields(one) && isFields(other) && !apart.includes(name) ? besideEachOther(one, other) : undefined;
}

/** Both in the fields of one object; undefined where a field would have to hold two things. */
function besideEachOther(one: Where, other: Where): Where | undefined {
  if (settings.some((name) => plainValue(one[name]) !== plainValue(other[name]))) return undefined;
  if ('key' in one && Object.keys(other).some((name) => !(name in one))) return undefined;
  const both = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const held = name in one ? together(name, one[name], value) : value;
    if (held === undefined) return undefined;
    both[name] = held;
  }
  return both;
}

const namesOf = (where: Where) => Object.keys(where).sort().join();

/** A list of wheres, in which one more that has the same fields as another is put together with it if it can be. */
function listed(wheres: readonly Where[], where: Where): Where[] {
  const at = wheres.findIndex((other) => namesOf(other) === namesOf(where));
  const both = besideEachOther(wheres[at] ?? {}, where);
  return at >= 0 && both ? wheres.with(at, both) : [...wheres, where];
}

/** As people would write it: all as fields of one where, or if that cannot be, as a list. */
export const plainly: Join = (wheres) => {
  const all = wheres.reduce<Where | undefined>((one, other) => one && besideEachOther(one, other), {});
  return all ?? { and: wheres.reduce<Where[]>(listed, []) };
};

/** In the fewest nodes: each by itself. */
export const separately: Join = (wheres) => ({ and: wheres });

const nesting = ['and', 'or', ...apart];

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
    const both = besideEachOther(all, where);
    if (both) all = both;
    else beside.push(where);
  }
  return beside.length === 0 ? all : (besideEachOther(all, { and: beside }) ?? all);
};

/** The same where asking for absence, if it asks for the presence of one thing and nothing else. */
function absent(where: Where): Where | undefined {
  const [field, ...others] = Object.entries(where).filter(([name]) => !settings.includes(name));
  if (field === undefined || others.length > 0) return undefined;
  const [name, value] = field;
  if (name === 'exists' && isLocated(value) && value.value === true) return { ...where, exists: { ...value, value: false } };
  const isOwn = isFields(value) && (!apart.includes(name) || (people.includes(name) && 'exists' in value));
  const inside = isOwn ? absent(value) : undefined;
  return inside && { ...where, [name]: inside };
}

/** All that are joined by the same word, at whatever depth. */
const flat = (kind: 'and' | 'or', filters: readonly Logic<Asked>[]): Logic<Asked>[] =>
  filters.flatMap((filter) => (filter.kind === kind ? flat(kind, filter.filters) : [filter]));

const asksOnly = (name: string, where: Where) => name in where && Object.keys(where).length === 1;

/** The where on a person, if nothing else is asked. */
const onPerson = (name: string, where: Where): Where | undefined => {
  const asked = asksOnly(name, where) ? where[name] : undefined;
  return isFields(asked) && !('exists' in asked) ? asked : undefined;
};

/** The same wheres, of each person one: there is one manager, and one assigned user, at most. */
const ofEachPerson = (wheres: readonly Where[], join: Join): readonly Where[] =>
  people.reduce<readonly Where[]>((all, name) => {
    const [first, ...others] = all.filter((where) => onPerson(name, where));
    if (first === undefined || others.length === 0) return all;
    const asked = [first, ...others].flatMap<Where>((where) => onPerson(name, where) ?? []);
    const once = { [name]: allOf(asked, join) };
    return all.filter((where) => !others.includes(where)).map((where) => (where === first ? once : where));
  }, wheres);

const itemsOf = (where: Where): readonly Where[] =>
  asksOnly('and', where) && Array.isArray(where.and) ? where.and.filter(isFields) : [where];

function allOf(wheres: readonly Where[], join: Join): Where {
  const each = ofEachPerson(wheres.flatMap(itemsOf), join);
  const [only, ...others] = each;
  return only && others.length === 0 ? only : join(each);
}

/** The where that asks what the tests ask, joined as they are. */
export function joined(logic: Logic<Asked>, join: Join): Where {
  const each = (kind: 'and' | 'or', filters: readonly Logic<Asked>[]) => flat(kind, filters).map((filter) => joined(filter, join));
  if (logic.kind === 'asked') return logic.where(join);
  if (logic.kind === 'and') return allOf(each('and', logic.filters), join);
  if (logic.kind === 'or') return { or: each('or', logic.filters) };
  const where = joined(logic.filter, join);
  return absent(where) ?? { not: where };
}
