import { z } from 'zod';
import type { Definitions } from './conditions/definitions.ts';
import { unmet } from './declaredValues.ts';
import { invalidInput, quoted } from './errors.ts';
import { nearest } from './nearest.ts';
import { plainText, read, texts } from './values.ts';

/** Facts as they are sent: by key, null removes. */
export const facts = z
  .custom<Record<string, unknown> | null>((value) => typeof value === 'object' && !Array.isArray(value), 'must be a JSON object')
  .refine((value) => Object.keys(value ?? {}).length <= 1000, 'must have at most 1000 facts');

/** What is kept of a fact; null removes it. */
export type Fact = string | number | boolean | string[] | null;

/** The facts, each held to its definition; refuses one that nobody has declared, or whose value is of another type. */
export const heldFacts = (sent: Record<string, unknown>, definitions: Definitions): Record<string, Fact> =>
  Object.fromEntries(Object.entries(sent).map(([key, value]) => [key, heldFact(key, value, definitions)]));

function heldFact(key: string, value: unknown, definitions: Definitions): Fact {
  const definition = definitions.facts.get(key);
  if (!definition) throw undeclared(key, definitions);
  const expected = unmet(definition.type, value);
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
