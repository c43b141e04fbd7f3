import { comparedKind, understood } from './comparisons.ts';
import type { Compare, CompareExtension, CompareFact, Condition, Quantified, Readers } from './condition.ts';
import { readWith } from './condition.ts';

/** From when to when the time has passed. */
type Passed = { since: Date; now: Date };

/** No condition, where time changes nothing. */
type Flip = Condition | undefined;

const anyOf = (conditions: Flip[]): Flip => {
  const possible = conditions.flatMap((condition) => condition ?? []);
  return possible.length > 1 ? { kind: 'or', conditions: possible } : possible[0];
};

/**
 * A value that is compared with a moving moment changes sides where the moment passes it. A month before a day is at times earlier than a month before the
 * day before, so as much again as has passed is added on either side.
 */
function compared(node: Compare | CompareExtension | CompareFact, { since, now }: Passed): Flip {
  const kind = comparedKind(node);
  const [before, after] = [since, now].map((moment) => understood(kind, node, moment));
  if (before?.operator.takes !== 'past' && before?.operator.takes !== 'future') return undefined;
  const passed = now.getTime() - since.getTime();
  return anyOf(
    before.operands?.map((from, place) => {
      const bounds = [Number(from), Number(after?.operands?.[place])];
      const bound = (operator: 'gte' | 'lte', moment: number): Condition => ({
        ...node,
        operator,
        operand: new Date(moment).toISOString(),
      });
      return { kind: 'and', conditions: [bound('gte', Math.min(...bounds) - passed), bound('lte', Math.max(...bounds) + passed)] };
    }) ?? [],
  );
}

const beyond =
  <Node extends { condition: Condition }>(toNode: (node: Node, condition: Condition) => Condition) =>
  (node: Node, passed: Passed): Flip => {
    const condition = flip(node.condition, passed);
    return condition && toNode(node, condition);
  };

const ofElements = beyond<Quantified>((node, condition) => ({ ...node, kind: 'any', condition }));

const never = (): Flip => undefined;

const readers: Readers<Passed, Flip> = {
  and: ({ conditions }, passed) => anyOf(conditions.map((condition) => flip(condition, passed))),
  or: ({ conditions }, passed) => anyOf(conditions.map((condition) => flip(condition, passed))),
  not: ({ condition }, passed) => flip(condition, passed),
  compare: compared,
  extension: compared,
  extensionPresent: never,
  fact: compared,
  factPresent: never,
  count: never,
  any: ofElements,
  all: ofElements,
  none: ofElements,
  memberOf: never,
  members: never,
  manager: beyond((node, condition) => ({ ...node, condition })),
  assignedUser: beyond((node, condition) => ({ ...node, condition })),
  reportsTo: never,
  inPolicies: ({ policies }, passed) => anyOf(policies.map(({ condition }) => flip(condition, passed))),
  listed: never,
};

const flip = (node: Condition, passed: Passed): Flip => readWith(readers, node, passed);

/**
 * A condition that holds of all for whom this one may have begun or ceased to hold by time alone, since then or at any moment between; undefined where time
 * changes nothing.
 */
export const flips = (condition: Condition, since: Date, now: Date): Condition | undefined => flip(condition, { since, now });
