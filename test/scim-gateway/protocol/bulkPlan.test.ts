import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBulk } from '#scim-gateway/protocol/bulkPlan.ts';
import type { BulkOperation } from '#scim-gateway/protocol/bulkRequest.ts';

/** A POST that names others. */
const post = (bulkId: string, ...names: string[]): BulkOperation => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { members: names.map((name) => `bulkId:${name}`) },
});
const patch = (path: string, ...names: string[]): BulkOperation => ({ ...post('', ...names), method: 'PATCH', path });

/** A plan as words: `0-b` goes without b, `0+b` adds it. */
const words = (operations: readonly BulkOperation[]) =>
  planBulk(operations)
    .map(({ at, without, completes }) => `${at}${without.size > 0 ? `${completes ? '+' : '-'}${[...without].join()}` : ''}`)
    .join(' ');

describe('planBulk (RFC 7644 §3.7, §3.7.1)', () => {
  it.each<[string, BulkOperation[], string]>([
    ['keeps the order of what names nothing', [post('a'), patch('/Users/1'), post('b')], '0 1 2'],
    ['runs what is named first', [post('a', 'b'), post('b', 'c'), post('c')], '2 1 0'],
    ['holds back only what has to wait', [post('a', 'b'), patch('/Users/1'), post('b'), post('c')], '1 2 0 3'],
    ['keeps operations on one resource in order', [patch('/Users/1', 'b'), patch('/users/1/'), post('b')], '2 0 1'],
    ['waits for a name in a path', [patch('/Users/bulkId:a'), post('a')], '1 0'],
    ['leaves what nobody creates to be refused', [post('a', 'nobody')], '0'],
    ['takes a bulkId of anything but a POST for none', [post('a', 'b'), { ...patch('/Users/1'), bulkId: 'b' }], '0 1'],
    ['completes one of two that name each other', [post('a', 'b'), post('b', 'a')], '0-b 1 0+b'],
    ['completes what names itself', [post('a', 'a')], '0-a 0+a'],
    ['completes a circle of three', [post('a', 'b'), post('b', 'c'), post('c', 'a')], '0-b 1-c 0+b 2 1+c'],
    ['names what is on no circle at once', [post('a', 'b', 'c'), post('b', 'a'), post('c')], '2 0-b 1 0+b'],
    ['runs what names a circle when that is complete', [patch('/Users/bulkId:a'), post('a', 'b'), post('b', 'a')], '1-b 2 1+b 0'],
    ['keeps circles apart', [post('a', 'b', 'c'), post('b', 'a'), post('c', 'd'), post('d', 'c')], '2-d 3 2+d 0-b 1 0+b'],
  ])('%s', (_, operations, plan) => {
    expect(words(operations)).toBe(plan);
  });

  it('runs every operation once, after all that it names but what names it in a circle, and completes what it held back', () => {
    const names = Array.from({ length: 8 }, (_, at) => `${at}`);
    const edges = fc.array(fc.subarray(names), { minLength: 8, maxLength: 8 });
    const kinds = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(edges, kinds, (named, isPost) => {
        const operations = named.map((others, at) => (isPost[at] ? post(`${at}`, ...others) : patch(`/Users/${at % 2}`, ...others)));
        const tasks = planBulk(operations);
        const runs = tasks.filter(({ completes }) => !completes);
        expect(runs.map(({ at }) => at).sort()).toEqual(operations.map((_, at) => at));
        for (const [place, { at, without, completes }] of tasks.entries()) {
          const done = new Set(tasks.slice(0, place).map((task) => `${task.at}`));
          const wanted = (named[at] ?? []).filter((name) => isPost[Number(name)] && (completes || !without.has(name)));
          expect(wanted.filter((name) => !done.has(name))).toEqual([]);
        }
        const held = runs.filter(({ without }) => without.size > 0).map(({ at }) => at);
        expect(
          tasks
            .filter(({ completes }) => completes)
            .map(({ at }) => at)
            .sort(),
        ).toEqual(held.sort());
      }),
    );
  });

  it('plans a thousand operations that name each other, one after another or backwards, in no time', () => {
    const numbers = Array.from({ length: 1000 }, (_, at) => at);
    for (const next of [(at: number) => at + 1, (at: number) => at - 1, (at: number) => (at + 1) % 1000]) {
      expect(new Set(planBulk(numbers.map((at) => post(`${at}`, `${next(at)}`))).map(({ at }) => at)).size).toBe(1000);
    }
    const many = numbers.map((at) => post(`${at}`, ...numbers.slice(0, 400).map((other) => `${(at + other) % 1000}`)));
    expect(planBulk(many).length).toBeGreaterThan(1000);
  });
});
