import { invalidValue } from '../protocol/errors.ts';
import { listResponse } from '../protocol/listResponse.ts';
import { toSlice } from '../protocol/paging.ts';
import { cursorsOf } from './cursors.ts';
import { type List, loadEverything, loadGroups, type Part, type Row } from './everything.ts';
import type { Answer, Operation, Request } from './Operation.ts';
import { readSearch, type Search, toParameters } from './readSearch.ts';
import { slicesAt } from './slicesAt.ts';

/** A query of the server's root (RFC 7644 §3.4.2.1): the users that match, and after them the groups. */
export const queryEverything: Operation = (request) => find(request, readSearch(request.query));

/** The same by POST (RFC 7644 §3.4.3). */
export const searchEverything: Operation = (request) => find(request, readSearch(toParameters(request.body)));

async function find(request: Request, search: Search): Promise<Answer> {
  if (search.sortBy !== undefined) throw invalidValue('Users and groups together cannot be sorted. Search one of them.');
  return search.cursor === undefined ? findByIndex(request, search) : findByCursor(request, search, search.cursor);
}

async function findByIndex(request: Request, search: Search): Promise<Answer> {
  const { first, offset } = toSlice(search);
  // The groups begin where the users end. Until that is known, the page is taken to begin among the users.
  const parts = await loadEverything(request, search, { users: { first, offset }, groups: { first } });
  const behindUsers = offset - parts.users.total;
  const found = behindUsers > 0 ? { ...parts, groups: await loadGroups(request, search, { first, offset: behindUsers }) } : parts;
  return answer(found, rowsIn(found).slice(0, first), { startIndex: search.startIndex });
}

async function findByCursor(request: Request, search: Search, cursor: string): Promise<Answer> {
  const { open, around } = cursorsOf(request, '/', search);
  const place = await open(cursor);
  const parts = await loadEverything(request, search, slicesAt(place, search.count));
  const rows = rowsIn(parts);
  const backward = place?.side === 'before';
  const page = backward ? rows.slice(-search.count) : rows.slice(0, search.count);
  const isCut = rows.length > page.length;
  const placement = around({
    start: page[0],
    end: page.at(-1),
    hasNextPage: backward || isCut || isMore(parts, 'hasNextPage'),
    hasPreviousPage: backward ? isCut || isMore(parts, 'hasPreviousPage') : place !== undefined,
  });
  return answer(parts, page, placement);
}

type Parts = Record<List, Part>;

const rowsIn = ({ users, groups }: Parts): Row[] => [...users.rows, ...groups.rows];

const isMore = ({ users, groups }: Parts, way: 'hasNextPage' | 'hasPreviousPage') => users.info[way] || groups.info[way];

const answer = ({ users, groups }: Parts, page: readonly Row[], place: object): Answer => ({
  status: 200,
  body: listResponse({ resources: page.map(({ document }) => document), totalResults: users.total + groups.total, ...place }),
});
