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
  ])('refuses %s as invalidValue', (_what, text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidValue' }));
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
