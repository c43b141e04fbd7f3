import { Unreadable } from './unreadable.ts';

export type Mark = '(' | ')' | '[' | ']' | '.';

/** A piece of a filter or a path; columns count from 1. */
export interface Token {
  kind: 'word' | 'string' | 'end' | Mark;
  text: string;
  column: number;
}

/** The longest filter or path that is read. */
const maxLength = 16 * 1024;

const piece = /\s*(?:(?<string>"(?:[^"\\]|\\[\s\S])*")|(?<mark>[()[\]]|(?<=\])\.)|(?<word>[^\s()[\]"]+)|(?<end>$))/uy;

/** Cuts a filter or a path into words, strings (still quoted), brackets, the dot behind a bracket and the end, in one pass. */
export function lex(text: string): Token[] {
  if (text.length > maxLength) throw new Unreadable(`It has ${text.length} characters; at most ${maxLength} are read.`);
  const tokens: Token[] = [];
  const pieces = new RegExp(piece);
  let at = 0;
  do {
    const found = pieces.exec(text)?.groups;
    if (!found) throw new Unreadable('expected a closing quotation mark.', text.indexOf('"', at) + 1);
    at = pieces.lastIndex;
    tokens.push(toToken(found, at));
  } while (tokens.at(-1)?.kind !== 'end');
  return tokens;
}

const toToken = ({ string, mark, word }: Record<string, string | undefined>, end: number): Token => {
  const text = string ?? mark ?? word ?? '';
  return { kind: kindOf(string, mark, word), text, column: end - text.length + 1 };
};

const kindOf = (string: string | undefined, mark: string | undefined, word: string | undefined): Token['kind'] => {
  if (string !== undefined) return 'string';
  if (mark !== undefined) return mark as Mark;
  return word === undefined ? 'end' : 'word';
};
