import fc, { type Arbitrary } from 'fast-check';
import type { Act, Entry, Op, PartFilter, Place } from '#test/reference/act.ts';
import type { AttributeRow, Attributes } from '#test/reference/attributes.ts';

/** Few texts, so that filters match and names collide; among them what must be escaped, and what looks like something else. */
const texts = ['a', 'A', 'b', ' x  y ', 'w"ö\\r]k.', '日本', "O'Neil & co/+%", 'true', '7', '\u{1f469}‍\u{1f4bb}'];
const types = ['work', 'Work', 'home'];
const openParts = ['floor', 'wing'];

const text = fc.constantFrom(...texts);
const wrong = fc.constantFrom<unknown>(7, { nonsense: 1 }, ['a', 'b']);

const mostly = <Value>(usual: Arbitrary<Value>, ...others: Arbitrary<Value>[]) =>
  fc.oneof({ weight: 12, arbitrary: usual }, ...others.map((arbitrary) => ({ weight: 1, arbitrary })));

/** Elements are known again by their values and types. */
const usualParts: Record<string, Arbitrary<unknown>> = {
  primary: fc.boolean(),
  type: fc.constantFrom(...types),
  value: fc.oneof(fc.constantFrom('a', 'b'), text),
};

const partValue = (part: string): Arbitrary<unknown> => {
  // An object under a URN that nobody knows would be a schema, and no part of an attribute.
  if (part === 'nonsense' || openParts.includes(part)) return text;
  return mostly(
    usualParts[part] ?? text,
    fc.constantFrom<unknown>(null, ''),
    part === 'primary' ? fc.constantFrom<unknown>('perhaps', 7) : wrong,
  );
};

const elementOf = ({ parts = [] }: AttributeRow): Arbitrary<unknown> => {
  const record = (names: readonly string[]) =>
    fc.record(Object.fromEntries(names.map((part) => [part, partValue(part)])), { requiredKeys: [] });
  return fc.oneof(record([...parts, 'nonsense']), record(parts.filter((part) => part in usualParts)));
};

const json = fc.oneof(
  fc.oneof(
    text,
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number || 0),
  ),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom(...openParts), fc.oneof(text, fc.integer(), fc.constantFrom(null, '')), { noNullPrototype: true }),
);

/** Elements, the first of them perhaps a second time with another name. */
const repeating = ([elements, again]: [unknown[], boolean]) =>
  again && elements.length > 0 ? [...elements, { ...(elements[0] as object), display: 'b' }] : elements;

/** A value for an attribute as a whole. */
function wholeOf(row: AttributeRow): Arbitrary<unknown> {
  const clearing = fc.constantFrom<unknown>(null, '', []);
  const usual: Record<AttributeRow['kind'], () => Arbitrary<unknown>> = {
    text: () => text,
    flag: () => fc.boolean(),
    complex: () => elementOf(row),
    list: () => fc.tuple(fc.array(elementOf(row), { maxLength: 3 }), mostly(fc.constant(false), fc.constant(true))).map(repeating),
    open: () => json,
    members: () => fc.array(memberOf(row), { maxLength: 3 }),
  };
  const bad: Partial<Record<AttributeRow['kind'], Arbitrary<unknown>>> = {
    open: clearing,
    list: fc.constant([7]),
    members: fc.constant([{ display: 'a' }]),
  };
  return mostly(usual[row.kind](), clearing, bad[row.kind] ?? wrong);
}

const idOf = ({ people = {} }: AttributeRow) => fc.constantFrom(...Object.keys(people));
const stranger = '01900000-0000-7000-8000-000000000000';
const memberOf = (row: AttributeRow): Arbitrary<unknown> =>
  fc.record({ value: fc.oneof({ weight: 20, arbitrary: idOf(row) }, { weight: 1, arbitrary: fc.constant(stranger) }) });

const operator = fc.constantFrom('eq', 'eq', 'eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le' as const);

const literalOf = (row: AttributeRow, part: string): Arbitrary<string | boolean> => {
  if (part === 'primary') return fc.boolean();
  if (row.kind === 'members' && part === 'value') return idOf(row);
  return part === 'type' ? fc.constantFrom(...types) : text;
};

const comparison = (row: AttributeRow): Arbitrary<PartFilter> =>
  mostly(fc.constantFrom(...(row.parts ?? [])), fc.constant('nonsense')).chain((part) =>
    fc.record({ kind: fc.constant('compare' as const), part: fc.constant(part), operator, literal: literalOf(row, part) }),
  );

const filterOf = (row: AttributeRow): Arbitrary<PartFilter> =>
  fc.letrec<{ filter: PartFilter; leaf: PartFilter }>((tie) => ({
    leaf: fc.oneof(
      { weight: 6, arbitrary: comparison(row) },
      { weight: 1, arbitrary: fc.constantFrom(...(row.parts ?? [])).map((part) => ({ kind: 'present' as const, part })) },
    ),
    filter: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 5, arbitrary: tie('leaf') },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          filters: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
        }),
      },
      { weight: 1, arbitrary: tie('filter').map((filter) => ({ kind: 'not' as const, filter })) },
    ),
  })).filter;

