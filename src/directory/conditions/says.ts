import { comparedKind } from './comparisons.ts';
import type {
  CollectionName,
  Compare,
  CompareCount,
  CompareExtension,
  CompareFact,
  Comparison,
  Condition,
  Containment,
  InPolicies,
  Quantified,
  Readers,
  ReportsTo,
} from './condition.ts';
import { readWith } from './condition.ts';
import { operatorNamed } from './operators.ts';

const plain = /^[\p{L}\p{N}][\p{L}\p{N}@._+:/-]*(?: [\p{L}\p{N}@._+:/-]+)*$/u;
const joining = /\b(?:and|or|not|is)\b/i;

/** A value as it stands in a sentence: quoted where it could be taken for a part of the sentence. */
const spoken = (value: unknown): string => {
  const text = String(value);
  return plain.test(text) && !joining.test(text) ? text : JSON.stringify(text);
};

const spokenList = (values: unknown[]): string => (values.length === 0 ? 'nothing' : values.map(spoken).join(', '));

function compared(subject: string, node: Compare | CompareExtension | CompareFact | CompareCount): string {
  const { operator, operand, caseSensitive }: Comparison = node;
  const says = operatorNamed(comparedKind(node), operator)?.says(Array.isArray(operand) ? spokenList(operand) : spoken(operand));
  return `${subject} ${says}${caseSensitive ? ' (minding case)' : ''}`;
}

/** A sentence that may stand beside others: one that joins sentences goes in parentheses. */
export const enclosed = (node: Condition): string => {
  const joins = (node.kind === 'and' || node.kind === 'or') && node.conditions.length > 1;
  return joins ? `(${says(node)})` : says(node);
};

const collection = ({ attribute, key }: CollectionName): string => (key === undefined ? attribute : fact(key));
const fact = (key: string): string => `fact ${key}`;

const quantified = (words: string) => (node: Quantified) => `${words} ${collection(node)} has (${says(node.condition)})`;

const isAnything = (node: Condition): boolean => node.kind === 'and' && node.conditions.length === 0;

const matched = ({ ids, match }: Containment): string =>
  (ids.length === 1 ? '' : match === 'ALL' ? 'all of ' : 'any of ') + spokenList(ids);
const directly = ({ transitive }: Containment): string => (transitive ? '' : 'directly ');

const inPolicies = ({ match, policies }: InPolicies): string => {
  const named = spokenList(policies.map(({ name }) => name));
  return policies.length === 1 ? `is in the policy ${named}` : `is in ${match === 'ALL' ? 'all' : 'any'} of the policies ${named}`;
};

const readers: Readers<undefined, string> = {
  and: ({ conditions }) => (conditions.length === 0 ? 'anything' : conditions.map(enclosed).join(' and ')),
  or: ({ conditions }) => (conditions.length === 0 ? 'nothing' : conditions.map(enclosed).join(' or ')),
  not: ({ condition }) => `not (${says(condition)})`,
  compare: (node) => compared(node.subject === 'Name' ? `name.${node.attribute}` : node.attribute, node),
  extension: (node) => compared(node.key, node),
  extensionPresent: ({ key }) => `${key} is present`,
  fact: (node) => compared(fact(node.key), node),
  factPresent: ({ key }) => `${fact(key)} is present`,
  count: (node) => compared(`the number of ${collection(node)}`, node),
  any: quantified('one of'),
  all: quantified('every one of'),
  none: quantified('none of'),
  memberOf: (node) => `is ${directly(node)}a member of ${matched(node)}`,
  members: (node) => `${directly(node)}has among its members ${matched(node)}`,
  manager: ({ condition }) => `has a manager with (${says(condition)})`,
  assignedUser: ({ condition }) => (isAnything(condition) ? 'is assigned to a user' : `is assigned to a user with (${says(condition)})`),
  reportsTo: ({ id, maxDepth }: ReportsTo) => `reports to ${spoken(id)} within ${maxDepth} levels`,
  inPolicies,
  listed: ({ mode }) => `is listed to be ${mode === 'INCLUDE' ? 'in' : 'out'}`,
};

/** The condition as an English sentence about whom or what it holds of. */
export const says = (condition: Condition): string => readWith(readers, condition, undefined);
