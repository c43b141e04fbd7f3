import type { AttributeDefinition, FactDefinition } from '#generated/prisma/client.ts';

/** What is declared of custom attributes and facts, by key: what conditions, orders and values are held to. */
export interface Definitions {
  readonly attributes: ReadonlyMap<string, Pick<AttributeDefinition, 'key' | 'schema' | 'name' | 'type' | 'multiValued'>>;
  readonly facts: ReadonlyMap<string, Pick<FactDefinition, 'key' | 'type'>>;
}

export const noDefinitions: Definitions = { attributes: new Map(), facts: new Map() };
