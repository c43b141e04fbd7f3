import type { Sighting } from '../habits/Sighting.ts';
import { seenQuery, seenSearch } from '../habits/sightings.ts';
import { mapLater } from '../protocol/later.ts';
import { listResponse } from '../protocol/listResponse.ts';
import { type Slice, sliceFrom, toSlice } from '../protocol/paging.ts';
import { projection } from '../protocol/project.ts';
import type { PageInfo, ReadableResource } from '../resources/Resource.ts';
import { cursorsOf } from './cursors.ts';
import type { Answer, Operation, Request } from './Operation.ts';
import { readSearch, type Search, toParameters } from './readSearch.ts';

/** RFC 7644 §3.4.2. */
export const query =
  (resource: ReadableResource): Operation =>
  (request) =>
    find(resource, request, readSearch(request.query), seenQuery(request.query, resource.type));

/** RFC 7644 §3.4.3. */
export const search =
  (resource: ReadableResource): Operation =>
  (request) => {
    const parameters = toParameters(request.body);
    return find(resource, request, readSearch(parameters), seenSearch(request.body, parameters, resource.type));
  };

async function find({ type, page }: ReadableResource, request: Request, { selection, ...search }: Search, seen: Sighting): Promise<Answer> {
  const { slice, toPlace } = await pagingOf(request, type.endpoint, search);
  const { total, snapshots, info } = await page(request, { ...search, slice }, selection);
  request.served(seen);
  const shown = projection(type, selection);
  const resources = snapshots.map((snapshot) => mapLater(snapshot, ({ document }) => shown(document)));
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
