import type { ComparedKind } from './kinds.ts';

/** What a condition is about: people, groups, or the parts of them that are asked about together. `…Where` is its input in GraphQL. */
export type Subject = 'User' | 'Group' | 'Name' | 'MultiValue' | 'Address';

export type MatchMode = 'ANY' | 'ALL';

/** A value as JSON keeps it: instants as ISO 8601 text in UTC, ids and versions as they were written. */
export type Operand = string | number | boolean;

export type Comparison = {
  operator: string;
  operand: Operand | Operand[];
  caseSensitive?: true;
};

export type Compare = Comparison & { kind: 'compare'; subject: Subject; attribute: string };

/** A comparison of an attribute of another SCIM schema, any of its values if it has several. */
export type CompareExtension = Comparison & { kind: 'extension'; urn: string; name: string; type: ComparedKind };

/** Whether an attribute of another SCIM schema has any value, of whatever type. */
export type ExtensionPresent = { kind: 'extensionPresent'; urn: string; name: string };

export type CompareCount = Comparison & { kind: 'count'; subject: Subject; attribute: string };

/** A condition on single elements: one element must satisfy all of it. */
export type Quantified = { kind: 'any' | 'all' | 'none'; subject: Subject; attribute: string; condition: Condition };

/** `memberOf`: the subject is in the groups; `members`: the users and groups are in the subject. */
export type Containment = { kind: 'memberOf' | 'members'; subject: Subject; ids: string[]; match: MatchMode; transitive: boolean };

/** The manager is known, and the condition holds of them. */
export type OfManager = { kind: 'manager'; condition: Condition };

/** The person is one of the first `maxDepth` managers up the chain. */
export type ReportsTo = { kind: 'reportsTo'; id: string; maxDepth: number };

/** The tree that is asked of rows, kept by policies and told to people; plain JSON, made by readCondition only. */
export type Condition =
  | { kind: 'and' | 'or'; conditions: Condition[] }
  | { kind: 'not'; condition: Condition }
  | Compare
  | CompareExtension
  | ExtensionPresent
  | CompareCount
  | Quantified
  | Containment
  | OfManager
  | ReportsTo;

/** One answer per kind of node, so that a new kind does not compile until every reader answers it. */
export type Readers<Context, Answer> = {
  [Kind in Condition['kind']]: (node: Condition & { kind: Kind }, context: Context) => Answer;
};

/** Lets the reader of the node's own kind read it. */
export const readWith = <Context, Answer>(readers: Readers<Context, Answer>, node: Condition, context: Context): Answer =>
  // The table's type promises that the reader found under a kind takes nodes of this kind.
  (readers[node.kind] as (node: Condition, context: Context) => Answer)(node, context);

const childrenOf = (node: Condition): Condition[] => ('conditions' in node ? node.conditions : 'condition' in node ? [node.condition] : []);

/** How many nodes the tree has. */
export const sizeOf = (node: Condition): number => childrenOf(node).reduce((size, child) => size + sizeOf(child), 1);
