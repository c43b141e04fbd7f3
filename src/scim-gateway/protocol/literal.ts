import type { Token } from '#filter/lexer.ts';
import { isDoubtful, literalOf } from '#filter/literal.ts';
import { isStorable } from '#filter/text.ts';
import { unquotedLiteral } from '../dialects/entra.ts';
import type { Comparison } from './filter.ts';

/** A literal, or a word that stands for one. */
export function comparedValue(token: Token): Pick<Comparison, 'value' | 'doubtful'> | undefined {
  const literal = literalOf(token);
  const isText = literal === undefined && token.kind === 'word' && isStorable(token.text);
  const value = isText ? unquotedLiteral(token.text) : literal;
  return value === undefined ? undefined : { value, ...(isText && isDoubtful(token.text) && { doubtful: token.column }) };
}
