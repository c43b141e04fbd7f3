import { isExact } from './isExact.ts';
import type { Token } from './lexer.ts';
import { isStorable } from './text.ts';

export type Literal = string | number | boolean | null;

// literal = string / "true" / "false" / "null" / number
export function literalOf({ kind, text }: Token): Literal | undefined {
  if (kind === 'word') return wordAsLiteral(text);
  const string = kind === 'string' ? unescaped(text) : undefined;
  return string !== undefined && isStorable(string) ? string : undefined;
}

const wordAsLiteral = (word: string): Literal | undefined => {
  if (/^(true|false|null)$/i.test(word)) return JSON.parse(word.toLowerCase());
  return isNumber(word) ? Number(word) : undefined;
};

/** A number of JSON that JavaScript can hold; any other, such as a very long employee number, is none. */
const isNumber = (word: string) =>
  /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(word) && isExact(word) && (/[.e]/i.test(word) || Number.isSafeInteger(Number(word)));

/** A word that looks like a number and is none that can be kept, such as `042` or `1e400`. */
export const isDoubtful = (word: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d*)?$/i.test(word) && !isNumber(word);

const unescaped = (string: string): string | undefined => {
  try {
    return JSON.parse(string);
  } catch {
    return undefined;
  }
};
