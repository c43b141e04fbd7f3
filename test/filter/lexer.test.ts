import { describe, expect, it } from 'vitest';
import { lex, type Manner } from '#filter/lexer.ts';
import { Unreadable } from '#filter/unreadable.ts';

const tokens = (text: string, manner?: Manner) => lex(text, manner).map(({ kind, text, column }) => `${kind}:${text}@${column}`);

describe('lex', () => {
  it.each<[string, string[]]>([
    ['', ['end:@1']],
    ['  ', ['end:@3']],
    ['a', ['word:a@1', 'end:@2']],
    ['a pr', ['word:a@1', 'word:pr@3', 'end:@5']],
    ['a  eq "b c"', ['word:a@1', 'word:eq@4', 'string:"b c"@7', 'end:@12']],
    ['"\\""', ['string:"\\""@1', 'end:@5']],
    ['"a\\\\"b', ['string:"a\\\\"@1', 'word:b@6', 'end:@7']],
    ['e[t].v', ['word:e@1', '[:[@2', 'word:t@3', ']:]@4', '.:.@5', 'word:v@6', 'end:@7']],
    ['e[t] .v', ['word:e@1', '[:[@2', 'word:t@3', ']:]@4', 'word:.v@6', 'end:@8']],
    ['not(a.b)', ['word:not@1', '(:(@4', 'word:a.b@5', '):)@8', 'end:@9']],
    ['urn:x:2.0:User:a-b_c', ['word:urn:x:2.0:User:a-b_c@1', 'end:@21']],
    ['zoë 😀', ['word:zoë@1', 'word:😀@5', 'end:@7']],
  ])('cuts %j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it.each<[string, string[], string[]]>([
    ['a,b', ['word:a,b@1', 'end:@4'], ['word:a@1', ',:,@2', 'word:b@3', 'end:@4']],
    [
      '("a", 1,2)',
      ['(:(@1', 'string:"a"@2', 'word:,@5', 'word:1,2@7', '):)@10', 'end:@11'],
      ['(:(@1', 'string:"a"@2', ',:,@5', 'word:1@7', ',:,@8', 'word:2@9', '):)@10', 'end:@11'],
    ],
    ['"a,b"', ['string:"a,b"@1', 'end:@6'], ['string:"a,b"@1', 'end:@6']],
  ])('cuts %j at commas where they stand for themselves', (text, inWords, apart) => {
    expect(tokens(text)).toEqual(inWords);
    expect(tokens(text, { longest: 100, commas: true })).toEqual(apart);
  });

  it('reads no text that is longer than its grammar’s', () => {
    expect(() => tokens('a'.repeat(16_385))).toThrow(new Unreadable('It has 16385 characters; at most 16384 are read.'));
    expect(() => tokens('a'.repeat(101), { longest: 100, commas: true })).toThrow(
      new Unreadable('It has 101 characters; at most 100 are read.'),
    );
    expect(tokens('a'.repeat(100), { longest: 100, commas: true })).toHaveLength(2);
  });

  it('names the column of a quotation mark that is never closed', () => {
    expect(() => tokens('a eq  "b')).toThrow(new Unreadable('expected a closing quotation mark.', 7));
  });
});
