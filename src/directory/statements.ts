import type { Prisma } from '#generated/prisma/client.ts';

/** The most operands of one statement: the protocol has room for twice as many. */
const mostOperands = 15_000;

/** Parts of a statement, put together into as few statements as have room for their operands. */
export function inStatements(parts: readonly Prisma.Sql[]): Prisma.Sql[][] {
  const statements: Prisma.Sql[][] = [];
  let room = 0;
  for (const part of parts) {
    room -= part.values.length;
    if (room < 0 || statements.length === 0) {
      statements.push([]);
      room = mostOperands - part.values.length;
    }
    statements.at(-1)?.push(part);
  }
  return statements;
}
