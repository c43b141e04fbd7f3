import { z } from 'zod';
import { type AttributeDefinition, AttributeType } from '#generated/prisma/client.ts';
import { sameName } from './conditions/definitions.ts';
import { definitionChange, definitionKey, definitionsOf, mayDefine } from './definitions.ts';
import { invalidInput, namedByPolicies, namedByTemplates, notFound, quoted, refuse } from './errors.ts';
import { forget } from './memory.ts';
import { namedBy } from './policies/namedBy.ts';
import { refuseBreakingDefinition } from './policies/refuseBreakingDefinition.ts';
import { isUsed, usedBy } from './profiles/usedBy.ts';
import { isReservedSchema } from './reservedSchemas.ts';
import { isUuid, type Session } from './session.ts';
import { isForeignSchema, read, type Unread } from './values.ts';
import { atVersion, isAt, type Version, whyNot } from './versions.ts';

/** Schema and name share an index. */
const longestPart = 256;

const newAttributeDefinition = definitionChange.extend({
  key: definitionKey,
  schema: z
    .string()
    .max(longestPart, `must be at most ${longestPart} characters`)
    .refine(
      (schema) => /^[\x21-\x7e]*[^:]$/.test(schema) && isForeignSchema(schema) && !isReservedSchema(schema),
      'must be the URI of a schema that is neither SCIM’s nor Muster’s own, such as urn:acme:2.0:User',
    ),
  name: z
    .string()
    .max(longestPart, `must be at most ${longestPart} characters`)
    .regex(/^[a-z][\w-]*$/i, 'must be the name of an attribute (RFC 7643 §2.1): a letter, then letters, digits, hyphens and underscores'),
  type: z.enum(AttributeType),
  multiValued: z
    .boolean()
    .nullish()
    .transform((multiValued) => multiValued ?? false),
});

export type NewAttributeDefinition = z.input<typeof newAttributeDefinition>;
export type AttributeDefinitionChange = Unread<z.input<typeof definitionChange>>;

/** Declares a custom attribute for all connections. Values that are there already stay as they are; what would leave policies unreadable is refused. */
export async function createAttributeDefinition(session: Session, input: NewAttributeDefinition): Promise<AttributeDefinition> {
  mayDefine(session);
  const definition = read(newAttributeDefinition, input);
  await refuseOtherSpelling(session, definition.schema);
  await refuseBreakingDefinition(session, definition);
  const created = await session.db.attributeDefinition.create({ data: { ...definition, updatedBy: session.actor } });
  forget(session.db);
  return created;
}

/** A schema that were written in two ways would be two to whoever reads what is kept. */
async function refuseOtherSpelling(session: Session, schema: string) {
  const declared = [...(await definitionsOf(session)).attributes.values()].find((other) => sameName(other.schema, schema));
  if (declared && declared.schema !== schema)
    throw invalidInput(`schema: other attributes have it as ${quoted(declared.schema)}. Write it so.`, 'schema');
}

/** Changes what a definition says to people, unless someone else has since `expectedVersion` was read. */
export async function updateAttributeDefinition(
  session: Session,
  id: string,
  input: AttributeDefinitionChange,
  expectedVersion?: Version,
): Promise<AttributeDefinition> {
  mayDefine(session);
  const change = read(definitionChange, input);
  if (!isUuid(id)) throw notFound('AttributeDefinition', id);
  const [definition] = await session.db.attributeDefinition.updateManyAndReturn({
    where: { id, ...(expectedVersion != null && { version: expectedVersion }) },
    data: { ...change, updatedBy: session.actor },
  });
  return definition ?? refuse(await whyNot(session, 'AttributeDefinition', id));
}

/** Deletes a definition that no policy and no profile template names. The values stay, and are held to nothing any more. */
export async function deleteAttributeDefinition(session: Session, id: string, expectedVersion?: Version): Promise<string> {
  mayDefine(session);
  if (!isUuid(id)) throw notFound('AttributeDefinition', id);
  const deleted = await session.db.$executeRaw`
    DELETE FROM attribute_definitions WHERE id = ${id}::uuid AND ${atVersion(expectedVersion)} AND acting_as(${session.actor})
      AND NOT EXISTS (SELECT FROM policy_references WHERE "attributeDefinitionId" = attribute_definitions.id) AND NOT ${isUsed('attribute')}`;
  forget(session.db);
  return deleted ? id : refuse(await whyNotDeleted(session, id, expectedVersion));
}

async function whyNotDeleted(session: Session, id: string, expectedVersion: Version) {
  const definition = await session.db.attributeDefinition.findUnique({ where: { id } });
  if (!definition || !isAt(definition, expectedVersion)) return whyNot(session, 'AttributeDefinition', id);
  const policies = await namedBy(session, { attributeDefinitionId: id });
  if (policies.length > 0) return namedByPolicies(policies);
  const templates = await usedBy(session, 'attribute', definition.key);
  return templates.length > 0 ? namedByTemplates(templates) : whyNot(session, 'AttributeDefinition', id);
}
