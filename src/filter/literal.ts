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
  return isExactNumber(word) ? Number(word) : undefined;
};

/** A number of JSON that JavaScript can hold; any other, such as a very long employee number, is none. */
const isExactNumber = (word: string) =>
  /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(word) &&
  Number.isFinite(Number(word)) &&
  (/[.e]/i.test(word) || Number.isSafeInteger(Number(word)));

const unescaped = (string: string): string | undefined => {
  try {
    return JSON.parse(string);
  } catch {
    return undefined;
  }
};
