import { type Attribute, attributes, type CollectionAttribute, isCompared } from '../conditions/attributes.ts';
import { ownValue } from '../conditions/collections.ts';
import type { Subject } from '../conditions/condition.ts';
import { type DeclaredAttribute, type DeclaredFact, type Definitions, declaredKinds } from '../conditions/definitions.ts';
import { kinds, presentValue } from '../conditions/kinds.ts';
import type { Fields } from '../conditions/subjects.ts';

/** Of whom a variable tells: the device, the user to whom it is assigned, and that user's manager. */
export type Owner = 'device' | 'user' | 'manager';

/** How a value is read from a row. */
interface Reading {
  /** As the change log names it. */
  readonly column: string;
  readonly value: (row: Fields) => unknown;
}

/** What a name stands for. */
export type Variable = { readonly owner: Owner } & (Reading | { readonly groups: 'all' | 'direct' });

/** It tells of the record: what is rendered would be stale with every change, whatever it is. */
const isOfRecord = (name: string) => name === 'updatedAt';

/** The element that is marked as the primary one, or else the first. */
const primary = (elements: readonly Fields[]): Fields | undefined => elements.find((element) => element.primary === true) ?? elements[0];

const addressParts = [
  'formatted',
  'streetAddress',
  'locality',
  'region',
  'postalCode',
  'country',
] satisfies (keyof typeof attributes.Address)[];

type Column = CollectionAttribute & { column: string };

/** Of a list, its values together, and of the primary element alone its value: emails and email. */
const ofList: { [Of in Subject]?: (name: string, list: Column) => [string, Reading][] } = {
  Text: (name, { column, values }) => [[name, { column, value: (row) => values(row).map(({ value }) => value) }]],
  MultiValue: (name, { column, values }) => [
    [name, { column, value: (row) => values(row).map(({ value }) => value) }],
    [name.slice(0, -1), { column, value: (row) => primary(values(row))?.value }],
  ],
  Address: (_, { column, values }) =>
    addressParts.map((part): [string, Reading] => [`address.${part}`, { column, value: (row) => primary(values(row))?.[part] }]),
};

function readingsOf(name: string, attribute: Attribute): [string, Reading][] {
  if (attribute.kind === 'part') return ofRow(attribute.of).map(([part, reading]) => [`${name}.${part}`, reading]);
  if (!('column' in attribute)) return [];
  if (attribute.kind === 'collection') return ofList[attribute.of]?.(name, attribute) ?? [];
  return isCompared(attribute) && !isOfRecord(name) ? [[name, attribute]] : [];
}

const ofRow = (subject: Subject): [string, Reading][] =>
  Object.entries<Attribute>(attributes[subject]).flatMap(([name, attribute]) => readingsOf(name, attribute));

const rows: Record<Owner, Subject> = { device: 'Device', user: 'User', manager: 'User' };

const owners = ['device', 'user', 'manager'] as const;

/** What can be named without being declared: what conditions ask about too, and the names of groups. */
const fixed: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ...owners.flatMap((owner) =>
    ofRow(rows[owner]).map(([name, { column, value }]): [string, Variable] => [`${owner}.${name}`, { owner, column, value }]),
  ),
  ['groups', { owner: 'user', groups: 'all' }],
  ['directGroups', { owner: 'user', groups: 'direct' }],
]);

/** What is of another type than is declared counts as missing, as it does for conditions. */
const present = (type: DeclaredAttribute['type'], raw: unknown) =>
  [raw].flat().filter((value) => presentValue(kinds[declaredKinds[type]], value) !== undefined);

const attributeReading = ({ schema, name, type }: DeclaredAttribute): Reading => ({
  column: 'extensions',
  value: ({ extensions }) => present(type, ownValue(ownValue(extensions, schema), name)),
});

const factReading = ({ key, type }: DeclaredFact): Reading => ({
  column: 'facts',
  value: ({ facts }) => present(type === 'LIST' ? 'STRING' : type, ownValue(facts, key)),
});

const declaredName = /^(?:(user|manager)\.attributes|(device)\.facts)\.(.+)$/s;

function declared(name: string, { attributes: declaredAttributes, facts }: Definitions): Variable | undefined {
  const [, person, , key = ''] = declaredName.exec(name) ?? [];
  if (person === 'user' || person === 'manager') {
    const attribute = declaredAttributes.get(key);
    return attribute && { owner: person, ...attributeReading(attribute) };
  }
  const fact = facts.get(key);
  return fact && { owner: 'device', ...factReading(fact) };
}

/** What a name stands for, if it does for anything: names are written as they are here and as they are declared. */
export const variableNamed = (name: string, definitions: Definitions): Variable | undefined =>
  fixed.get(name) ?? declared(name, definitions);

/** The names by which an attribute or a fact is known, by its key. */
export const declaredNames = {
  attribute: (key: string): string[] => [`user.attributes.${key}`, `manager.attributes.${key}`],
  fact: (key: string): string[] => [`device.facts.${key}`],
};

/** Whether what a name stands for depends on what is declared. */
export const isDeclaredName = (name: string): boolean => declaredName.test(name);

/** Every name that stands for something. */
export const variableNames = (definitions: Definitions): string[] => [
  ...fixed.keys(),
  ...[...definitions.attributes.keys()].flatMap(declaredNames.attribute),
  ...[...definitions.facts.keys()].flatMap(declaredNames.fact),
];
