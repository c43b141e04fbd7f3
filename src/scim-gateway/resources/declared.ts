import type { AttributeDefinitionsQuery } from '../documents/generated.ts';
import type { AttributeType } from '../documents/generatedEnums.ts';
import type { AttributeName } from '../protocol/attributeName.ts';
import { isForeign, mentionsForeign } from '../protocol/declared.ts';
import type { Filter } from '../protocol/filter.ts';
import { same } from '../protocol/resolve.ts';
import { type Attribute, attribute, type ResourceType, type Schema } from '../protocol/schema.ts';
import type { Context } from './Resource.ts';

/** A custom attribute of users, as the graph's registry declares it. */
export type DeclaredAttribute = NonNullable<AttributeDefinitionsQuery['attributeDefinitions']>['nodes'][number];

export type Declared = readonly DeclaredAttribute[];

/** What each declared type is in SCIM, and what is said of an attribute whose definition says nothing. */
const types: Record<AttributeType, { type: Attribute['type']; description: string }> = {
  STRING: { type: 'string', description: 'A text.' },
  NUMBER: { type: 'decimal', description: 'A number.' },
  BOOLEAN: { type: 'boolean', description: 'True or false.' },
  DATE_TIME: { type: 'dateTime', description: 'An instant.' },
  VERSION: { type: 'string', description: 'A version such as "14.10", compared part by part as numbers.' },
};

const toAttribute = ({ name, type, multiValued, description }: DeclaredAttribute): Attribute =>
  attribute(name, description ?? types[type].description, { type: types[type].type, multiValued });

const toSchemas = (declared: Declared): Schema[] =>
  [...new Set(declared.map(({ schema }) => schema))].map((id) => ({
    id,
    name: id,
    description: 'Custom attributes that are declared; others beside them are kept as they are sent.',
    attributes: declared.filter(({ schema }) => schema === id).map(toAttribute),
  }));

/** Only attributes of users are declared. */
const isDeclarable = ({ id }: ResourceType) => id === 'User';

/** A type with the schemas of the attributes that are declared. */
export const withDeclared = (type: ResourceType, declared: Declared): ResourceType =>
  isDeclarable(type) && declared.length > 0 ? { ...type, declared: toSchemas(declared) } : type;

/** A type as what was sent is to be read: with what is declared, if that is about other schemas. */
export const typeFor = async (context: Pick<Context, 'declared'>, type: ResourceType, sent: unknown): Promise<ResourceType> =>
  isDeclarable(type) && mentionsForeign(type, sent) ? withDeclared(type, await context.declared()) : type;

/** The declared attribute that a name means: the very same first, then one in another case (RFC 7643 §2.1). */
export const declaredNamed = (declared: Declared, { urn = '', name }: AttributeName): DeclaredAttribute | undefined =>
  declared.find((one) => one.schema === urn && one.name === name) ?? declared.find((one) => same(one.schema, urn) && same(one.name, name));

/** How the graph is asked for it. */
export const keyOf = ({ schema, name }: DeclaredAttribute) => `${schema}:${name}`;

/** What is declared, if a filter or an order names attributes of other schemas; without that it is not asked for. */
export const declaredFor = async (
  context: Pick<Context, 'declared'>,
  type: ResourceType,
  { filter, sortBy }: { filter?: Filter; sortBy?: string },
): Promise<Declared> => ([...urnsIn(filter), ...(sortBy ? [sortBy] : [])].some(isForeign(type)) ? context.declared() : []);

const urnsIn = (filter: Filter | undefined): string[] => {
  if (!filter) return [];
  if (filter.kind === 'and' || filter.kind === 'or') return filter.filters.flatMap(urnsIn);
  return filter.kind === 'not' ? urnsIn(filter.filter) : [filter.attribute.urn ?? ''];
};
