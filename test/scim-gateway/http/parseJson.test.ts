import { describe, expect, it } from 'vitest';
import { parseJson } from '#scim-gateway/http/parseJson.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('parseJson', () => {
  it.each(['{"a":[1,"x",null,true]}', '"[[[["', nested(64), '{"a":"\\"[[["}'])('reads %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['nothing', ''],
    ['broken JSON', "{'a':"],
    ['65 levels', nested(65)],
    ['100,000 levels', nested(100_000)],
    ['a million levels that never close', '{"a":'.repeat(1_000_000)],
  ])('refuses %s as invalidSyntax', (_what, text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidSyntax' }));
  });

  it.each([
    ['a NUL in a value', '{"a":"\\u0000"}'],
    ['a NUL in a name', '{"\\u0000":1}'],
    ['half a surrogate pair', '{"a":["\\ud800"]}'],
    ['a number beyond all numbers', '{"a":1e999}'],
    ['a whole number that would be another', '{"a":9007199254740993}'],
    ['a long whole number', '[-12345678901234567890]'],
    ['a fraction of too many digits', '{"a":{"b":0.1000000000000000055}}'],
    ['a number too small to be told from 0', '{"a":1e-400}'],
    ['one behind a text with a quotation mark', '{"a":"\\\\\\"1234567890123456","b":9007199254740993}'],
  ])('refuses %s as invalidValue', (_what, text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidValue' }));
  });

  it.each([
    '9007199254740992',
    '9007199254740994',
    '-12345678901234567000',
    '0.30000000000000004',
    '1.7976931348623157e308',
    '5e-324',
    '1.5E+3',
    '100000000000000000000000',
    '1.0000000000000000000000',
    '0.0e-999',
    '-0.00000000000000000000001',
    '"12345678901234567890"',
    '{"12345678901234567890":"1e-400"}',
  ])('keeps %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('takes time linear in the length of numbers', () => {
    const digits = (count: number) => '1'.repeat(count);
    expect(() => parseJson(`[${digits(2_000_000)}]`)).toThrow('too large');
    expect(() => parseJson(`[0.${'0'.repeat(300)}${digits(1_000_000)}]`)).toThrow('exactly');
    expect(parseJson(`[${`1.${'0'.repeat(20)},`.repeat(100_000)}1]`)).toHaveLength(100_001);
  });

  it('keeps whole surrogate pairs', () => {
    expect(parseJson('"\\ud83d\\ude00"')).toBe('😀');
  });

  it('takes __proto__ as a name like any other', () => {
    const value = parseJson('{"__proto__":{"admin":true}}');
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});
