import { InvalidCondition } from './invalidCondition.ts';
import { type Accepts, type Pattern, patternLimits, stepsOf } from './pattern.ts';

const special = '\\^$.|?*+()[]{}';
const punctuation = /[!-/:-@[-`{-~]/;
const alike = [/^[0-9]$/, /^[a-z]$/, /^[A-Z]$/];

const oneOf =
  (characters: RegExp): Accepts =>
  (character) =>
    characters.test(character);
const only =
  (wanted: string): Accepts =>
  (character) =>
    character === wanted;

/** Of ASCII alone, and named by small letters alone, so that a pattern without regard to case is the pattern in small letters. */
const classes: Record<string, Accepts> = { d: oneOf(/[0-9]/), w: oneOf(/[0-9A-Za-z_]/), s: oneOf(/[ \t\n\v\f\r]/) };

/** Reads a pattern; its case does not matter to whether it is one. */
export function parsePattern(path: string, text: string): Pattern {
  const characters = Array.from(text);
  let at = 0;

  const ends = (): boolean => at === characters.length;
  const peek = (wanted: string, ahead = 0): boolean => characters[at + ahead] === wanted;
  const refused = (expected: string) =>
    new InvalidCondition(path, `is no pattern: character ${at + 1} must be ${expected}. A backslash makes punctuation stand for itself.`);

  function accept(wanted: string): boolean {
    const found = peek(wanted);
    if (found) at += 1;
    return found;
  }

  function take(expected: string, isExpected: (character: string) => boolean): string {
    const character = characters[at];
    if (character === undefined || !isExpected(character)) throw refused(expected);
    at += 1;
    return character;
  }

  // choice = sequence *( "|" sequence )
  function choice(): Pattern {
    const patterns = [sequence()];
    while (accept('|')) patterns.push(sequence());
    return { kind: 'choice', patterns };
  }

  // sequence = 1*( "^" / "$" / atom [ repeat ] )
  function sequence(): Pattern {
    const patterns: Pattern[] = [];
    do patterns.push(accept('^') ? { kind: 'start' } : accept('$') ? { kind: 'end' } : repeated(atom()));
    while (!ends() && !peek('|') && !peek(')'));
    return { kind: 'sequence', patterns };
  }

  // repeat = "*" / "+" / "?" / "{" number [ "," [ number ] ] "}"
  function repeated(pattern: Pattern): Pattern {
    if (accept('*')) return { kind: 'repeat', pattern, least: 0, most: Number.POSITIVE_INFINITY };
    if (accept('+')) return { kind: 'repeat', pattern, least: 1, most: Number.POSITIVE_INFINITY };
    if (accept('?')) return { kind: 'repeat', pattern, least: 0, most: 1 };
    if (!accept('{')) return pattern;
    const least = number(0);
    const most = !accept(',') ? least : peek('}') ? Number.POSITIVE_INFINITY : number(least);
    take('"}"', only('}'));
    return { kind: 'repeat', pattern, least, most };
  }

  // number = 1*3DIGIT
  function number(least: number): number {
    let digits = '';
    while (digits.length < 3 && alike[0]?.test(characters[at] ?? '')) digits += characters[at++];
    const value = Number(digits);
    if (digits === '' || value < least || value > patternLimits.steps) throw refused(`a number from ${least} to ${patternLimits.steps}`);
    return value;
  }

  // atom = "." / "(" [ "?:" ] choice ")" / "[" set "]" / escape / character
  function atom(): Pattern {
    if (accept('.')) return { kind: 'one', accepts: () => true };
    if (accept('(')) return group();
    if (accept('[')) return { kind: 'one', accepts: set() };
    if (accept('\\')) return { kind: 'one', accepts: escaped() };
    return { kind: 'one', accepts: only(take('a character, a set or a group', (character) => !special.includes(character))) };
  }

  function group(): Pattern {
    if (peek('?') && peek(':', 1)) at += 2;
    const inside = choice();
    take('")"', only(')'));
    return inside;
  }

  // escape = "\" ( "d" / "w" / "s" / punctuation )
  function escaped(): Accepts {
    const character = take('d, w, s or punctuation', (one) => Object.hasOwn(classes, one) || punctuation.test(one));
    return classes[character] ?? only(character);
  }

  // set = [ "^" ] [ "-" ] 1*( escape / range / character ) [ "-" ]
  function set(): Accepts {
    const negated = accept('^');
    const members: Accepts[] = accept('-') ? [only('-')] : [];
    while (!peek(']')) members.push(member());
    if (members.length === 0) throw refused('a member of the set');
    at += 1;
    return (character) => members.some((accepts) => accepts(character)) !== negated;
  }

  // range = DIGIT "-" DIGIT / small "-" small / capital "-" capital
  function member(): Accepts {
    if (accept('\\')) return escaped();
    if (peek('-') && peek(']', 1)) return only(take('"-"', only('-')));
    const first = take('a member of the set, or "]"', (character) => !'[]-'.includes(character));
    if (!peek('-') || peek(']', 1)) return only(first);
    const kind = alike.find((letters) => letters.test(first));
    if (kind === undefined) throw refused('in a range within 0-9, a-z or A-Z');
    at += 1;
    const last = take(`the end of a range that begins with ${first}`, (character) => kind.test(character) && character >= first);
    return (character) => kind.test(character) && character >= first && character <= last;
  }

  if (characters.length > patternLimits.characters) {
    throw new InvalidCondition(path, `has ${characters.length} characters: a pattern has at most ${patternLimits.characters}.`);
  }
  const pattern = choice();
  if (!ends()) throw refused('the end, or within parentheses');
  if (stepsOf(pattern) > patternLimits.steps) {
    throw new InvalidCondition(
      path,
      `is too long with its repeats written out: it may match ${patternLimits.steps} characters one by one.`,
    );
  }
  return pattern;
}
