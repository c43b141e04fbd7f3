import { Unreadable } from './unreadable.ts';

export type Mark = '(' | ')' | '[' | ']' | ',' | '.';

/** A piece of a filter or a path; columns count from 1. */
export interface Token {
  kind: 'word' | 'string' | 'end' | Mark;
  text: string;
  column: number;
}

/** In what the texts of two grammars differ. */
export interface Manner {
  /** The longest text that is read. */
  longest: number;
  /** Whether a comma stands for itself, or is a letter of a word. */
  commas: boolean;
}

/** The filters and paths of RFC 7644. */
const ofFilters: Manner = { longest: 16 * 1024, commas: false };

const piece = (marks: string) =>
  new RegExp(String.raw`\s*(?:(?<string>"(?:[^"\\]|\\[\s\S])*")|(?<mark>[${marks}]|(?<=\])\.)|(?<word>[^\s${marks}"]+)|(?<end>$))`, 'uy');
const brackets = String.raw`()[\]`;

/** Cuts a filter or a path into words, strings (still quoted), marks, the dot behind a bracket and the end, in one pass. */
export function lex(text: string, { longest, commas }: Manner = ofFilters): Token[] {
  if (text.length > longest) throw new Unreadable(`It has ${text.length} characters; at most ${longest} are read.`);
  const tokens: Token[] = [];
  const pieces = piece(commas ? `${brackets},` : brackets);
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
