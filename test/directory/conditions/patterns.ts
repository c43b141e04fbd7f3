import fc from 'fast-check';
import { InvalidCondition } from '#directory/conditions/invalidCondition.ts';
import { parsePattern } from '#directory/conditions/parsePattern.ts';
import { words } from './values.ts';

const letters = Array.from(new Set(words.flatMap((word) => Array.from(word))));
const literally = (text: string): string => text.replace(/[!-/:-@[-`{-~]/g, '\\$&');

const escapes = ['\\d', '\\w', '\\s', '\\.', '\\\\', '\\-', '\\]', '\\^', '\\%', '\\_'];
const letter = fc.constantFrom(...letters).map(literally);
const member = fc.oneof(letter, fc.constantFrom(...escapes, 'a-z', 'A-Z', '0-9', 'b-t', 'S-S', '^^'));
const hyphen = fc.constantFrom('', '', '-');
const set = fc
  .tuple(fc.constantFrom('', '^'), hyphen, fc.array(member, { minLength: 1, maxLength: 3 }), hyphen)
  .map(([negation, first, members, last]) => `[${negation}${first}${members.join('').replace(/^\^/, '\\^')}${last}]`);

const literal = fc.constantFrom(...words).map(literally);
const repeat = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0}', '{0,1}', '{1,3}', '{2,}');

const { whole } = fc.letrec<Record<'whole' | 'sequence' | 'piece' | 'group', string>>((tie) => ({
  group: fc.tuple(fc.constantFrom('(', '(?:'), tie('whole')).map(([opening, inside]) => `${opening}${inside})`),
  piece: fc.oneof(
    { maxDepth: 2 },
    literal,
    fc.constantFrom('^', '$'),
    fc.tuple(fc.oneof(letter, fc.constantFrom('.', ...escapes), set), repeat).map((parts) => parts.join('')),
    fc.tuple(tie('group'), repeat).map((parts) => parts.join('')),
  ),
  sequence: fc.array(tie('piece'), { minLength: 1, maxLength: 2 }).map((pieces) => pieces.join('')),
  whole: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map((sequences) => sequences.join('|')),
}));

/** Whether its repeats can be written out; what else is refused is a fault of the grammar above, or of the parser. */
function fits(text: string): boolean {
  try {
    return parsePattern('pattern', text) !== undefined;
  } catch (error) {
    return !(error instanceof InvalidCondition && error.message.includes('too long'));
  }
}

/** Patterns of every rule of the grammar, about the letters that values are made of. */
export const pattern = whole.filter(fits);
