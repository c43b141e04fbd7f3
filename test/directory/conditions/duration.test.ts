import { describe, expect, it } from 'vitest';
import { durationOf, shifted } from '#directory/conditions/duration.ts';

describe('durationOf', () => {
  it.each([
    ['P30D', '2026-03-01T12:00:00.000Z'],
    ['P2W', '2026-03-17T12:00:00.000Z'],
    ['P1DT2H', '2026-03-30T10:00:00.000Z'],
    ['PT90M', '2026-03-31T10:30:00.000Z'],
    ['PT1S', '2026-03-31T11:59:59.000Z'],
    ['P1M', '2026-02-28T12:00:00.000Z'],
    ['P13M', '2025-02-28T12:00:00.000Z'],
    ['P1Y', '2025-03-31T12:00:00.000Z'],
    ['P1Y1M1DT1H', '2025-02-27T11:00:00.000Z'],
    ['P0D', '2026-03-31T12:00:00.000Z'],
  ])('reads %s, which before the last of March is %s', (text, moment) => {
    const duration = durationOf(text);
    expect(duration && new Date(shifted(new Date('2026-03-31T12:00:00Z'), duration, -1)).toISOString()).toBe(moment);
  });

  it.each(['', 'P', 'PT', 'P1DT', '30D', 'P-1D', '-P1D', 'P1.5D', 'P1S', 'P1D2H', 'p1d', 'P1D\n', 'P101Y', 'P999999999D'])(
    'refuses %j',
    (text) => expect(durationOf(text)).toBeUndefined(),
  );
});
