import type { FactType } from '#generated/prisma/client.ts';
import { ownValue } from './conditions/collections.ts';
import { type DeclaredAttribute, declaredKinds, sameName } from './conditions/definitions.ts';
import { kinds, writtenVersion } from './conditions/kinds.ts';
import { definitionsOf } from './definitions.ts';
import { invalidInput, quoted } from './errors.ts';
import type { Session } from './session.ts';

/** What one value of a type is; a list is of texts. */
const kindOf = (type: FactType) => kinds[type === 'LIST' ? 'string' : declaredKinds[type]];

/** A version is compared by what it begins with, and asked for by that alone. */
const expectedOf = (type: FactType) => (type === 'VERSION' ? writtenVersion : kindOf(type).expected);

const isOne = (type: FactType, value: unknown) =>
  value === null || (type === 'VERSION' ? kinds.version.comparable(value) : kindOf(type).operand(value)) !== undefined;

/** What a value has to be to be of its declared type; undefined when it is. Null is no value, and so of every type. */
export function unmet(type: FactType, value: unknown): string | undefined {
  if (type !== 'LIST') return isOne(type, value) ? undefined : expectedOf(type);
  const isList = value === null || (Array.isArray(value) && value.every((element) => typeof element === 'string'));
  return isList ? undefined : 'a list of texts';
}

/** The same of an attribute, whose empty text is no value either. A multi-valued one holds a list or a single value. */
function unmetByAttribute({ type, multiValued }: DeclaredAttribute, value: unknown): string | undefined {
  if (!multiValued || !Array.isArray(value)) return value === '' ? undefined : unmet(type, value);
  const fits = value.every((element) => element === '' || isOne(type, element));
  return fits ? undefined : `a list whose every value is ${expectedOf(type)}`;
}

/** The attributes of other schemas as they are kept: what is declared, under its declared names and of its type; all else as it is sent. */
export async function heldToDefinitions(session: Session, extensions: Extensions): Promise<Extensions> {
  // Most writes carry no such attributes, and pay for no look at the definitions.
  if (Object.keys(extensions).length === 0) return extensions;
  const declared = [...(await definitionsOf(session)).attributes.values()];
  const kept = asDeclared(extensions, declared);
  for (const definition of declared) {
    const value = ownValue(ownValue(kept, definition.schema), definition.name);
    if (value !== undefined) holdAttribute(definition, value, 'extensions');
  }
  return kept;
}

/** Refuses a value that is not of the type of its attribute. */
export function holdAttribute(definition: DeclaredAttribute, value: unknown, field: string) {
  const expected = unmetByAttribute(definition, value);
  const { key, schema, name } = definition;
  if (expected) throw invalidInput(`${schema}:${name}: must be ${expected}, as the attribute definition "${key}" says.`, field);
}

export type Extensions = Record<string, unknown>;

/** Names of schemas and attributes do not differ by case (RFC 7643 §2.1): those of what is declared are written as they are declared. */
function asDeclared(extensions: Extensions, declared: readonly DeclaredAttribute[]): Extensions {
  const kept = new Map<string, unknown>();
  for (const [sent, value] of Object.entries(extensions)) {
    const ofSchema = declared.filter(({ schema }) => sameName(schema, sent));
    const schema = ofSchema.find((definition) => definition.schema === sent)?.schema ?? ofSchema[0]?.schema;
    const [name, attributes] = schema && isObject(value) ? [schema, attributesAsDeclared(value, ofSchema)] : [sent, value];
    kept.set(name, kept.has(name) ? together(name, kept.get(name), attributes) : attributes);
  }
  return Object.fromEntries(kept);
}

function attributesAsDeclared(attributes: Extensions, ofSchema: readonly DeclaredAttribute[]): Extensions {
  const entries = Object.entries(attributes).map(([name, value]): [string, unknown] => [
    ofSchema.find((definition) => sameName(definition.name, name))?.name ?? name,
    value,
  ]);
  refuseTwice(entries.map(([name]) => name));
  return Object.fromEntries(entries);
}

/** A schema that is sent in two spellings has the attributes of both. */
function together(schema: string, one: unknown, other: unknown): unknown {
  if (!isObject(one) || !isObject(other)) throw twice(schema);
  refuseTwice([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...Object.entries(one), ...Object.entries(other)]);
}

function refuseTwice(names: readonly string[]) {
  const repeated = names.find((name, place) => names.indexOf(name) < place);
  if (repeated !== undefined) throw twice(repeated);
}

const twice = (name: string) => invalidInput(`extensions: ${quoted(name)} is there twice, in two spellings. Send it once.`, 'extensions');

const isObject = (value: unknown): value is Extensions => typeof value === 'object' && value !== null && !Array.isArray(value);
