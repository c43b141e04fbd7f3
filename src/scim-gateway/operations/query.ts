import { listResponse } from '../protocol/listResponse.ts';
import { toSlice } from '../protocol/paging.ts';
import { projection } from '../protocol/project.ts';
import type { Context, Resource } from '../resources/Resource.ts';
import type { Answer, Operation } from './Operation.ts';
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

async function find({ type, page }: Resource, context: Context, { selection, ...search }: Search): Promise<Answer> {
  const { total, snapshots } = await page(context, { ...search, ...toSlice(search) }, selection);
  const shown = projection(type, selection);
  const resources = snapshots.map(({ document }) => shown(document));
  return { status: 200, body: listResponse({ resources, totalResults: total, startIndex: search.startIndex }) };
}
