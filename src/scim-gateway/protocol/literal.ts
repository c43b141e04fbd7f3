import { unquotedLiteral } from '../dialects/entra.ts';
import type { Literal } from './filter.ts';
import type { Token } from './lexer.ts';
import { isStorable } from './text.ts';

// literal = string / "true" / "false" / "null" / number / word
export function literalOf({ kind, text }: Token): Literal | undefined {
  if (kind === 'word') return wordAsLiteral(text);
  const string = kind === 'string' ? unescaped(text) : undefined;
  return string !== undefined && isStorable(string) ? string : undefined;
}

const wordAsLiteral = (word: string): Literal | undefined => {
  if (/^(true|false|null)$/i.test(word)) return JSON.parse(word.toLowerCase());
  return isExactNumber(word) ? Number(word) : isStorable(word) ? unquotedLiteral(word) : undefined;
};

/** A number of JSON that JavaScript can hold; any other, such as a very long employee number, stays the text that it is. */
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
