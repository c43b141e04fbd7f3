import { isDeepStrictEqual } from 'node:util';

/** What `after` says otherwise than `before`. */
export const difference = <Change extends object>(before: Change, after: Change): Partial<Change> =>
  Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(value, (before as Record<string, unknown>)[name])),
  ) as Partial<Change>;
