import type { Token } from '#filter/lexer.ts';
import { literalOf } from '#filter/literal.ts';
import type { Tokens } from '#filter/tokens.ts';
import { Unreadable } from '#filter/unreadable.ts';
import { maxValues } from '../readOperand.ts';
import { type Located, located } from './located.ts';
import { idSettings } from './questions.ts';
import { operatorSpelled } from './spellings.ts';

/** What may be said behind a test, by name. */
export type Settings = ReadonlyMap<string, Located>;

/** How something is asked: whether it is there at all, if there is no operand; with what is said behind it. */
export type Test = { column: number; operator: string; operand: Located | undefined; settings: Settings };

const settingNames: readonly string[] = ['as', 'caseSensitive', ...idSettings];

const value = 'a value (a text in quotation marks, a number, true, false or null)';

const literal = (token: Token): Located | undefined => {
  const read = literalOf(token);
  return read === undefined ? undefined : located(token.column, read);
};

const word = ({ kind, text, column }: Token): Located | undefined => (kind === 'word' ? located(column, text) : undefined);

// list = "(" [ literal *( "," literal ) ] ")"
function readList({ accept, enclosed, expected, next, peek, take }: Tokens): Located {
  const { column } = next();
  if (!accept('(')) throw expected('a list of values in parentheses');
  const literals = () => {
    const read = peek(')') ? [] : [take(value, literal)];
    while (read.length > 0 && accept(',')) {
      if (read.length === maxValues)
        throw new Unreadable(`has more than ${maxValues} values: ask for at most ${maxValues} at once.`, column);
      read.push(take(value, literal));
    }
    return read;
  };
  return located(column, enclosed(literals, ')'));
}

const settingNamed = ({ kind, text }: Token): string | undefined =>
  kind === 'word' ? settingNames.find((name) => name.toLowerCase() === text.toLowerCase()) : undefined;

// settings = *( name ( literal / word ) )
function readSettings({ next, take }: Tokens): Settings {
  const settings = new Map<string, Located>();
  for (let name = settingNamed(next()); name !== undefined; name = settingNamed(next())) {
    if (settings.has(name)) throw new Unreadable(`says ${name} twice.`, next().column);
    take(name, settingNamed);
    settings.set(
      name,
      take(`what ${name} is`, (token) => literal(token) ?? word(token)),
    );
  }
  return settings;
}

// test = ( "pr" / operator ( literal / list ) ) settings
export function readTest(tokens: Tokens): Test {
  const { accept, next, take } = tokens;
  const { column } = next();
  if (accept('pr')) return { column, operator: 'exists', operand: undefined, settings: readSettings(tokens) };
  const { name, takes } = take('an operator such as eq, co, in or pr', ({ kind, text }) =>
    kind === 'word' ? operatorSpelled(text) : undefined,
  );
  const operand = takes === 'list' ? readList(tokens) : take(value, literal);
  return { column, operator: name, operand, settings: readSettings(tokens) };
}
