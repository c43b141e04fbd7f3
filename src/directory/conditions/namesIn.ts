import { type Attribute, attributeNamed } from './attributes.ts';
import type { Subject } from './condition.ts';

export type NamedType = 'User' | 'Group' | 'Device' | 'Connection' | 'Policy' | 'AttributeDefinition' | 'FactDefinition';

/** Something that a where names, as it is written there: a definition by its key, all else by its id. The path is that of the place. */
export type Name = { type: NamedType; name: string; path: string };

type Place = { subject: Subject; field: string; path: string };

/** Of whom the ids are that a column holds. */
const idTypes: Record<string, (subject: Subject) => NamedType> = {
  id: (subject) => (subject === 'Group' ? 'Group' : subject === 'Device' ? 'Device' : 'User'),
  connection: () => 'Connection',
  assignedUserId: () => 'User',
};

const fieldsOf = (value: unknown): [name: string, value: unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** The texts of an operand: one, or each of a list. */
function* texts(path: string, operand: unknown): Generator<readonly [path: string, text: string]> {
  if (typeof operand === 'string') yield [path, operand];
  if (Array.isArray(operand)) for (const [at, value] of operand.entries()) yield* texts(`${path}[${at}]`, value);
}

function* named(type: NamedType | undefined, path: string, value: unknown, fields: readonly string[]): Generator<Name> {
  if (type === undefined) return;
  for (const [field, operand] of fieldsOf(value)) {
    if (fields.includes(field)) for (const [at, name] of texts(`${path}.${field}`, operand)) yield { type, name, path: at };
  }
}

type Walk = (place: Place, value: unknown, of: Subject) => Iterable<Name>;

const inside: Walk = ({ subject, path }, value) => namesIn(subject, value, path);
const ofPeople: Walk = ({ path }, value) => namesIn('User', value, path);
const groups: Walk = ({ path }, value) => named('Group', path, value, ['ids']);

function* each({ subject, path }: Place, value: unknown): Generator<Name> {
  if (Array.isArray(value)) for (const [at, where] of value.entries()) yield* namesIn(subject, where, `${path}[${at}]`);
}

function* elements({ path }: Place, value: unknown, of: Subject): Generator<Name> {
  for (const [quantifier, where] of fieldsOf(value)) yield* namesIn(of, where, `${path}.${quantifier}`);
}

/** Where names stand in what is asked under each kind of attribute; under the others there are none. */
const walks: { [Kind in Attribute['kind']]?: Walk } = {
  id: ({ subject, field, path }, value) => named(idTypes[field]?.(subject), path, value, ['eq', 'ne', 'in', 'notIn']),
  and: each,
  or: each,
  not: inside,
  manager: ofPeople,
  assignedUser: ofPeople,
  collection: elements,
  memberOf: groups,
  notMemberOf: groups,
  reportsTo: ({ path }, value) => named('User', path, value, ['id']),
  inPolicies: ({ path }, value) => named('Policy', path, value, ['ids']),
  extension: ({ path }, value) => named('AttributeDefinition', path, value, ['key']),
  facts: ({ path }, value) => named('FactDefinition', path, value, ['key']),
};

/** What a where names, which readCondition has read: a key may also be the path of an attribute that is not declared. */
export function* namesIn(subject: Subject, where: unknown, path: string): Generator<Name> {
  for (const [field, value] of fieldsOf(where)) {
    const attribute = attributeNamed(subject, field);
    const of = attribute?.kind === 'collection' ? attribute.of : subject;
    if (attribute) yield* walks[attribute.kind]?.({ subject, field, path: `${path}.${field}` }, value, of) ?? [];
  }
}
