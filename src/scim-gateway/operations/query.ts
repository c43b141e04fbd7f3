import { listResponse } from '../protocol/listResponse.ts';
import { type Slice, sliceFrom, toSlice } from '../protocol/paging.ts';
import { projection } from '../protocol/project.ts';
import type { PageInfo, Resource } from '../resources/Resource.ts';
import { cursorsOf } from './cursors.ts';
import type { Answer, Operation, Request } from './Operation.ts';
import { readSearch, type Search, toParameters } from './readSearch.ts';

/** RFC 7644 §3.4.2. */
export const query =
  (resource: Resource): Operation =>
  (request) =>
    find(resource, request, readSearch(request.query));

/** RFC 7644 §3.4.3. */
export const search =
  (resource: Resource): Operation =>
  (request) =>
    find(resource, request, readSearch(toParameters(request.body)));

async function find({ type, page }: Resource, request: Request, { selection, ...search }: Search): Promise<Answer> {
  const { slice, toPlace } = await pagingOf(request, type.endpoint, search);
  const { total, snapshots, info } = await page(request, { ...search, slice }, selection);
  const shown = projection(type, selection);
  const resources = snapshots.map(({ document }) => shown(document));
  return { status: 200, body: listResponse({ resources, totalResults: total, ...toPlace(info) }) };
}

/** What is asked of the graph for a page, and where the page is said to stand. */
async function pagingOf(request: Request, list: string, search: Omit<Search, 'selection'>) {
  const { startIndex, count, cursor } = search;
  if (cursor === undefined) return { slice: toSlice(search) as Slice, toPlace: () => ({ startIndex }) };
  const { open, around } = cursorsOf(request, list, search);
  const placeOf = (at: string | null | undefined) => (at ? { list, cursor: at } : undefined);
  return {
    slice: sliceFrom(await open(cursor), count),
    toPlace: ({ startCursor, endCursor, ...more }: PageInfo) => around({ start: placeOf(startCursor), end: placeOf(endCursor), ...more }),
  };
}
