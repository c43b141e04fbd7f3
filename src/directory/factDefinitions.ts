import { z } from 'zod';
import { type FactDefinition, FactType } from '#generated/prisma/client.ts';
import { definitionChange, definitionKey, mayDefine } from './definitions.ts';
import { inUse, namedByPolicies, namedByTemplates, notFound, refuse } from './errors.ts';
import { forget } from './memory.ts';
import { namedBy } from './policies/namedBy.ts';
import { isUsed, usedBy } from './profiles/usedBy.ts';
import { isUuid, type Session } from './session.ts';
import { read, type Unread } from './values.ts';
import { atVersion, isAt, type Version, whyNot } from './versions.ts';

const newFactDefinition = definitionChange.extend({ key: definitionKey, type: z.enum(FactType) });

export type NewFactDefinition = z.input<typeof newFactDefinition>;
export type FactDefinitionChange = Unread<z.input<typeof definitionChange>>;

/** Declares a fact for the devices of all connections. */
export async function createFactDefinition(session: Session, input: NewFactDefinition): Promise<FactDefinition> {
  mayDefine(session);
  const definition = read(newFactDefinition, input);
  const created = await session.db.factDefinition.create({ data: { ...definition, updatedBy: session.actor } });
  forget(session.db);
  return created;
}

/** Changes what a definition says to people, unless someone else has since `expectedVersion` was read. */
export async function updateFactDefinition(
  session: Session,
  id: string,
  input: FactDefinitionChange,
  expectedVersion?: Version,
): Promise<FactDefinition> {
  mayDefine(session);
  const change = read(definitionChange, input);
  if (!isUuid(id)) throw notFound('FactDefinition', id);
  const [definition] = await session.db.factDefinition.updateManyAndReturn({
    where: { id, ...(expectedVersion != null && { version: expectedVersion }) },
    data: { ...change, updatedBy: session.actor },
  });
  return definition ?? refuse(await whyNot(session, 'FactDefinition', id));
}

/** Deletes a definition that no device has a fact of, and no policy and no profile template names. */
export async function deleteFactDefinition(session: Session, id: string, expectedVersion?: Version): Promise<string> {
  mayDefine(session);
  if (!isUuid(id)) throw notFound('FactDefinition', id);
  const deleted = await session.db.$executeRaw`
    DELETE FROM fact_definitions WHERE id = ${id}::uuid AND ${atVersion(expectedVersion)}
      AND NOT EXISTS (SELECT FROM devices WHERE jsonb_exists(facts, key)) AND acting_as(${session.actor})
      AND NOT EXISTS (SELECT FROM policy_references WHERE "factDefinitionId" = fact_definitions.id) AND NOT ${isUsed('fact')}`;
  forget(session.db);
  return deleted ? id : refuse(await whyNotDeleted(session, id, expectedVersion));
}

async function whyNotDeleted(session: Session, id: string, expectedVersion: Version) {
  const definition = await session.db.factDefinition.findUnique({ where: { id } });
  if (!definition || !isAt(definition, expectedVersion)) return whyNot(session, 'FactDefinition', id);
  const policies = await namedBy(session, { factDefinitionId: id });
  if (policies.length > 0) return namedByPolicies(policies);
  const templates = await usedBy(session, 'fact', definition.key);
  if (templates.length > 0) return namedByTemplates(templates);
  return inUse(`Devices have the fact ${definition.key}. Remove it from them first: report it as null.`);
}
