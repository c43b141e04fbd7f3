import { describe, expect, it } from 'vitest';
import { type Bond, cursorTimeout, openCursor, type Place, sealCursor } from '#scim-gateway/protocol/cursor.ts';
import { refusalOf } from './refusal.ts';

const bond: Bond = { secret: 'muster_scim_one', query: '["acme","/Users",null,"username",false]' };
const place: Place = { side: 'after', list: '/Users', cursor: 'WyJ1c2VyTmFtZSJd' };
const noon = Date.parse('2026-11-20T12:00:00Z');

describe('a cursor (RFC 9865 §2)', () => {
  it('MUST hold characters of the unreserved set only (RFC 3986 §2.3)', () => {
    expect(sealCursor(bond, place)).toMatch(/^[\w-]+$/);
  });

  it('is opened by whoever shows the same secret for the same query', () => {
    for (const side of ['after', 'before'] as const) {
      const sealed = sealCursor(bond, { ...place, side }, noon);
      expect(openCursor({ ...bond }, sealed, noon)).toEqual({ ...place, side });
    }
  });

  it('tells nothing of the place, and is another each time', () => {
    const [one, other] = [sealCursor(bond, place, noon), sealCursor(bond, place, noon)];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain(place.cursor);
  });

  it.each<[string, Bond]>([
    ['another secret', { ...bond, secret: 'muster_scim_two' }],
    ['another query', { ...bond, query: '["acme","/Groups",null,"username",false]' }],
    ['no secret', { ...bond, secret: '' }],
  ])('is invalid for %s', (_, other) => {
    expect(refusalOf(() => openCursor(other, sealCursor(bond, place)))).toMatchObject({ status: 400, scimType: 'invalidCursor' });
  });

  it('is invalid once a single character is another, is gone or is added', () => {
    const sealed = sealCursor(bond, place, noon);
    const changed = [...sealed].map((character, at) => sealed.slice(0, at) + (character === 'A' ? 'B' : 'A') + sealed.slice(at + 1));
    for (const cursor of [...changed, sealed.slice(1), sealed.slice(0, -1), `${sealed}A`, `${sealed}=`, ` ${sealed}`, 'AAAA', '💥'])
      expect(refusalOf(() => openCursor(bond, cursor, noon))).toMatchObject({ scimType: 'invalidCursor' });
  });

  it('expires, and not before it may', () => {
    const sealed = sealCursor(bond, place, noon);
    expect(openCursor(bond, sealed, noon + cursorTimeout * 1000)).toEqual(place);
    const late = () => openCursor(bond, sealed, noon + cursorTimeout * 1000 + 1);
    expect(refusalOf(late)).toMatchObject({ status: 400, scimType: 'expiredCursor' });
  });
});
