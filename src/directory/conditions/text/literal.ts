import type { Token } from '#filter/lexer.ts';
import { type Literal, literalOf } from '#filter/literal.ts';

/** What is left of a number without its sign, its exponent and the zeros at its ends. */
const digitsOf = (number: string): string =>
  number
    .replace(/e.*/i, '')
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '');

/** A number of JSON that is kept as it is written; of any other it would not be known which one is meant. */
function keptNumber(word: string): number | undefined {
  const number = Number(word);
  return /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(word) && digitsOf(word) === digitsOf(String(number)) ? number : undefined;
}

/** A literal of the grammar, or a number of as many digits as a number can have. */
export const literalIn = (token: Token): Literal | undefined => {
  const literal = literalOf(token);
  return literal === undefined && token.kind === 'word' ? keptNumber(token.text) : literal;
};
