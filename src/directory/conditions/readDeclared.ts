import type { Condition } from './condition.ts';
import { attributeOf, type Definitions, declaredKinds, definitionOf } from './definitions.ts';
import { InvalidCondition } from './invalidCondition.ts';
import type { ComparedKind } from './kinds.ts';
import { readCollection, readTextElement } from './readCollection.ts';
import { readComparison, readSomeFields } from './readComparison.ts';
import { readBoolean, readText } from './readOperand.ts';

const types: readonly string[] = ['string', 'number', 'boolean', 'dateTime', 'version'] satisfies ComparedKind[];
const isType = (name: string): name is ComparedKind => types.includes(name);

type Asked = { key: string; name: string; path: string; operand: unknown };

/** The key, and the one field beside it. */
function readKeyed(path: string, raw: unknown, names: readonly string[]): Asked {
  const fields = readSomeFields(path, raw, ['key', 'exists', ...names]);
  const key = readText(`${path}.key`, Object.fromEntries(fields).key, 'the key of what is asked for');
  const [asked, ...others] = fields.filter(([name]) => name !== 'key');
  if (asked === undefined || others.length > 0) {
    throw new InvalidCondition(path, `must compare what the key names as exactly one of: ${names.join(', ')}; or ask exists.`);
  }
  const [name, operand] = asked;
  return { key, name, path: `${path}.${name}`, operand };
}

/** Refuses a comparison of a type that the key is not declared to have. */
function refuseOtherType({ key, name, path }: Asked, type: string, field: string): void {
  if (name !== field) throw new InvalidCondition(path, `is of another type: ${key} is declared as ${type}. Compare it with ${field}.`);
}

function readPresence({ path, operand }: Asked, present: Condition): Condition {
  return readBoolean(path, operand) ? present : { kind: 'not', condition: present };
}

/** An attribute of another schema: what is declared is held to its type, any other path is compared as what is asked. */
export function readAttribute(path: string, raw: unknown, definitions: Definitions): Condition {
  const asked = readKeyed(path, raw, types);
  const found = attributeOf(definitions, asked.key);
  if (found === undefined) {
    const expected = 'must be the key of a declared attribute, or the URI of a schema, a colon and the name of an attribute';
    throw new InvalidCondition(`${path}.key`, `${expected}: declare it with createAttributeDefinition.`);
  }
  const { definition, ...attribute } = found;
  if (asked.name === 'exists') return readPresence(asked, { kind: 'extensionPresent', ...attribute });
  if (definition) refuseOtherType(asked, definition.type, declaredKinds[definition.type]);
  const type = asked.name;
  if (!isType(type)) throw new InvalidCondition(asked.path, 'is unknown.');
  return readComparison(type, asked.path, asked.operand, (comparison) => ({ kind: 'extension', ...attribute, type, ...comparison }));
}

/** A fact of a device, which must be declared, and is held to its type. */
export function readFact(path: string, raw: unknown, { facts }: Definitions): Condition {
  const asked = readKeyed(path, raw, [...types, 'list']);
  const definition = definitionOf(facts, asked.key);
  if (definition === undefined) {
    throw new InvalidCondition(`${path}.key`, 'must be the key of a declared fact: declare it with createFactDefinition.');
  }
  const { key, type } = definition;
  if (asked.name === 'exists') return readPresence(asked, { kind: 'factPresent', key });
  refuseOtherType(asked, type, type === 'LIST' ? 'list' : declaredKinds[type]);
  if (type === 'LIST') {
    return readCollection(asked.path, asked.operand, { subject: 'Device', attribute: 'facts', key }, readTextElement);
  }
  const kind = declaredKinds[type];
  return readComparison(kind, asked.path, asked.operand, (comparison) => ({ kind: 'fact', key, type: kind, ...comparison }));
}
