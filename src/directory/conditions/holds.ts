import { collectionAttribute, comparedAttribute, type Fields } from './attributes.ts';
import { comparedKind, understood } from './comparisons.ts';
import type { Compare, CompareCount, CompareExtension, Comparison, Condition, Containment, Quantified, Readers } from './condition.ts';
import { readWith } from './condition.ts';
import { type ComparedKind, idOf, presentValue } from './kinds.ts';
import type { PeopleGroup, Person, Reach } from './subjects.ts';

/** Of whom it is asked, and when: a person, a group, or an element of a list. */
type Asked = { fields: Fields & { groups?: Reach; members?: Reach; manager?: Person | null }; now: Date };

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const ownValue = (value: unknown, name: string): unknown => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);

/** Holds of any value, or where the operator holds of what is missing, of every value. */
function comparisonHolds(valueKind: ComparedKind, comparison: Comparison, raws: unknown[], now: Date): boolean {
  const { kind, operator, operands } = understood(valueKind, comparison, now);
  if (operands === undefined) return operator.missing;
  const values = raws.flatMap((raw) => presentValue(kind, raw) ?? []);
  const holds = (value: (typeof values)[number]) => operator.holds(value, ...operands);
  return operator.missing ? values.every(holds) : values.some(holds);
}

const compare = (node: Compare, { fields, now }: Asked) =>
  comparisonHolds(comparedKind(node), node, [comparedAttribute(node.subject, node.attribute).value(fields)], now);

function extensionValues({ urn, name }: { urn: string; name: string }, { fields }: Asked): unknown[] {
  const value = ownValue(ownValue(fields.extensions, urn), name);
  return Array.isArray(value) ? value : [value];
}

const compareExtension = (node: CompareExtension, asked: Asked) =>
  comparisonHolds(node.type, node, extensionValues(node, asked), asked.now);

const elementsOf = (node: CompareCount | Quantified, { fields }: Asked) =>
  listOf(collectionAttribute(node.subject, node.attribute).value(fields));

const compareCount = (node: CompareCount, asked: Asked) => comparisonHolds('number', node, [elementsOf(node, asked).length], asked.now);

const elementHolds =
  (node: Quantified, { now }: Asked) =>
  (element: unknown) =>
    reads(node.condition, { fields: isObject(element) ? element : {}, now });

function contained({ ids, match, transitive }: Containment, reach: Reach | undefined): boolean {
  const reached = new Set(transitive ? reach?.all : reach?.direct);
  const isReached = (id: string) => reached.has(idOf(id) ?? '');
  return match === 'ALL' ? ids.every(isReached) : ids.some(isReached);
}

const readers: Readers<Asked, boolean> = {
  and: ({ conditions }, asked) => conditions.every((condition) => reads(condition, asked)),
  or: ({ conditions }, asked) => conditions.some((condition) => reads(condition, asked)),
  not: ({ condition }, asked) => !reads(condition, asked),
  compare,
  extension: compareExtension,
  extensionPresent: (node, asked) => extensionValues(node, asked).some((value) => value !== undefined && value !== null && value !== ''),
  count: compareCount,
  any: (node, asked) => elementsOf(node, asked).some(elementHolds(node, asked)),
  all: (node, asked) => elementsOf(node, asked).every(elementHolds(node, asked)),
  none: (node, asked) => !elementsOf(node, asked).some(elementHolds(node, asked)),
  memberOf: (node, { fields }) => contained(node, fields.groups),
  members: (node, { fields }) => contained(node, fields.members),
  manager: ({ condition }, { fields, now }) => !!fields.manager && reads(condition, { fields: fields.manager, now }),
  reportsTo: ({ id, maxDepth }, { fields }) => managersOf(fields.manager, maxDepth).some((manager) => manager.id === idOf(id)),
};

const managersOf = (manager: Person | null | undefined, depth: number): Person[] =>
  manager && depth > 0 ? [manager, ...managersOf(manager.manager, depth - 1)] : [];

const reads = (node: Condition, asked: Asked): boolean => readWith(readers, node, asked);

/** Whether the condition is true of the person or group: the same answer as the database gives through toSql. */
export const holds = (condition: Condition, subject: Person | PeopleGroup, now = new Date()): boolean =>
  reads(condition, { fields: subject, now });
