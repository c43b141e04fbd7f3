import { Prisma } from '#generated/prisma/client.ts';
import { readCursor, writeCursor } from './cursors.ts';
import { invalidInput, limitExceeded } from './errors.ts';
import { after, before, type Order, ordering } from './orders.ts';
import type { Session } from './session.ts';
import { whenFree } from './turns.ts';

export const maximumPageSize = 200;
export const defaultPageSize = 50;
const maximumOffset = 10_000_000;

/** What a list is of: a table, or a query that stands for one, under the name `row`. */
export interface ListOf {
  readonly from: Prisma.Sql;
  readonly select: Prisma.Sql;
  /** Which rows a session reaches. */
  readonly reach: (session: Session) => Prisma.Sql;
}

/** A page in Relay's words; `offset` skips rows, for SCIM's startIndex. */
export interface PageRequest {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  readonly offset?: number | null | undefined;
}

export interface Ask extends PageRequest {
  readonly where: Prisma.Sql;
  readonly orders: readonly Order[];
  /** Whether the total is asked for; it is counted only then. */
  readonly count: boolean;
}

export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: number | undefined;
}

/** One page of the rows in the session's reach, and their total where asked for, in one statement. */
export async function readPage<Row extends object>(session: Session, list: ListOf, ask: Ask): Promise<Page<Row>> {
  const [page] = await whenFree(session, () => readPages<Row>(session, list, ask, [null]));
  return page ?? { nodes: [], cursors: [], hasNextPage: false, hasPreviousPage: false, totalCount: undefined };
}

/** The same page for each of several parents, in one statement. In `from` and `where`, the column `parent.id` names the parent. */
export async function readPages<Row extends object>(
  session: Session,
  list: ListOf,
  ask: Ask,
  parents: readonly (string | null)[],
): Promise<Page<Row>[]> {
  const rows = await session.db.$queryRaw<PageRow<Row>[]>`
    ${pagesSql(session, list, ask, Prisma.sql`unnest(${parents}::uuid[]) WITH ORDINALITY`)}
    ORDER BY "parentPlace", "pagePlace"`;
  return toPages(rows, ask, parents.length);
}

/** The page of each of the parents, whose rows have the columns `id` and `place`. */
export function pagesSql(session: Session, { from, select, reach }: ListOf, ask: Ask, parents: Prisma.Sql): Prisma.Sql {
  const { backward, size } = sizeOf(ask);
  const keys = readCursor(ask.orders, backward ? ask.before : ask.after);
  const beyond = keys ? (backward ? before : after)(ask.orders, keys) : Prisma.sql`TRUE`;
  const where = Prisma.sql`${reach(session)} AND ${ask.where}`;
  const total = ask.count ? Prisma.sql`(SELECT count(*)::int FROM ${from} WHERE ${where})` : Prisma.sql`NULL::int`;
  // OFFSET 0 keeps the planner from counting again for every row of the page.
  return Prisma.sql`
    SELECT parent.place::int AS "parentPlace", parent.total AS "pageTotal", page.*
    FROM (SELECT parent.id, parent.place, ${total} AS total FROM ${parents} AS parent(id, place) OFFSET 0) AS parent
      LEFT JOIN LATERAL (
        SELECT sorted.*, row_number() OVER ()::int AS "pagePlace"
        FROM (SELECT ${select} FROM ${from} WHERE ${where} AND ${beyond}
              ORDER BY ${ordering(ask.orders, backward)} LIMIT ${size + 1} OFFSET ${ask.offset ?? 0}) AS sorted) AS page ON TRUE`;
}

/** A row of the page of one of several parents; without a place it only says that the page is empty. */
export type PageRow<Row> = Row & { parentPlace: number; pageTotal: number | null; pagePlace: number | null };

/** The rows of a statement as the pages of its parents. */
export function toPages<Row extends object>(rows: readonly PageRow<Row>[], ask: Ask, parents: number): Page<Row>[] {
  const pages = Array.from({ length: parents }, (): PageRow<Row>[] => []);
  for (const row of rows) pages[row.parentPlace - 1]?.push(row);
  return pages.map((mine) => toPage(mine, ask));
}

function toPage<Row extends object>(rows: readonly PageRow<Row>[], ask: Ask): Page<Row> {
  const { backward, size } = sizeOf(ask);
  const found = rows.filter(({ pagePlace }) => pagePlace !== null);
  const more = found.length > size;
  const nodes = backward ? found.slice(0, size).reverse() : found.slice(0, size);
  return {
    nodes,
    cursors: nodes.map((row) => writeCursor(ask.orders, row)),
    hasNextPage: backward ? ask.before != null : more,
    hasPreviousPage: backward ? more : ask.after != null || (ask.offset ?? 0) > 0,
    totalCount: rows[0]?.pageTotal ?? undefined,
  };
}

/** How many rows, and from which end; refuses what is over the maximum rather than giving less than was asked for. */
function sizeOf({ first, after: start, last, before: end, offset }: PageRequest) {
  const backward = last != null;
  if (backward && (first != null || start != null || offset != null))
    throw invalidInput('Page forward with first, after and offset, or backward with last and before; not both.');
  if (!backward && end != null) throw invalidInput('before needs last: send how many rows before it you want.');
  const size = last ?? first ?? defaultPageSize;
  if (size < 0) throw invalidInput('first and last must not be negative.');
  if (size > maximumPageSize)
    throw limitExceeded(`A page has at most ${maximumPageSize} rows. Ask for fewer and follow pageInfo.endCursor.`);
  if ((offset ?? 0) < 0) throw invalidInput('offset must not be negative.');
  if ((offset ?? 0) > maximumOffset) throw limitExceeded(`offset is at most ${maximumOffset}. Page with cursors instead.`);
  return { backward, size };
}
