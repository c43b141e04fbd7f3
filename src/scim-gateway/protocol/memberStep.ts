import { clears } from '../dialects/okta.ts';
import { isJsonObject, type Json } from './document.ts';
import { invalidValue, mutability } from './errors.ts';
import type { Filter } from './filter.ts';
import { membersAttribute } from './groupSchema.ts';
import type { MemberFold } from './memberFold.ts';
import { readList, referentOf } from './readValue.ts';
import type { Attribute } from './schema.ts';
import type { Step } from './steps.ts';

/** Where among the members a step points. */
export interface MemberTarget {
  subAttribute?: Attribute;
  filter?: Filter;
}

/** Folds one step on `members`. What a client says beside the id of a member who joins is advisory: the directory knows names and kinds. */
export function foldMembers(fold: MemberFold, { subAttribute, filter }: MemberTarget, { op, value }: Pick<Step, 'op' | 'value'>): void {
  if (op !== 'remove' && value === undefined) throw invalidValue(`${op} of members needs a value.`);
  if (subAttribute && subAttribute.name !== 'value')
    throw mutability(`members.${subAttribute.name} follows from the member and cannot be changed.`);
  // RFC 7643 §8.7.1: the value of a member is immutable, and required.
  if (subAttribute && !filter && (op === 'replace' || (op === 'remove' && (value ?? null) === null))) throw unchangeable();
  if (filter) foldFiltered(fold, filter, { op, value });
  else if (op === 'remove' && (value === undefined || value === null)) fold.replace([]);
  else fold[op](idsIn(readList(membersAttribute, value)));
}

const foldFiltered = (fold: MemberFold, filter: Filter, { op, value }: Pick<Step, 'op' | 'value'>): void => {
  const ids = idsEqualTo(filter);
  if (op === 'remove' || clears(value)) {
    if (ids) fold.remove(ids);
    else fold.removeMatching(filter);
    return;
  }
  const sent = idsIn(readList(membersAttribute, value));
  if (!ids || sent.some((id) => !ids.includes(id))) throw unchangeable();
  fold.add(sent);
};

const unchangeable = () =>
  mutability('The value of a member cannot be changed. Remove the member by members[value eq "…"], and add another to members.');

/** The ids that a filter asks for, if it asks for nothing else: `value eq "a" or value eq "b"`. */
const idsEqualTo = (filter: Filter): string[] | undefined => {
  if (filter.kind === 'or') {
    const ids = filter.filters.map(idsEqualTo);
    return ids.includes(undefined) ? undefined : ids.flatMap((some) => some ?? []);
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.attribute.name.toLowerCase() !== 'value') return undefined;
  return filter.value === null ? undefined : [String(filter.value).toLowerCase()];
};

/** The ids of elements of `members`, each once; UUIDs are the same in either case. */
export const idsIn = (members: readonly Json[]): string[] => [...new Set(members.map(idOf))];

const idOf = (member: Json): string => {
  const { value, $ref } = isJsonObject(member) ? member : {};
  if (typeof value !== 'string') throw invalidValue('members.value is required.');
  const id = value.toLowerCase();
  if (typeof $ref === 'string' && referentOf($ref).toLowerCase() !== id)
    throw invalidValue(`members.$ref is the URI of another than ${JSON.stringify(value)}. Leave it out, or send that of the member.`);
  return id;
};
