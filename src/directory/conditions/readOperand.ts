import type { Operand } from './condition.ts';
import { durationOf } from './duration.ts';
import { InvalidCondition } from './invalidCondition.ts';
import type { Kind } from './kinds.ts';
import type { Taken } from './operators.ts';
import { parsePattern } from './parsePattern.ts';

/** The most values that a list of operands or ids may have. */
export const maxValues = 1000;

const isNothing = (value: unknown): boolean => value === null || value === undefined;

/** Refuses characters that PostgreSQL cannot keep. */
function refuseBrokenText(path: string, text: string): void {
  if (text.includes('\0')) throw new InvalidCondition(path, 'contains the character NUL: leave it out.');
  if (/\p{Surrogate}/u.test(text)) throw new InvalidCondition(path, 'contains half a surrogate pair: send well-formed Unicode.');
}

export function readText(path: string, raw: unknown, expected = 'a text'): string {
  if (typeof raw !== 'string') throw new InvalidCondition(path, `must be ${expected}.`);
  refuseBrokenText(path, raw);
  return raw;
}

export function readList<Item>(path: string, raw: unknown, readItem: (path: string, item: unknown) => Item): Item[] {
  if (!Array.isArray(raw)) throw new InvalidCondition(path, 'must be a list.');
  if (raw.length > maxValues) throw new InvalidCondition(path, `has ${raw.length} values: ask for at most ${maxValues} at once.`);
  return raw.map((item, at) => readItem(`${path}[${at}]`, item));
}

export function readBoolean(path: string, raw: unknown): boolean {
  if (typeof raw !== 'boolean') throw new InvalidCondition(path, 'must be true or false.');
  return raw;
}

function refuseNothing(path: string, raw: unknown): void {
  if (isNothing(raw)) throw new InvalidCondition(path, 'is null: ask with exists whether there is a value.');
}

const readValue =
  (kind: Kind) =>
  (path: string, raw: unknown): Operand => {
    refuseNothing(path, raw);
    const operand = kind.operand(raw);
    if (operand === undefined) throw new InvalidCondition(path, `must be ${kind.expected}.`);
    if (typeof operand === 'string') refuseBrokenText(path, operand);
    return operand;
  };

function readPattern(path: string, raw: unknown): string {
  refuseNothing(path, raw);
  const text = readText(path, raw, 'a pattern');
  parsePattern(path, text);
  return text;
}

function readDuration(path: string, raw: unknown): string {
  refuseNothing(path, raw);
  if (typeof raw === 'string' && durationOf(raw) !== undefined) return raw;
  throw new InvalidCondition(path, 'must be an ISO 8601 duration of whole units, at most a century, such as P30D or P1DT12H.');
}

/** The operand of an operator as JSON keeps it. */
export const readOperand: Record<Taken, (kind: Kind, path: string, raw: unknown) => Operand | Operand[]> = {
  value: (kind, path, raw) => readValue(kind)(path, raw),
  list: (kind, path, raw) => readList(path, raw, readValue(kind)),
  pattern: (_kind, path, raw) => readPattern(path, raw),
  past: (_kind, path, raw) => readDuration(path, raw),
  future: (_kind, path, raw) => readDuration(path, raw),
  presence: (_kind, path, raw) => readBoolean(path, raw),
};
