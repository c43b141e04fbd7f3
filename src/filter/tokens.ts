import { lex, type Manner, type Mark, type Token } from './lexer.ts';
import { Unreadable } from './unreadable.ts';

/** The deepest nesting of parentheses and brackets that is read. */
const maxDepth = 50;

/** What the grammars of filters and paths read from; every refusal names the column and what stands there. */
export interface Tokens {
  /** What comes, without a step. */
  next(): Token;
  peek(mark: Mark): boolean;
  /** Steps over a mark or a keyword, if it is there. */
  accept(text: Mark | Keyword): boolean;
  /** Takes one token as what `read` makes of it, or refuses it. */
  take<Value>(what: string, read: (token: Token) => Value | undefined): Value;
  enclosed<Inner>(inner: () => Inner, close: ')' | ']'): Inner;
  expected(what: string): Unreadable;
  end(): void;
}

type Keyword = 'and' | 'or' | 'not' | 'pr';

export function tokensOf(text: string, manner?: Manner): Tokens {
  const tokens = lex(text, manner);
  let at = 0;
  let depth = 0;

  const next = () => tokens[at] as Token;
  const expected = (what: string): Unreadable => {
    const { column, kind, text: found } = next();
    return new Unreadable(`expected ${what}, found ${kind === 'end' ? 'the end' : quoted(found)}.`, column);
  };
  const peek = (mark: Mark) => next().kind === mark;
  const accept = (wanted: Mark | Keyword) => {
    const found = next().kind !== 'string' && next().text.toLowerCase() === wanted;
    if (found) at++;
    return found;
  };

  return {
    next,
    peek,
    accept,
    expected,
    take: (what, read) => {
      const value = read(next());
      if (value === undefined) throw expected(what);
      at++;
      return value;
    },
    enclosed: (inner, close) => {
      if (++depth > maxDepth) throw new Unreadable(`nested deeper than ${maxDepth} levels.`, next().column);
      const result = inner();
      if (!accept(close)) throw expected(`"${close}"`);
      depth--;
      return result;
    },
    end: () => {
      if (next().kind !== 'end') throw expected('the end');
    },
  };
}

const quoted = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
