import type { AttributeDefinition, AttributeType, FactDefinition } from '#generated/prisma/client.ts';
import type { ExtensionName } from './condition.ts';
import type { ComparedKind } from './kinds.ts';
import type { PolicyConditions } from './policyConditions.ts';

export type DeclaredAttribute = Pick<AttributeDefinition, 'key' | 'schema' | 'name' | 'type' | 'multiValued'>;
export type DeclaredFact = Pick<FactDefinition, 'key' | 'type'>;

/** What is declared of custom attributes and facts, by key, and of policies, by id: what conditions, orders and values are held to. */
export interface Definitions {
  readonly attributes: ReadonlyMap<string, DeclaredAttribute>;
  readonly facts: ReadonlyMap<string, DeclaredFact>;
  readonly policies: ReadonlyMap<string, PolicyConditions>;
}

export const noDefinitions: Definitions = { attributes: new Map(), facts: new Map(), policies: new Map() };

/** How the values of a declared type are compared. */
export const declaredKinds = {
  STRING: 'string',
  NUMBER: 'number',
  BOOLEAN: 'boolean',
  DATE_TIME: 'dateTime',
  VERSION: 'version',
} as const satisfies Record<AttributeType, ComparedKind>;

/** The name behind the last colon is the attribute's, what stands before it the schema's. */
const path = /^([a-z][a-z0-9+.-]*:.*[^:]):([^:]+)$/is;

/** Names of attributes and schemas do not differ by case (RFC 7643 §2.1); what is declared is ASCII. */
export const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** The definition under a key, whatever the case. */
export const definitionOf = <Definition extends { key: string }>(
  definitions: ReadonlyMap<string, Definition>,
  key: string,
): Definition | undefined => definitions.get(key) ?? [...definitions.values()].find((declared) => sameName(declared.key, key));

/** The attribute that a key names: a short key if it is declared, a path whether or not it is; what is declared, under its declared names. */
export function attributeOf(
  { attributes }: Definitions,
  key: string,
): (ExtensionName & { definition: DeclaredAttribute | undefined }) | undefined {
  const short = definitionOf(attributes, key);
  if (short) return { key, urn: short.schema, name: short.name, definition: short };
  const [, urn, name] = path.exec(key) ?? [];
  if (urn === undefined || name === undefined) return undefined;
  const definition = [...attributes.values()].find((declared) => sameName(declared.schema, urn) && sameName(declared.name, name));
  return { key, urn: definition?.schema ?? urn, name: definition?.name ?? name, definition };
}
