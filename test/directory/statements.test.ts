import { describe, expect, it } from 'vitest';
import { inStatements } from '#directory/statements.ts';
import { Prisma } from '#generated/prisma/client.ts';

/** A part with so many operands. */
const part = (operands: number) => Prisma.sql`(${Prisma.join(Array.from({ length: operands }, (_, at) => at))})`;
const sizes = (...operands: number[]) => inStatements(operands.map(part)).map((parts) => parts.map(({ values }) => values.length));

describe('inStatements', () => {
  it('puts as much into one statement as it has room for, in the order in which it comes', () => {
    expect(sizes()).toEqual([]);
    expect(sizes(1, 2, 3)).toEqual([[1, 2, 3]]);
    expect(sizes(9_000, 6_000, 1, 14_999, 1)).toEqual([[9_000, 6_000], [1, 14_999], [1]]);
  });

  it('leaves nothing out that has more operands than that', () => {
    expect(sizes(1, 20_000, 1)).toEqual([[1], [20_000], [1]]);
  });
});
