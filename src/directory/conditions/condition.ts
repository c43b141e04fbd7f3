import type { ListingMode } from '#generated/prisma/client.ts';
import type { ComparedKind } from './kinds.ts';

/** What a list can be asked. */
export type RootSubject = 'User' | 'Group' | 'Device';

/** What a condition is about: rows, or the parts of them that are asked about together. `…Where` is its input in GraphQL. */
export type Subject = RootSubject | 'Name' | 'MultiValue' | 'Address' | 'Text';

export type MatchMode = 'ANY' | 'ALL';

/** A value as JSON keeps it: instants as ISO 8601 text in UTC, ids and versions as they were written. */
export type Operand = string | number | boolean;

export type Comparison = {
  operator: string;
  operand: Operand | Operand[];
  caseSensitive?: true;
};

export type Compare = Comparison & { kind: 'compare'; subject: Subject; attribute: string };

/** An attribute of another SCIM schema; the key is what it was asked by, its own path or the short one of its definition. */
export type ExtensionName = { key: string; urn: string; name: string };

/** A comparison of an attribute of another SCIM schema, any of its values if it has several. */
export type CompareExtension = Comparison & ExtensionName & { kind: 'extension'; type: ComparedKind };

/** Whether an attribute of another SCIM schema has any value, of whatever type. */
export type ExtensionPresent = ExtensionName & { kind: 'extensionPresent' };

/** A comparison of a fact of a device, which is declared to be of this type. */
export type CompareFact = Comparison & { kind: 'fact'; key: string; type: ComparedKind };

/** Whether a device has reported any value of a fact. */
export type FactPresent = { kind: 'factPresent'; key: string };

/** A collection of a row: an attribute, or with a key, the fact that is a list of text. */
export type CollectionName = { subject: Subject; attribute: string; key?: string };

export type CompareCount = Comparison & CollectionName & { kind: 'count' };

/** A condition on single elements: one element must satisfy all of it. */
export type Quantified = CollectionName & { kind: 'any' | 'all' | 'none'; condition: Condition };

/** `memberOf`: the subject is in the groups; `members`: the users and groups are in the subject. */
export type Containment = { kind: 'memberOf' | 'members'; subject: Subject; ids: string[]; match: MatchMode; transitive: boolean };

/** The manager is known, and the condition holds of them. */
export type OfManager = { kind: 'manager'; condition: Condition };

/** The device is assigned to a person who is there, and the condition holds of them. */
export type OfAssignedUser = { kind: 'assignedUser'; condition: Condition };

/** The person is one of the first `maxDepth` managers up the chain. */
export type ReportsTo = { kind: 'reportsTo'; id: string; maxDepth: number };

/** The person or device is listed by hand in the policy: to be in it, or to be out of it. */
export type Listed = { kind: 'listed'; policyId: string; mode: ListingMode };

/** A policy that a condition names, with its own condition on the subject, which may not be shown to those who ask. */
export type NamedPolicy = { id: string; name: string; condition: Condition; hidden?: true };

/** The person or device is in the policies. */
export type InPolicies = { kind: 'inPolicies'; match: MatchMode; policies: NamedPolicy[] };

/** The tree that is asked of rows, kept by policies and told to people; plain JSON, made by readCondition only. */
export type Condition =
  | { kind: 'and' | 'or'; conditions: Condition[] }
  | { kind: 'not'; condition: Condition }
  | Compare
  | CompareExtension
  | ExtensionPresent
  | CompareFact
  | FactPresent
  | CompareCount
  | Quantified
  | Containment
  | OfManager
  | OfAssignedUser
  | ReportsTo
  | InPolicies
  | Listed;

/** One answer per kind of node, so that a new kind does not compile until every reader answers it. */
export type Readers<Context, Answer> = {
  [Kind in Condition['kind']]: (node: Condition & { kind: Kind }, context: Context) => Answer;
};

/** Lets the reader of the node's own kind read it. */
export const readWith = <Context, Answer>(readers: Readers<Context, Answer>, node: Condition, context: Context): Answer =>
  // The table's type promises that the reader found under a kind takes nodes of this kind.
  (readers[node.kind] as (node: Condition, context: Context) => Answer)(node, context);

const ownChildren = (node: Condition): Condition[] =>
  'conditions' in node ? node.conditions : 'condition' in node ? [node.condition] : [];

const allChildren = (node: Condition): Condition[] =>
  node.kind === 'inPolicies' ? node.policies.map(({ condition }) => condition) : ownChildren(node);

const count = (node: Condition, children: (node: Condition) => Condition[], counts: (node: Condition) => boolean): number =>
  children(node).reduce((size, child) => size + count(child, children, counts), counts(node) ? 1 : 0);

/** How many nodes the tree has of its own: the policies that it names count one each time. */
export const ownSizeOf = (node: Condition): number => count(node, ownChildren, () => true);

/** How many nodes the tree has with the conditions of the policies that it names, or how many of some kind. */
export const sizeOf = (node: Condition, counts: (node: Condition) => boolean = () => true): number => count(node, allChildren, counts);
