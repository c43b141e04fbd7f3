import type { Token } from '#filter/lexer.ts';
import { type Literal, literalOf } from '#filter/literal.ts';
import { isStorable } from '#filter/text.ts';
import { unquotedLiteral } from '../dialects/entra.ts';

/** A literal, or a word that stands for one. */
export function literalOrWord(token: Token): Literal | undefined {
  const literal = literalOf(token);
  const isText = literal === undefined && token.kind === 'word' && isStorable(token.text);
  return isText ? unquotedLiteral(token.text) : literal;
}
