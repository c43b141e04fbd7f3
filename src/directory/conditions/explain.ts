import { collectionNamed, comparedAttribute } from './attributes.ts';
import { ownValue } from './collections.ts';
import type { Compare, Condition, Containment, NamedPolicy, Quantified, Readers } from './condition.ts';
import { readWith } from './condition.ts';
import { type Asked, elementsOf, extensionValues, holdsOf, isPresent, managersOf } from './holds.ts';
import { idOf } from './kinds.ts';
import { enclosed, says } from './says.ts';
import type { Fields, ManagedDevice, Person, Reach } from './subjects.ts';

/** What was not there to be asked: a value, the elements of a list, a manager, a user; or the user was there once. */
export type Absence = 'VALUE' | 'ELEMENTS' | 'MANAGER' | 'USER' | 'DELETED_USER';

/** One node of a condition, asked of one person or device. */
export type Explained = {
  /** The node as a sentence. */
  sentence: string;
  holds: boolean;
  /** What it looked at, as JSON; undefined where it only joins others. */
  saw?: unknown;
  absent?: Absence;
  children: Explained[];
};

type Insight = { saw?: unknown; absent?: Absence; children?: Explained[] };

/** A list is shown so far, and explained element by element so far; the verdict is about all of it. */
const shownElements = 10;

const explained = (node: Condition, asked: Asked): Explained => ({
  sentence: says(node),
  holds: holdsOf(node, asked),
  children: [],
  ...readWith(readers, node, asked),
});

const each = (conditions: Condition[], asked: Asked): Insight => ({ children: conditions.map((condition) => explained(condition, asked)) });

const sawValue = (value: unknown): Insight => (isPresent(value) ? { saw: value } : { saw: null, absent: 'VALUE' });

const sawValues = (values: unknown[]): Insight => {
  const present = values.filter(isPresent);
  return present.length > 0 ? { saw: present.slice(0, shownElements) } : { saw: null, absent: 'VALUE' };
};

const compare = (node: Compare, { fields }: Asked): Insight => sawValue(comparedAttribute(node.subject, node.attribute).value(fields));

/** Rows are shown by their ids: what is asked of them is shown where it is asked. */
const shown = (node: Quantified, element: Fields): unknown => (collectionNamed(node).of === 'Device' ? { id: element.id } : element);

function quantified(node: Quantified, asked: Asked): Insight {
  const elements = elementsOf(node, asked);
  const some = elements.slice(0, shownElements);
  return {
    saw: some.map((element) => shown(node, element)),
    ...(elements.length === 0 && { absent: 'ELEMENTS' }),
    children: some.map((element) => ({ ...explained(node.condition, { fields: element, now: asked.now }), saw: shown(node, element) })),
  };
}

/** Of the groups or members that are asked for, those that were found. */
function contained({ ids, transitive }: Containment, reach: Reach | undefined): Insight {
  const reached = new Set(transitive ? reach?.all : reach?.direct);
  return { saw: ids.filter((id) => reached.has(idOf(id) ?? '')) };
}

/** What is asked of someone else, or that they are not there. */
const ofOther = (condition: Condition, other: Fields | null | undefined, now: Date, absent: Absence): Insight =>
  other ? { saw: { id: other.id }, children: [explained(condition, { fields: other, now })] } : { saw: null, absent };

/** What is asked by a policy that is hidden is not told, but for its verdict. */
function inPolicy({ name, condition, hidden }: NamedPolicy, asked: Asked): Explained {
  if (hidden) return { sentence: `is in the policy ${name}`, holds: holdsOf(condition, asked), children: [] };
  return { ...explained(condition, asked), sentence: `${name}: ${enclosed(condition)}` };
}

const readers: Readers<Asked, Insight> = {
  and: ({ conditions }, asked) => each(conditions, asked),
  or: ({ conditions }, asked) => each(conditions, asked),
  not: ({ condition }, asked) => each([condition], asked),
  compare,
  extension: (node, asked) => sawValues(extensionValues(node, asked)),
  extensionPresent: (node, asked) => sawValues(extensionValues(node, asked)),
  fact: ({ key }, { fields }) => sawValue(ownValue(fields.facts, key)),
  factPresent: ({ key }, { fields }) => sawValue(ownValue(fields.facts, key)),
  count: (node, asked) => ({ saw: elementsOf(node, asked).length }),
  any: quantified,
  all: quantified,
  none: quantified,
  memberOf: (node, { fields }) => contained(node, fields.groups),
  members: (node, { fields }) => contained(node, fields.members),
  manager: ({ condition }, { fields, now }) => ofOther(condition, fields.manager, now, 'MANAGER'),
  assignedUser: ({ condition }, { fields, now }) =>
    ofOther(condition, fields.assignedUser, now, fields.assignedUserId ? 'DELETED_USER' : 'USER'),
  reportsTo: ({ maxDepth }, { fields }) => {
    const managers = managersOf(fields.manager, maxDepth).map(({ id }) => id);
    return managers.length > 0 ? { saw: managers } : { saw: null, absent: 'MANAGER' };
  },
  inPolicies: ({ policies }, asked) => ({
    children: policies.map((policy) => inPolicy(policy, asked)),
  }),
  listed: () => ({}),
};

/** The tree of the condition, each node with its verdict on the person or device, and with what it saw. */
export const explain = (condition: Condition, subject: Person | ManagedDevice, now: Date): Explained =>
  explained(condition, { fields: subject, now });
