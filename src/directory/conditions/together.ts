import { collectionNamed } from './attributes.ts';
import type { Condition, Quantified } from './condition.ts';

/** Devices are rows of a table, which the planner finds by what is asked of them. */
const isList = (node: Condition): node is Quantified & { kind: 'any' } => node.kind === 'any' && collectionNamed(node).of !== 'Device';

const nameOf = ({ subject, attribute, key }: Quantified) => JSON.stringify([subject, attribute, key]);

/** Of conditions one of which must hold, those that an element of the same list must satisfy become one: the list is gone through once for them all. */
export function together(conditions: readonly Condition[]): Condition[] {
  const lists = new Map<string, Quantified & { kind: 'any' }>();
  for (const node of conditions.filter(isList)) {
    const known = lists.get(nameOf(node));
    lists.set(nameOf(node), known ? { ...known, condition: eitherOf(known.condition, node.condition) } : node);
  }
  return [...conditions.filter((node) => !isList(node)), ...lists.values()];
}

const eitherOf = (one: Condition, other: Condition): Condition =>
  one.kind === 'or' ? { kind: 'or', conditions: [...one.conditions, other] } : { kind: 'or', conditions: [one, other] };
