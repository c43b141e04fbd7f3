import type { AttributeWhere } from '../documents/generated.ts';
import type { AttributeType } from '../documents/generatedEnums.ts';
import { type AttributeName, isSchemaUri } from '../protocol/attributeName.ts';
import { invalidFilter } from '../protocol/errors.ts';
import type { Filter, Test } from '../protocol/filter.ts';
import { same } from '../protocol/resolve.ts';
import { resourceTypes } from '../protocol/resourceTypes.ts';
import { boolean, certain, instant, number, type Place, type Plain, text, version } from './comparisons.ts';
import { type Declared, type DeclaredAttribute, declaredNamed, keyOf } from './declared.ts';
import { type Combination, combined, type Question } from './Question.ts';
import { type Find, nameOf } from './translateFilter.ts';

/** What is asked about attributes of other schemas. */
interface Asking<Where> extends Combination<Where> {
  attribute?: AttributeWhere | null;
}

/** Attributes of schemas that the gateway does not know are compared as they are declared, and otherwise as what the literal is. */
export const customAttribute =
  <Where extends Asking<Where>>(declared: Declared, otherwise: Find<Where>): Find<Where> =>
  (name) => {
    const definition = declaredNamed(declared, name);
    if (definition && isWhole(definition, name)) return valuesOf(definition);
    return isCustom(name) ? ofLiteral(placeOf(nameOf(name))) : otherwise(name);
  };

/** RFC 7643 §2.4: the values of a multi-valued attribute are its sub-attribute `value`. */
const isWhole = ({ multiValued }: DeclaredAttribute, { sub }: AttributeName) =>
  sub === undefined || (multiValued && isValue({ name: sub }));

const isValue = ({ urn, name, sub }: AttributeName) => urn === undefined && sub === undefined && same(name, 'value');

/**
 * A misspelt standard schema is refused, and so are a schema of other resources and a schema as a whole: as custom attributes they would quietly match
 * nobody.
 */
const isCustom = ({ urn = '', name, sub }: AttributeName) =>
  isSchemaUri(urn) && !isOurs(urn) && sub === undefined && !resourceTypes.some((type) => same(name, type.name));

const isOurs = (urn: string) =>
  /^urn:ietf:params:scim:(?!schemas:extension:)/i.test(urn) ||
  resourceTypes.some(({ extensions }) => extensions.some(({ schema }) => urn.toLowerCase().startsWith(familyOf(schema.id))));

/** What the URN of an extension is up to its version: `urn:ietf:params:scim:schemas:extension:enterprise:`. */
const familyOf = (urn: string) => urn.toLowerCase().replace(/[^:]*:[^:]*$/, '');

type Compared = Omit<AttributeWhere, 'key'>;

const placeOf =
  <Where extends Asking<Where>>(key: string): Place<Compared, Where> =>
  (comparison) =>
    asking({ attribute: { key, ...comparison } });

/** Every such where takes an attribute, and requires nothing else. */
const asking = <Where extends Asking<Where>>(question: Asking<Where>): Where => question as Where;

const valuesOf = <Where extends Asking<Where>>(definition: DeclaredAttribute): Question<Where> => {
  const plain = ofType(definition.type, placeOf<Where>(keyOf(definition)));
  return definition.multiValued ? { ...plain, some: (filter) => someValue(definition, plain, filter) } : plain;
};

/** One value for which the filter holds. The graph asks each comparison by itself, so that several at once of the same value cannot be asked. */
function someValue<Where extends Asking<Where>>(definition: DeclaredAttribute, plain: Plain<Where>, filter: Filter): Where {
  if (filter.kind === 'or') return combined({ or: filter.filters.map((one) => someValue(definition, plain, one)) });
  if (!isTest(filter) || !isValue(filter.attribute)) throw unanswered(definition);
  if (filter.kind === 'present') return plain.present();
  if (filter.kind === 'some' || filter.value === null || filter.operator === 'ne') throw unanswered(definition);
  return plain.compare(filter.operator, filter.value, filter.doubtful);
}

const isTest = (filter: Filter): filter is Test => filter.kind !== 'and' && filter.kind !== 'or' && filter.kind !== 'not';

const unanswered = ({ name }: DeclaredAttribute) =>
  invalidFilter(
    `The values of ${name} are asked by one comparison each, such as ${name}[value eq "a" or value sw "b"]; not by and, not or ne.`,
  );

/** Presence is asked whatever the type of the value. */
const ofType = <Where>(type: AttributeType, place: Place<Compared, Where>): Plain<Where> => ({
  compare: types[type](place).compare,
  present: () => place({ exists: true }),
});

const types: Record<AttributeType, <Where>(place: Place<Compared, Where>) => Pick<Plain<Where>, 'compare'>> = {
  STRING: (place) => text((string) => place({ string })),
  NUMBER: (place) => number((number) => place({ number })),
  BOOLEAN: (place) => boolean((boolean) => place({ boolean })),
  DATE_TIME: (place) => instant((dateTime) => place({ dateTime })),
  VERSION: (place) => version((version) => place({ version })),
};

const literalTypes: Record<string, AttributeType> = { number: 'NUMBER', boolean: 'BOOLEAN', string: 'STRING' };

const ofLiteral = <Where>(place: Place<Compared, Where>): Plain<Where> => ({
  compare: (operator, value, doubtful) => ofType(literalTypes[typeof certain(value, doubtful)] ?? 'STRING', place).compare(operator, value),
  present: () => place({ exists: true }),
});
