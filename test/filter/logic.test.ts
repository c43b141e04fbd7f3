import { describe, expect, it } from 'vitest';
import { type Logic, readLogic } from '#filter/logic.ts';
import { tokensOf } from '#filter/tokens.ts';
import { Unreadable } from '#filter/unreadable.ts';

type Letter = { kind: 'letter'; letter: string };

function read(text: string): string {
  const tokens = tokensOf(text);
  const letter = ({ text: found }: { text: string }): Letter | undefined =>
    /^[a-z]$/.test(found) ? { kind: 'letter', letter: found } : undefined;
  const logic = readLogic<Letter>(tokens, () => tokens.take('a letter', letter));
  tokens.end();
  return written(logic);
}

const written = (logic: Logic<Letter>): string => {
  if (logic.kind === 'letter') return logic.letter;
  return logic.kind === 'not' ? `not(${written(logic.filter)})` : `${logic.kind}(${logic.filters.map(written).join(' ')})`;
};

describe('readLogic', () => {
  it.each([
    ['a', 'a'],
    ['((a))', 'a'],
    ['a and b and c', 'and(a b c)'],
    ['a or b and c or d', 'or(a and(b c) d)'],
    ['(a or b) and c', 'and(or(a b) c)'],
    ['a and (b and c)', 'and(a and(b c))'],
    ['NOT (a OR b) AND not(not(c))', 'and(not(or(a b)) not(not(c)))'],
  ])('reads %s', (text, logic) => expect(read(text)).toBe(logic));

  it.each<[text: string, reason: string, column: number]>([
    ['', 'expected a letter, found the end.', 1],
    ['a b', 'expected the end, found "b".', 3],
    ['a and', 'expected a letter, found the end.', 6],
    ['(a', 'expected ")", found the end.', 3],
    ['not a', 'expected "(", found "a".', 5],
    ['(a]', 'expected ")", found "]".', 3],
    ['('.repeat(51), 'nested deeper than 50 levels.', 52],
  ])('refuses %s', (text, reason, column) => expect(() => read(text)).toThrow(new Unreadable(reason, column)));
});
