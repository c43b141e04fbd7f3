import { collectionNamed, comparedAttribute } from './attributes.ts';
import { ownValue } from './collections.ts';
import { comparedKind, understood } from './comparisons.ts';
import type {
  Compare,
  CompareCount,
  CompareExtension,
  Comparison,
  Condition,
  Containment,
  ExtensionName,
  Quantified,
  Readers,
} from './condition.ts';
import { readWith } from './condition.ts';
import { type ComparedKind, idOf, presentValue } from './kinds.ts';
import type { Fields, Listing, ManagedDevice, PeopleGroup, Person, Reach } from './subjects.ts';

type Related = { groups?: Reach; members?: Reach; manager?: Person | null; assignedUser?: Person | null; listings?: Listing[] };

/** Of whom it is asked, and when: a person, a group, a device, or an element of a list. */
export type Asked = { fields: Fields & Related; now: Date };

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

const eachOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
export const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

export const extensionValues = ({ urn, name }: ExtensionName, { fields }: Asked) =>
  eachOf(ownValue(ownValue(fields.extensions, urn), name));

const compareExtension = (node: CompareExtension, asked: Asked) =>
  comparisonHolds(node.type, node, extensionValues(node, asked), asked.now);

export const elementsOf = (node: CompareCount | Quantified, { fields }: Asked) => collectionNamed(node).values(fields);

const compareCount = (node: CompareCount, asked: Asked) => comparisonHolds('number', node, [elementsOf(node, asked).length], asked.now);

const elementHolds =
  (node: Quantified, { now }: Asked) =>
  (element: Fields) =>
    holdsOf(node.condition, { fields: element, now });

function contained({ ids, match, transitive }: Containment, reach: Reach | undefined): boolean {
  const reached = new Set(transitive ? reach?.all : reach?.direct);
  const isReached = (id: string) => reached.has(idOf(id) ?? '');
  return match === 'ALL' ? ids.every(isReached) : ids.some(isReached);
}

const readers: Readers<Asked, boolean> = {
  and: ({ conditions }, asked) => conditions.every((condition) => holdsOf(condition, asked)),
  or: ({ conditions }, asked) => conditions.some((condition) => holdsOf(condition, asked)),
  not: ({ condition }, asked) => !holdsOf(condition, asked),
  compare,
  extension: compareExtension,
  extensionPresent: (node, asked) => extensionValues(node, asked).some(isPresent),
  fact: (node, { fields, now }) => comparisonHolds(node.type, node, [ownValue(fields.facts, node.key)], now),
  factPresent: ({ key }, { fields }) => eachOf(ownValue(fields.facts, key)).some(isPresent),
  count: compareCount,
  any: (node, asked) => elementsOf(node, asked).some(elementHolds(node, asked)),
  all: (node, asked) => elementsOf(node, asked).every(elementHolds(node, asked)),
  none: (node, asked) => !elementsOf(node, asked).some(elementHolds(node, asked)),
  memberOf: (node, { fields }) => contained(node, fields.groups),
  members: (node, { fields }) => contained(node, fields.members),
  manager: ({ condition }, { fields, now }) => !!fields.manager && holdsOf(condition, { fields: fields.manager, now }),
  assignedUser: ({ condition }, { fields, now }) => !!fields.assignedUser && holdsOf(condition, { fields: fields.assignedUser, now }),
  reportsTo: ({ id, maxDepth }, { fields }) => managersOf(fields.manager, maxDepth).some((manager) => manager.id === idOf(id)),
  inPolicies: ({ match, policies }, asked) => policies[match === 'ALL' ? 'every' : 'some'](({ condition }) => holdsOf(condition, asked)),
  listed: ({ policyId, mode }, { fields }) => !!fields.listings?.some((listing) => listing.policyId === policyId && listing.mode === mode),
};

export const managersOf = (manager: Person | null | undefined, depth: number): Person[] =>
  manager && depth > 0 ? [manager, ...managersOf(manager.manager, depth - 1)] : [];

/** The same of a part of the condition, asked of whom that part is about. */
export const holdsOf = (node: Condition, asked: Asked): boolean => readWith(readers, node, asked);

/** Whether the condition is true of the person, group or device: the same answer as the database gives through toSql. */
export const holds = (condition: Condition, subject: Person | PeopleGroup | ManagedDevice, now = new Date()): boolean =>
  holdsOf(condition, { fields: subject, now });
