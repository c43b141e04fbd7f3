import { isDeepStrictEqual } from 'node:util';
import type { FactType } from '#generated/prisma/client.ts';
import { ownValue } from './conditions/collections.ts';
import { type DeclaredAttribute, declaredKinds } from './conditions/definitions.ts';
import { kinds, writtenVersion } from './conditions/kinds.ts';
import { asDeclared, type Extensions, holdsName, valuesOf } from './declaredNames.ts';
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

/** What a resource that is changed holds already. */
export type Stored = () => Promise<Extensions>;

/** What is made holds nothing yet. */
export const nothingStored: Stored = async () => ({});

/**
 * The attributes of other schemas as they are kept: what is declared, under its declared names and of its type; all else as it is sent. What is there
 * already stays, whatever was declared since: what is stored is looked at where there is something to refuse.
 */
export async function heldToDefinitions(session: Session, extensions: Extensions, stored: Stored): Promise<Extensions> {
  // Most writes carry no such attributes, and pay for no look at the definitions.
  if (Object.keys(extensions).length === 0) return extensions;
  const declared = [...(await definitionsOf(session)).attributes.values()];
  const held = hold(extensions, declared, {});
  if (!held.refusal) return held.extensions;
  const { extensions: kept, refusal } = hold(extensions, declared, await stored());
  if (refusal) throw refusal;
  return kept;
}

function hold(sent: Extensions, declared: readonly DeclaredAttribute[], stored: Extensions) {
  const { extensions, twice } = asDeclared(sent, declared, (schema, name) => holdsName(stored, schema, name));
  const refused = declared.map((definition) => {
    const value = ownValue(ownValue(extensions, definition.schema), definition.name);
    return value === undefined || isUnchanged(definition, value, stored) ? undefined : refusalOf(definition, value, 'extensions');
  });
  return { extensions, refusal: twice === undefined ? refused.find((refusal) => refusal !== undefined) : repeated(twice) };
}

/** Refuses a value that is not of the type of its attribute, unless it is there already. */
export async function holdAttribute(definition: DeclaredAttribute, value: unknown, field: string, stored: Stored) {
  const refusal = refusalOf(definition, value, field);
  if (refusal && !isUnchanged(definition, value, await stored())) throw refusal;
}

function refusalOf(definition: DeclaredAttribute, value: unknown, field: string) {
  const expected = unmetByAttribute(definition, value);
  const { key, schema, name } = definition;
  return expected && invalidInput(`${schema}:${name}: must be ${expected}, as the attribute definition "${key}" says.`, field);
}

/** Whoever reads a single value may send it back as the list of one that is declared, and the other way round. */
const isUnchanged = (definition: DeclaredAttribute, value: unknown, stored: Extensions) =>
  valuesOf(stored, definition).some((before) => isDeepStrictEqual(unwrapped(before), unwrapped(value)));

const unwrapped = (value: unknown) => (Array.isArray(value) && value.length === 1 ? value[0] : value);

const repeated = (name: string) =>
  invalidInput(`extensions: ${quoted(name)} is there twice, in two spellings. Send it once.`, 'extensions');
