import { describe, expect, it } from 'vitest';
import { nearest } from '#directory/nearest.ts';

describe('nearest', () => {
  it.each([
    ['diskFreGb', ['diskFreeGb', 'jailbroken'], ['diskFreeGb']],
    ['DISKFREEGB', ['diskFreeGb'], ['diskFreeGb']],
    ['apps', ['lapse', 'app', 'appz', 'Apps', 'appx'], ['Apps', 'app', 'appz']],
    ['wifi', ['diskFreeGb'], []],
    ['', ['a'], []],
    ['x'.repeat(101), ['x'.repeat(100)], []],
    ['a', [], []],
  ])('finds what may have been meant by %j among %j', (name, names, expected) => {
    expect(nearest(name, names)).toEqual(expected);
  });
});