const partOf = (row: AttributeRow) =>
  row.kind === 'open' ? fc.constantFrom(...openParts) : fc.constantFrom(...(row.parts ?? []), 'nonsense');

/** Where among the elements of an attribute a value may stand, and the value. */
const elementEntry = (attribute: string, row: AttributeRow): Arbitrary<Entry> =>
  fc.record({
    place: filterOf(row).map((filter): Place => ({ attribute, filter })),
    value: mostly(elementOf(row), fc.constant(null), fc.constant<unknown>(7)),
  });

const wholeEntry = (attribute: string, row: AttributeRow): Arbitrary<Entry> =>
  fc.record({ place: fc.constant<Place>({ attribute }), value: wholeOf(row) });

const partEntry = (attribute: string, row: AttributeRow): Arbitrary<Entry> =>
  partOf(row).chain((part) => fc.record({ place: fc.constant<Place>({ attribute, part }), value: partValue(part) }));

const partOfElementEntry = (attribute: string, row: AttributeRow): Arbitrary<Entry> =>
  fc
    .tuple(filterOf(row), partOf(row))
    .chain(([filter, part]) => fc.record({ place: fc.constant<Place>({ attribute, filter, part }), value: partValue(part) }));

type EntryOf = typeof wholeEntry;

const entriesOf: Record<AttributeRow['kind'], [EntryOf, ...EntryOf[]]> = {
  text: [wholeEntry],
  flag: [wholeEntry],
  complex: [wholeEntry, partEntry, partEntry, partOfElementEntry],
  list: [wholeEntry, wholeEntry, partEntry, elementEntry, partOfElementEntry, partOfElementEntry],
  open: [wholeEntry, partEntry],
  members: [wholeEntry],
};

const entryOf = (attribute: string, row: AttributeRow): Arbitrary<Entry> =>
  fc.constantFrom(...entriesOf[row.kind]).chain((entry) => entry(attribute, row));

const nowhere = fc.constantFrom<Entry>(
  { place: { attribute: 'nonsense' }, value: 'a' },
  { place: { attribute: 'title', part: 'nonsense' }, value: 'a' },
);

const entry = (attributes: Attributes): Arbitrary<Entry> =>
  mostly(
    fc.constantFrom(...Object.entries(attributes)).chain(([name, row]) => entryOf(name, row)),
    nowhere,
  );

const op = fc.constantFrom<Op>('add', 'replace', 'remove');

/** Some members leave, who are named by their ids. */
const leaving = (attributes: Attributes): Arbitrary<Act> => {
  const row = attributes.members;
  if (!row) return at(attributes);
  const one = idOf(row).map((literal): PartFilter => ({ kind: 'compare', part: 'value', operator: 'eq', literal }));
  const filter = fc.oneof(
    one,
    fc.array(one, { minLength: 2, maxLength: 3 }).map((filters): PartFilter => ({ kind: 'or', filters })),
  );
  return fc.tuple(filter, fc.boolean()).map(([filter, isRemove]): Act => {
    const place = { attribute: 'members', filter };
    return isRemove ? { op: 'remove', at: place } : { op: 'replace', at: place, value: null };
  });
};

/** What of an operation is sent: a remove mostly has no value, and others sometimes lack it. */
const at = (attributes: Attributes): Arbitrary<Act> =>
  fc.tuple(op, entry(attributes), fc.integer({ min: 0, max: 19 })).map(([op, { place, value }, luck]) => {
    const isSent = op === 'remove' ? luck < 4 && place.part === undefined && !isBlank(value) : luck > 0;
    return { op, at: place, ...(isSent && { value }) };
  });

const isBlank = (value: unknown) => value === '';

const entries = (attributes: Attributes, each: Arbitrary<Entry>) =>
  fc.uniqueArray(each, {
    minLength: 1,
    maxLength: 4,
    selector: ({ place }) => `${attributes[place.attribute] ? place.attribute : 'nonsense'}`,
  });

const everywhere = (attributes: Attributes): Arbitrary<Act> =>
  fc.record({ op: mostly(fc.constantFrom<Op>('add', 'replace'), fc.constant('remove')), entries: entries(attributes, entry(attributes)) });

/** The operations of a PATCH. */
export const acts = (attributes: Attributes): Arbitrary<Act[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: at(attributes) },
      { weight: 1, arbitrary: everywhere(attributes) },
      { weight: attributes.members ? 3 : 0, arbitrary: leaving(attributes) },
    ),
    { minLength: 1, maxLength: 4 },
  );

/** What a POST or PUT says of a resource of this name. */
export const whole = (attributes: Attributes, name: string, names: Arbitrary<unknown>): Arbitrary<{ op: 'replace'; entries: Entry[] }> => {
  const others = Object.entries(attributes).filter(([attribute, { readOnly }]) => attribute !== name && !readOnly);
  const each = fc
    .constantFrom(...others)
    .chain(([attribute, row]) => fc.record({ place: fc.constant<Place>({ attribute }), value: wholeOf(row) }));
  const rest = fc.uniqueArray(each, { maxLength: 6, selector: ({ place }) => place.attribute });
  return fc.tuple(names, rest).map(([value, entries]) => ({ op: 'replace', entries: [{ place: { attribute: name }, value }, ...entries] }));
};
