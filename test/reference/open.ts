import type { Op } from './act.ts';
import { Refusal } from './refusal.ts';
import { isObject, isUnassigned } from './state.ts';

/**
 * An attribute of a schema that nobody knows. RFC 7644 §3.5.2 is read by what the values look like: objects are complex attributes, whose
 * parts that are not sent stay; what holds a list has several values, to which an add adds those that it lacks.
 */
export function changeOpen(current: unknown, op: Op, part: string | undefined, value: unknown): unknown {
  const sent = op === 'remove' ? undefined : value;
  if (part === undefined) return op === 'remove' && Array.isArray(current) ? without(current, value) : merged(current, op, sent);
  if (current !== undefined && !isObject(current)) throw new Refusal('noTarget');
  return merged(current, op, { [part]: sent });
}

function merged(current: unknown, op: Op, value: unknown): unknown {
  if (isUnassigned(value)) return undefined;
  if (isObject(value)) return mergeObject(isObject(current) ? current : {}, op, value);
  if (op === 'add' && Array.isArray(current)) return union(current, Array.isArray(value) ? value : [value]);
  return value;
}

function mergeObject(current: Record<string, unknown>, op: Op, value: Record<string, unknown>): unknown {
  const next = { ...current };
  for (const [name, part] of Object.entries(value)) next[name] = merged(next[name], op, part);
  const assigned = Object.entries(next).filter(([, part]) => part !== undefined);
  return assigned.length > 0 ? Object.fromEntries(assigned) : undefined;
}

const union = (current: readonly unknown[], added: readonly unknown[]) => [
  ...current,
  ...added.filter((element) => !current.some((present) => JSON.stringify(present) === JSON.stringify(element))),
];

/** A remove that names values of a list leaves the others. */
function without(current: readonly unknown[], value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  const named: unknown[] = [value].flat();
  const left = current.filter((element) => !named.includes(element));
  return left.length > 0 ? left : undefined;
}
