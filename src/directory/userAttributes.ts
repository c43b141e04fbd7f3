import { Prisma } from '#generated/prisma/client.ts';
import { ownValue } from './conditions/collections.ts';
import { type DeclaredAttribute, type Definitions, definitionOf } from './conditions/definitions.ts';
import type { Extensions } from './declaredNames.ts';
import { holdAttribute, type Stored } from './declaredValues.ts';
import { definitionsOf } from './definitions.ts';
import { invalidInput, quoted } from './errors.ts';
import { nearest } from './nearest.ts';
import type { Session } from './session.ts';

/** What changes of custom attributes: by schema and name, null for what goes. */
export type AttributeChange = Record<string, Record<string, unknown>>;

/** Custom attributes that are sent by their keys, each held to its definition; null instead of them removes all that are declared. */
export async function readAttributes(session: Session, sent: Record<string, unknown> | null, stored: Stored): Promise<AttributeChange> {
  const definitions = await definitionsOf(session);
  const asked = sent ?? Object.fromEntries([...definitions.attributes.keys()].map((key) => [key, null]));
  const change: AttributeChange = {};
  for (const [key, value] of Object.entries(asked)) {
    const definition = definitionOf(definitions.attributes, key) ?? refuseUndeclared(key, definitions);
    const { schema, name } = definition;
    await holdAttribute(definition, value, `attributes.${key}`, stored);
    const ofSchema = Object.hasOwn(change, schema) ? change[schema] : {};
    if (ofSchema && Object.hasOwn(ofSchema, name))
      throw invalidInput(`attributes.${key}: is there twice. Send it once.`, `attributes.${key}`);
    change[schema] = { ...ofSchema, [name]: value === '' ? null : value };
  }
  return change;
}

function refuseUndeclared(key: string, { attributes }: Definitions): never {
  const near = nearest(key, attributes.keys()).map(quoted).join(' or ');
  const advice = near
    ? `Did you mean ${near}?`
    : 'Ask attributeDefinitions for those that there are, or declare it with createAttributeDefinition.';
  throw invalidInput(`attributes: there is no attribute ${quoted(key)}. ${advice}`, 'attributes');
}

const given = (attributes: Record<string, unknown>) => Object.entries(attributes).filter(([, value]) => value !== null);

/** What a person begins with. */
export const firstExtensions = (change: AttributeChange): Extensions =>
  Object.fromEntries(
    Object.entries(change)
      .map(([schema, attributes]) => [schema, given(attributes)] as const)
      .flatMap(([schema, attributes]) => (attributes.length > 0 ? [[schema, Object.fromEntries(attributes)]] : [])),
  );

const json = (value: object) => Prisma.sql`${JSON.stringify(value)}::jsonb`;

/** The attributes of one schema with those that come, and without those that go. */
function merged(schema: string, attributes: Record<string, unknown>): Prisma.Sql {
  const kept = Prisma.sql`extensions -> ${schema}::text`;
  const going = Object.keys(attributes).filter((name) => attributes[name] === null);
  return Prisma.sql`${schema}::text,
    (CASE WHEN jsonb_typeof(${kept}) = 'object' THEN ${kept} ELSE '{}' END || ${json(Object.fromEntries(given(attributes)))}) - ${going}::text[]`;
}

/** The column after the change, of the row as it is when it is written: whoever sets other attributes meanwhile keeps theirs. */
export function mergedExtensions(change: AttributeChange): Prisma.Sql {
  const schemas = Object.keys(change);
  if (schemas.length === 0) return Prisma.sql`extensions`;
  const objects = Prisma.join(Object.entries(change).map(([schema, attributes]) => merged(schema, attributes)));
  return Prisma.sql`(
    SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(extensions || jsonb_build_object(${objects}))
    WHERE NOT (key = ANY(${schemas}::text[]) AND value = '{}'))`;
}

/** The declared attributes that a person has, by key. */
export const attributesByKey = ({ attributes }: Definitions, extensions: unknown): Record<string, unknown> =>
  Object.fromEntries([...attributes.values()].flatMap((definition) => valueUnder(definition, extensions)));

function valueUnder({ key, schema, name }: DeclaredAttribute, extensions: unknown): [string, unknown][] {
  const value = ownValue(ownValue(extensions, schema), name);
  return value === undefined || value === null || value === '' ? [] : [[key, value]];
}
