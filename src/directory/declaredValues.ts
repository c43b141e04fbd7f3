import type { FactType } from '#generated/prisma/client.ts';
import { type DeclaredAttribute, declaredKinds } from './conditions/definitions.ts';
import { kinds } from './conditions/kinds.ts';
import { definitionsOf } from './definitions.ts';
import { invalidInput } from './errors.ts';
import type { Session } from './session.ts';

/** What one value of a type is; a list is of texts. */
const kindOf = (type: FactType) => kinds[type === 'LIST' ? 'string' : declaredKinds[type]];

const isOne = (type: FactType, value: unknown) => value === null || kindOf(type).operand(value) !== undefined;

/** What a value has to be to be of its declared type; undefined when it is. Null is no value, and so of every type. */
export function unmet(type: FactType, value: unknown): string | undefined {
  if (type !== 'LIST') return isOne(type, value) ? undefined : kindOf(type).expected;
  const isList = value === null || (Array.isArray(value) && value.every((element) => typeof element === 'string'));
  return isList ? undefined : 'a list of texts';
}

/** The same of an attribute, whose empty text is no value either. A multi-valued one holds a list or a single value. */
function unmetByAttribute({ type, multiValued }: DeclaredAttribute, value: unknown): string | undefined {
  if (!multiValued || !Array.isArray(value)) return value === '' ? undefined : unmet(type, value);
  const fits = value.every((element) => element === '' || isOne(type, element));
  return fits ? undefined : `a list whose every value is ${kindOf(type).expected}`;
}

/** Refuses a declared attribute whose value is of another type; attributes that nobody has declared are kept as sent. */
export async function holdToDefinitions(session: Session, extensions: Record<string, unknown> = {}) {
  // Most writes carry no such attributes, and pay for no look at the definitions.
  if (Object.keys(extensions).length === 0) return;
  for (const definition of (await definitionsOf(session)).attributes.values()) {
    const { key, schema, name } = definition;
    const value = valueAt(extensions, schema, name);
    const expected = value === undefined ? undefined : unmetByAttribute(definition, value);
    if (expected) throw invalidInput(`${schema}:${name}: must be ${expected}, as the attribute definition "${key}" says.`, 'extensions');
  }
}

const valueAt = (extensions: Record<string, unknown>, schema: string, name: string): unknown => {
  const holder = own(extensions, schema);
  return typeof holder === 'object' && holder !== null ? own(holder, name) : undefined;
};

const own = (holder: object, name: string): unknown => (Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined);
