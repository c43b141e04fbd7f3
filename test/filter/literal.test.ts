import { describe, expect, it } from 'vitest';
import { lex } from '#filter/lexer.ts';
import { type Literal, literalOf } from '#filter/literal.ts';

const literal = (text: string) => lex(text).map(literalOf)[0];

describe('literalOf', () => {
  it.each<[string, Literal | undefined]>([
    ['"a \\"b\\" \\u00e9"', 'a "b" é'],
    ['"true"', 'true'],
    ['true', true],
    ['FALSE', false],
    ['null', null],
    ['-0.5', -0.5],
    ['1e+21', 1e21],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', undefined],
    ['1e999', undefined],
    ['007', undefined],
    ['Sales', undefined],
    ['"\\x"', undefined],
    ['"\\u0000"', undefined],
    ['"\\ud800"', undefined],
    ['(', undefined],
    ['', undefined],
  ])('reads %s', (text, value) => expect(literal(text)).toBe(value));
});
