import type { Op, PartFilter } from './act.ts';
import type { AttributeRow } from './attributes.ts';
import { holds } from './holds.ts';
import { Refusal } from './refusal.ts';
import { isObject, isUnassigned } from './state.ts';

interface MembersChange {
  op: Op;
  row: AttributeRow;
  filter?: PartFilter;
  value?: unknown;
}

/** The ids of the members after an operation, in order; undefined if there are none. */
export function changeMembers(current: readonly string[], change: MembersChange): string[] | undefined {
  const next = [...new Set(membersAfter(current, change))].sort();
  return next.length > 0 ? next : undefined;
}

function membersAfter(current: readonly string[], { op, row, filter, value }: MembersChange): readonly string[] {
  if (filter) {
    // RFC 7643 §8.7.1: the value of a member is immutable.
    if (op !== 'remove' && !isUnassigned(value)) throw new Refusal('mutability');
    return current.filter((id) => !holds(row, filter, row.people?.[id] ?? { value: id }));
  }
  const ids = idsIn(value);
  if (op === 'remove') return value === undefined || value === null ? [] : current.filter((id) => !ids.includes(id));
  return op === 'add' ? [...current, ...ids] : ids;
}

function idsIn(value: unknown): string[] {
  if (isUnassigned(value)) return [];
  if (!Array.isArray(value)) throw new Refusal('invalidValue');
  return value.map((member) => {
    if (!isObject(member) || typeof member.value !== 'string') throw new Refusal('invalidValue');
    return member.value;
  });
}

/** Who is not there cannot be a member, once all is said. */
export function requireKnown(row: AttributeRow | undefined, members: unknown): void {
  const known = Object.keys(row?.people ?? {});
  if (((members ?? []) as string[]).some((id) => !known.includes(id))) throw new Refusal('invalidValue');
}
