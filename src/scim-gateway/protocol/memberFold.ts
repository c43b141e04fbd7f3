import { noTarget } from './errors.ts';
import type { Filter } from './filter.ts';

/** What a PATCH does to a group's members in net: `set`, if there is one, replaces all; then `remove` leave and `add` join. */
export interface MemberChange {
  set?: string[];
  add: string[];
  remove: string[];
}

/** Folds changes of members, in order, without knowing who the members are. */
export function memberFold() {
  let set: Set<string> | undefined;
  const add = new Set<string>();
  const remove = new Set<string>();
  const remainder: Filter[] = [];

  return {
    replace(ids: readonly string[]) {
      set = new Set(ids);
      add.clear();
      remove.clear();
      remainder.length = 0;
    },
    add(ids: readonly string[]) {
      for (const id of ids) {
        remove.delete(id);
        (set ?? add).add(id);
      }
    },
    remove(ids: readonly string[]) {
      for (const id of ids) {
        add.delete(id);
        if (set) set.delete(id);
        else remove.add(id);
      }
    },
    /** Only stored members can be matched: whether one that the same PATCH adds would match is not known yet. */
    removeMatching(filter: Filter) {
      if (add.size > 0 || (set && set.size > 0))
        throw noTarget('A filter on members that are added in the same request cannot be resolved; remove them by value, or first.');
      if (!set) remainder.push(filter);
    },
    result(): { members?: MemberChange; remainder: Filter[] } {
      const isChanged = set !== undefined || add.size > 0 || remove.size > 0;
      return { ...(isChanged && { members: { ...(set && { set: [...set] }), add: [...add], remove: [...remove] } }), remainder };
    },
  };
}

export type MemberFold = ReturnType<typeof memberFold>;
