import { Prisma } from '#generated/prisma/client.ts';
import { type Understood, understood } from './comparisons.ts';
import type { Comparison } from './condition.ts';
import type { Comparable, ComparedKind } from './kinds.ts';

type Sql = Prisma.Sql;

export const truth = (value: boolean): Sql => Prisma.raw(value ? 'TRUE' : 'FALSE');

function answerSql({ kind, operator }: Understood, operands: Comparable[], column: Sql): Sql {
  const parameters = operator.takes === 'list' ? [kind.parameters(operands)] : operands.map(kind.parameter);
  return operator.sql(kind.compared(column), ...parameters);
}

/** True or false of a column or expression, never NULL. */
export function comparisonSql(valueKind: ComparedKind, comparison: Comparison, column: Sql, now: Date): Sql {
  const asked = understood(valueKind, comparison, now);
  const { kind, operator, operands } = asked;
  if (operands === undefined) return truth(operator.missing);
  const answer = answerSql(asked, operands, column);
  return operator.missing ? Prisma.sql`(NOT ${kind.present(column)} OR ${answer})` : Prisma.sql`(${kind.present(column)} AND ${answer})`;
}

/** The same of a number that is always there, so that what counts it is asked only once. */
export function countSql(comparison: Comparison, count: Sql, now: Date): Sql {
  const asked = understood('number', comparison, now);
  return Prisma.sql`(${answerSql(asked, asked.operands ?? [], count)})`;
}
