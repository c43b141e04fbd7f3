import { invalidFilter } from '../protocol/errors.ts';

/** As much as the graph takes of one condition. */
const most = { depth: 10, parts: 200, bytes: 16 * 1024 };

/** A condition that the graph will take, or a refusal in the words of SCIM. */
export function limited<Where extends object>(where: Where): Where {
  const parts = partsIn(where, 1);
  if (parts > most.parts) throw invalidFilter(`The filter has ${parts} comparisons and connectives; at most ${most.parts} are answered.`);
  if (Buffer.byteLength(JSON.stringify(where)) > most.bytes)
    throw invalidFilter(`The filter asks for more than ${most.bytes / 1024} KiB of text at once. Ask for less.`);
  return where;
}

function partsIn(where: object, depth: number): number {
  if (depth > most.depth) throw invalidFilter(`The filter nests deeper than ${most.depth} levels of and, or, not and brackets.`);
  return Object.entries(where)
    .flatMap(([field, asked]) => within(field, asked))
    .reduce((parts, inner) => parts + partsIn(inner, depth + 1), 1);
}

const nested = new Set(['not', 'manager', 'assignedUser']);

/** The conditions that stand within a field of a condition. */
const within = (field: string, asked: unknown): object[] => {
  if (typeof asked !== 'object' || asked === null) return [];
  if (Array.isArray(asked)) return asked;
  if (nested.has(field)) return [asked];
  return 'any' in asked ? [asked.any as object] : [];
};
