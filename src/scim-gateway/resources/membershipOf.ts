import { invalidFilter } from '../protocol/errors.ts';
import type { Filter } from '../protocol/filter.ts';
import { reference } from './comparisons.ts';
import type { Combination, Question } from './Question.ts';

/** The members of a group or the groups of a user: asked by id, alone or as `members[value eq "…" or value eq "…"]`. */
export const membershipOf = <Where extends Combination<Where>>(
  hasAny: (ids: string[]) => Where,
  present?: () => Where,
): Question<Where> => ({
  ...reference((id) => hasAny([id])),
  ...(present && { present }),
  some: (filter) => hasAny(idsOf(filter)),
});

function idsOf(filter: Filter): string[] {
  if (filter.kind === 'or') return filter.filters.flatMap(idsOf);
  if (filter.kind === 'compare' && filter.attribute.name.toLowerCase() === 'value' && filter.operator === 'eq')
    return [String(filter.value)];
  throw invalidFilter('Members and groups are asked by their ids alone, as in members[value eq "…" or value eq "…"].');
}
