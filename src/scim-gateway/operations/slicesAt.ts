import type { Place } from '../protocol/cursor.ts';
import { type Slice, sliceFrom } from '../protocol/paging.ts';
import { each } from '../resources/each.ts';
import { type List, lists } from './everything.ts';

/** What is read of each list for a page on one side of a place: what lies behind the place, and the next list from its beginning. */
export function slicesAt(place: Place | undefined, count: number): Record<List, Slice> {
  const backward = place?.side === 'before';
  const way = backward ? lists.toReversed() : lists;
  const here = place ? way.indexOf(place.list as List) : 0;
  const nothing: Slice = backward ? { first: 0 } : { last: 0 };
  const fromItsEnd: Slice = backward ? { last: count } : { first: count };
  const sliceOf = (list: List): Slice => {
    const steps = way.indexOf(list) - here;
    return steps < 0 ? nothing : steps > 0 ? fromItsEnd : sliceFrom(place, count);
  };
  return each(lists, sliceOf);
}
