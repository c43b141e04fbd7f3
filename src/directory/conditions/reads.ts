import { attributeNamed, collectionNamed } from './attributes.ts';
import type { CollectionName, Compare, Condition, Containment, Quantified, Readers, ReportsTo } from './condition.ts';
import { readWith } from './condition.ts';
import { idOf } from './kinds.ts';

/** The ways from a row to others: to the manager or the devices of a person, to the user of a device. */
export const steps = ['manager', 'devices', 'assignedUser'] as const;

export type Step = (typeof steps)[number];

/** What a condition reads of whom it is asked of, and of those it goes on to from there. */
export type Reads = {
  /** Columns, as the change log names them. */
  columns: Set<string>;
  /** The groups whose members are asked for. */
  groups: Set<string>;
  /** The policies whose listings are asked for. */
  listings: Set<string>;
} & { [step in Step]?: Reads };

const nothing = (): Reads => ({ columns: new Set(), groups: new Set(), listings: new Set() });

/** What is read of those who are one step away. */
function beyond(reads: Reads, step: Step): Reads {
  const next = reads[step] ?? nothing();
  reads[step] = next;
  return next;
}

/** An element of a list is a part of the row, which is read with its column. */
function readColumn({ subject, attribute: name }: Pick<Compare, 'subject' | 'attribute'>, { columns }: Reads): void {
  const attribute = attributeNamed(subject, name);
  if (attribute && 'column' in attribute) columns.add(attribute.column);
}

/** Of facts that are lists, the key names the list. */
function collection(node: CollectionName, reads: Reads): Reads | undefined {
  if (collectionNamed(node).of === 'Device') return beyond(reads, 'devices');
  if (node.key === undefined) readColumn(node, reads);
  else reads.columns.add('facts');
  return undefined;
}

function quantified(node: Quantified, reads: Reads): void {
  const elements = collection(node, reads);
  if (elements) collect(node.condition, elements);
}

function reportsTo({ maxDepth }: ReportsTo, reads: Reads): void {
  let level = reads;
  for (let depth = 0; depth < maxDepth; depth += 1) {
    level.columns.add('managerReference');
    level = beyond(level, 'manager');
  }
}

function several(conditions: Condition[], reads: Reads): void {
  for (const condition of conditions) collect(condition, reads);
}

function groupsNamed({ ids }: Containment, { groups }: Reads): void {
  for (const id of ids.flatMap((named) => idOf(named) ?? [])) groups.add(id);
}

const readers: Readers<Reads, void> = {
  and: ({ conditions }, reads) => several(conditions, reads),
  or: ({ conditions }, reads) => several(conditions, reads),
  not: ({ condition }, reads) => collect(condition, reads),
  compare: readColumn,
  extension: (_, { columns }) => void columns.add('extensions'),
  extensionPresent: (_, { columns }) => void columns.add('extensions'),
  fact: (_, { columns }) => void columns.add('facts'),
  factPresent: (_, { columns }) => void columns.add('facts'),
  count: (node, reads) => void collection(node, reads),
  any: quantified,
  all: quantified,
  none: quantified,
  memberOf: groupsNamed,
  // Only groups are asked for their members, and policies are for people and devices.
  members: () => {},
  manager({ condition }, reads) {
    reads.columns.add('managerReference');
    collect(condition, beyond(reads, 'manager'));
  },
  assignedUser({ condition }, reads) {
    reads.columns.add('assignedUserId');
    collect(condition, beyond(reads, 'assignedUser'));
  },
  reportsTo,
  inPolicies({ policies }, reads) {
    for (const { condition } of policies) collect(condition, reads);
  },
  listed: ({ policyId }, { listings }) => void listings.add(policyId),
};

const collect = (node: Condition, reads: Reads): void => readWith(readers, node, reads);

/** What decides whether the condition holds: what changes elsewhere cannot change that. */
export function readsOf(condition: Condition): Reads {
  const reads = nothing();
  collect(condition, reads);
  return reads;
}
