import { Prisma } from '#generated/prisma/client.ts';
import { type Ask, type ListOf, type Page, type PageRow, pagesSql, toPages } from './pages.ts';
import type { Session } from './session.ts';
import { inStatements } from './statements.ts';

/** A parent that finds its rows in a way of its own. */
export interface OwnParent {
  readonly id: string;
  readonly where: Prisma.Sql;
}

/** A page for each of several parents, each with a where of its own beside the common one: in one statement, unless the wheres are very long. */
export async function readOwnPages<Row extends object>(
  session: Session,
  list: ListOf,
  ask: Ask,
  parents: readonly OwnParent[],
): Promise<Page<Row>[]> {
  const branches = parents.map(({ id, where }, at) =>
    pagesSql(session, list, { ...ask, where: Prisma.sql`${where} AND ${ask.where}` }, Prisma.sql`(VALUES (${id}::uuid, ${at + 1}::int))`),
  );
  const rows: PageRow<Row>[] = [];
  for (const parts of inStatements(branches)) {
    const some = await session.db.$queryRaw<PageRow<Row>[]>`${Prisma.join(parts, ' UNION ALL ')} ORDER BY "parentPlace", "pagePlace"`;
    rows.push(...some);
  }
  return toPages(rows, ask, parents.length);
}
