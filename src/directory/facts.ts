import { z } from 'zod';
import { type DeclaredFact, type Definitions, definitionOf } from './conditions/definitions.ts';
import { unmet } from './declaredValues.ts';
import { factsTooLarge, invalidInput, quoted, refuse } from './errors.ts';
import { nearest } from './nearest.ts';
import { plainText, read, texts } from './values.ts';

/** Facts as they are sent: by key, null removes. */
export const facts = z
  .custom<Record<string, unknown> | null>((value) => typeof value === 'object' && !Array.isArray(value), 'must be a JSON object')
  .refine((value) => Object.keys(value ?? {}).length <= 1000, 'must have at most 1000 facts');

const maximumLength = 256 * 1024;

/** What is kept of a fact; null removes it. */
export type Fact = string | number | boolean | string[] | null;

/** The facts, each held to its definition and under its key; refuses one that nobody has declared, or whose value is of another type. */
export function heldFacts(sent: Record<string, unknown>, definitions: Definitions): Record<string, Fact> {
  const held = new Map<string, Fact>();
  for (const [key, value] of Object.entries(sent)) {
    const definition = definitionOf(definitions.facts, key) ?? refuse(undeclared(key, definitions));
    if (held.has(definition.key)) throw invalidInput(`facts.${key}: is there twice. Send it once.`, `facts.${key}`);
    held.set(definition.key, heldFact(key, value, definition));
  }
  const kept = Object.fromEntries(held);
  // What a device has grown to is the database's to bound; a row of a batch is told by itself what is too large on its own.
  if (JSON.stringify(kept).length > maximumLength) throw factsTooLarge();
  return kept;
}

function heldFact(key: string, sent: unknown, { type }: DeclaredFact): Fact {
  const value = type === 'VERSION' && typeof sent === 'string' ? sent.trim() : sent;
  const expected = unmet(type, value);
  if (expected) throw invalidInput(`facts.${key}: must be ${expected}, as its fact definition says.`, `facts.${key}`);
  if (typeof value === 'string') return read(plainText, value, ['facts', key]);
  if (Array.isArray(value)) return read(texts, value, ['facts', key]);
  return value as number | boolean | null;
}

function undeclared(key: string, definitions: Definitions) {
  const near = nearest(key, definitions.facts.keys()).map(quoted).join(' or ');
  const advice = near ? `Did you mean ${near}?` : 'Ask factDefinitions for those that there are, or declare it with createFactDefinition.';
  return invalidInput(`facts: there is no fact ${quoted(key)}. ${advice}`, 'facts');
}
