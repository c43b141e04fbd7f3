import type { Sighting } from '../habits/Sighting.ts';
import { seenQuery, seenSearch } from '../habits/sightings.ts';
import { invalidValue } from '../protocol/errors.ts';
import { listResponse } from '../protocol/listResponse.ts';
import { toSlice } from '../protocol/paging.ts';
import { resourceTypes } from '../protocol/resourceTypes.ts';
import { cursorsOf } from './cursors.ts';
import { type List, lists, loadEverything, loadList, type Part, type Row } from './everything.ts';
import type { Answer, Operation, Request } from './Operation.ts';
import { readSearch, type Search, toParameters } from './readSearch.ts';
import { slicesAt } from './slicesAt.ts';

/** A query of the server's root (RFC 7644 §3.4.2.1): the users that match, after them the groups, and after those the devices. */
export const queryEverything: Operation = (request) => find(request, readSearch(request.query), seenQuery(request.query, ...resourceTypes));

/** The same by POST (RFC 7644 §3.4.3). */
export const searchEverything: Operation = (request) => {
  const parameters = toParameters(request.body);
  return find(request, readSearch(parameters), seenSearch(request.body, parameters, ...resourceTypes));
};

async function find(request: Request, search: Search, seen: Sighting): Promise<Answer> {
  if (search.sortBy !== undefined) throw invalidValue('Users, groups and devices together cannot be sorted. Search one of them.');
  const found = await (search.cursor === undefined ? findByIndex(request, search) : findByCursor(request, search, search.cursor));
  request.served(seen);
  return found;
}

async function findByIndex(request: Request, search: Search): Promise<Answer> {
  const { first, offset } = toSlice(search);
  // Where a list begins is known when those before it are counted. Until then, the page is taken to begin among the users.
  const parts = await loadEverything(request, search, { users: { first, offset }, groups: { first }, devices: { first } });
  const found = await beginningBehind(request, search, parts, { first, offset: offset - parts.users.total });
  return answer(found, rowsIn(found).slice(0, first), { startIndex: search.startIndex });
}

/** The same with the one list in whose midst the page begins, if it begins behind the users. */
async function beginningBehind(request: Request, search: Search, parts: Parts, { first, offset }: IndexSlice): Promise<Parts> {
  if (offset <= 0) return parts;
  const behindGroups = offset - parts.groups.total;
  if (behindGroups < 0) return { ...parts, groups: await loadList.groups(request, search, { first, offset }) };
  const groups = { ...parts.groups, rows: [] };
  if (behindGroups === 0) return { ...parts, groups };
  return { ...parts, groups, devices: await loadList.devices(request, search, { first, offset: behindGroups }) };
}

type IndexSlice = ReturnType<typeof toSlice>;

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

const rowsIn = (parts: Parts): Row[] => lists.flatMap((list) => parts[list].rows);

const isMore = (parts: Parts, way: 'hasNextPage' | 'hasPreviousPage') => lists.some((list) => parts[list].info[way]);

const answer = (parts: Parts, page: readonly Row[], place: object): Answer => ({
  status: 200,
  body: listResponse({
    resources: page.map(({ document }) => document),
    totalResults: lists.reduce((total, list) => total + parts[list].total, 0),
    ...place,
  }),
});
