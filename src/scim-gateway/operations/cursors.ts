import { ViewerDocument } from '../documents/generated.ts';
import type { Caller } from '../graph.ts';
import { openCursor, type Place, sealCursor } from '../protocol/cursor.ts';
import type { Filter } from '../protocol/filter.ts';
import type { Request } from './Operation.ts';
import type { Search } from './readSearch.ts';

type Question = Pick<Search, 'filter' | 'sortBy' | 'descending'>;

type Edge = Omit<Place, 'side'>;

/** Where a page begins and ends, and whether there is more on either side. */
export interface Edges {
  start: Edge | undefined;
  end: Edge | undefined;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** Opens and makes the cursors of one query (RFC 9865 §2). They are good for the caller who asks it, at this connection, for an hour. */
export function cursorsOf({ caller, graph }: Request, endpoint: string, search: Question) {
  const bond = { secret: secretOf(caller), query: queryOf(caller, endpoint, search) };
  const seal = (side: Place['side'], { list, cursor }: Edge) => sealCursor(bond, { side, list, cursor });
  return {
    /** The place in a cursor; none is the beginning. */
    open: async (cursor: string): Promise<Place | undefined> => {
      try {
        return cursor === '' ? undefined : openCursor(bond, cursor);
      } catch (refusal) {
        // Whoever shows a token that is no longer good is told that, rather than that the cursor is somebody else's.
        await graph(ViewerDocument, {});
        throw refusal;
      }
    },
    around: ({ start, end, hasNextPage, hasPreviousPage }: Edges) => ({
      ...(hasPreviousPage && start && { previousCursor: seal('before', start) }),
      ...(hasNextPage && end && { nextCursor: seal('after', end) }),
    }),
  };
}

const secretOf = ({ authorization = '' }: Caller) => authorization.replace(/^\s*Bearer\s+/i, '').trim();

/** The same text for the same question: names mean the same in any case, as in the RFC's own example, and count and attributes may change. */
const queryOf = ({ connectionId }: Caller, endpoint: string, { filter, sortBy, descending }: Question) =>
  JSON.stringify([connectionId.toLowerCase(), endpoint, foldedNames(filter), sortBy?.toLowerCase(), descending]);

const names = ['urn', 'name', 'sub'];

const foldedNames = (filter: Filter | undefined) =>
  JSON.stringify(filter, (key, value) => (names.includes(key) ? String(value).toLowerCase() : value));
