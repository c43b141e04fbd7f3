import { z } from 'zod';
import { type Definitions, noDefinitions } from './conditions/definitions.ts';
import { mentionsDeclared, mentionsPolicies } from './conditions/mentionsDeclared.ts';
import { readPolicies } from './conditions/policyConditions.ts';
import { forbidden } from './errors.ts';
import { remembered } from './memory.ts';
import { seesPolicy } from './policies/policyReach.ts';
import { mayWrite, type Session } from './session.ts';
import { plainText } from './values.ts';

/** What is declared of custom attributes and facts, for all connections: a change reaches this process at once, others within a second. */
export const definitionsOf = async ({ db }: Session): Promise<Definitions> =>
  (await remembered(db, 'definitions', readDefinitions)) ?? noDefinitions;

/** The same as it is now. */
export async function readDefinitions(db: Pick<Session['db'], 'attributeDefinition' | 'factDefinition'>): Promise<Definitions> {
  const [attributes, facts] = await Promise.all([
    db.attributeDefinition.findMany({ orderBy: { id: 'asc' } }),
    db.factDefinition.findMany({ orderBy: { id: 'asc' } }),
  ]);
  return { ...noDefinitions, attributes: byKey(attributes), facts: byKey(facts) };
}

/** What a where is held to: most name nothing that is declared, and pay for no look at what is. */
export async function definitionsFor(session: Session, where: unknown): Promise<Definitions> {
  const { policies, ...definitions } = await allDefinitionsFor(session, where);
  return { ...definitions, policies: new Map([...policies].filter(([, policy]) => seesPolicy(session, policy))) };
}

/** The same with all of the policies, for a where that is kept: what it names counts, whether or not those who ask reach it. */
export async function allDefinitionsFor(session: Session, where: unknown): Promise<Definitions> {
  if (!mentionsDeclared(where)) return noDefinitions;
  return mentionsPolicies(where) ? withPolicies(session) : definitionsOf(session);
}

/** What is declared, and all policies, as they were a moment ago. */
export async function withPolicies(session: Session): Promise<Definitions> {
  const definitions = await definitionsOf(session);
  const policies = await remembered(session.db, 'policies', async (db) => readPolicies(await db.policy.findMany(), definitions));
  return { ...definitions, policies: policies ?? noDefinitions.policies };
}

const byKey = <Definition extends { key: string }>(definitions: readonly Definition[]) =>
  new Map(definitions.map((definition) => [definition.key, definition]));

/** Refuses every session but those that may change what all connections share. */
export function mayDefine(session: Session) {
  mayWrite(session);
  if (session.role === 'PROVISIONER' || session.connections !== 'all')
    throw forbidden('change definitions, which all connections share: it is limited to some');
}

export const definitionKey = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'must be a letter, then up to 63 letters, digits, hyphens and underscores');

/** What may change of a definition: values and conditions rely on all the rest. */
export const definitionChange = z.strictObject({ description: plainText }).partial();
