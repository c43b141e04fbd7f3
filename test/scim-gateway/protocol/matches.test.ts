import { describe, expect, it } from 'vitest';
import { membersAttribute } from '#scim-gateway/protocol/groupSchema.ts';
import { matches } from '#scim-gateway/protocol/matches.ts';
import { parseFilter } from '#scim-gateway/protocol/parseFilter.ts';
import type { Attribute } from '#scim-gateway/protocol/schema.ts';
import { userSchema } from '#scim-gateway/protocol/userSchema.ts';
import { refusalOf } from './refusal.ts';

const emails = userSchema.attributes.find(({ name }) => name === 'emails') as Attribute;
const work = { type: 'work', value: 'Ada@acme.com', primary: true };
const bare = { value: 'x' };

describe('matches', () => {
  it.each<[string, object, boolean]>([
    ['type eq "work"', work, true],
    ['TYPE EQ "WORK"', work, true],
    ['type ne "work"', work, false],
    ['type ne "home"', work, true],
    ['value co "@ACME"', work, true],
    ['value sw "ada"', work, true],
    ['value ew ".com"', work, true],
    ['value ew ".org"', work, false],
    ['value gt "ada"', work, true],
    ['value ge "ada@acme.com"', work, true],
    ['value lt "ada"', work, false],
    ['value le "ada@acme.com"', work, true],
    ['primary eq true', work, true],
    ['primary eq "True"', work, true],
    ['primary eq "false"', work, false],
    ['primary ne false', work, true],
    ['primary pr', work, true],
    ['type pr', bare, false],
    ['type eq "work"', bare, false],
    ['type ne "work"', bare, true],
    ['type co "w"', bare, false],
    ['type gt "a"', bare, false],
    ['type eq null', bare, true],
    ['type ne null', bare, false],
    ['type eq null', work, false],
    ['type ne null', work, true],
    ['primary eq true', bare, false],
    ['not (type eq "work")', bare, true],
    ['type eq "home" or primary eq true', work, true],
    ['type eq "work" and primary eq false', work, false],
    ['value eq 7', { value: '7' }, true],
    ['value eq "ΟΔΟΣ"', { value: 'οδοσ' }, true],
    ['value eq "ΟΔΟΣ"', { value: 'οδος' }, true],
    ['value eq "ſ"', { value: 'S' }, true],
    ['value eq "İ"', { value: 'i\u0307' }, false],
    ['value eq "𐐀"', { value: '𐐨' }, false],
  ])('answers whether %s holds for %j: %s', (text, element, expected) => {
    expect(matches(emails, parseFilter(text), element as never)).toBe(expected);
  });

  it('minds the case of what is caseExact', () => {
    expect(matches(membersAttribute, parseFilter('value eq "A"'), { value: 'a' })).toBe(false);
    expect(matches(membersAttribute, parseFilter('type eq "user"'), { value: 'a', type: 'User' })).toBe(true);
  });

  it.each(['nope eq "x"', 'value.nope eq "x"', 'emails[type eq "x"]', 'primary gt true', 'primary co "t"', 'hasOwnProperty pr'])(
    'refuses %s',
    (text) => {
      expect(refusalOf(() => matches(emails, parseFilter(text), work))).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    },
  );
});
