import { fold } from '#filter/fold.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { collectionNamed, comparedAttribute } from './attributes.ts';
import type { Collection } from './collections.ts';
import { comparisonSql, countSql, truth } from './comparisonSql.ts';
import { understood } from './comparisons.ts';
import type {
  Compare,
  CompareCount,
  CompareExtension,
  CompareFact,
  Condition,
  ExtensionName,
  FactPresent,
  InPolicies,
  Listed,
  OfAssignedUser,
  OfManager,
  Quantified,
  Readers,
  ReportsTo,
} from './condition.ts';
import { readWith, sizeOf } from './condition.ts';
import { memberOf, members } from './containment.ts';
import { idOf, kinds } from './kinds.ts';
import { managerId, reportIds } from './managers.ts';
import { together } from './together.ts';

type Sql = Prisma.Sql;

type Place = {
  /** The row that is asked. */
  row: Sql;
  /** How many rows it stands inside of: what names the next alias. */
  depth: number;
  now: Date;
  /** Whether the condition asks along more relations than the planner is left to join. */
  many: boolean;
  /** Whether it stands in an or of this row, where nothing is joined. */
  either: boolean;
};

/** The planner's time grows far faster than the number of what it may join: 40 relations took it three seconds. */
const mostJoined = 8;

const within = (place: Place, name: string): Place => ({
  ...place,
  row: Prisma.raw(`"${name}${place.depth + 1}"`),
  depth: place.depth + 1,
  either: false,
});
const joined = (conditions: Condition[], place: Place, separator: string): Sql =>
  Prisma.sql`(${Prisma.join(
    conditions.map((condition) => reads(condition, place)),
    separator,
  )})`;

/** Whether any of the rows is there; with an OFFSET they are looked up for each row that is asked, and never joined. */
const exists = (rows: Sql, { many, either }: Place): Sql =>
  Prisma.sql`EXISTS (SELECT 1 ${rows}${Prisma.raw(many && !either ? ' OFFSET 0' : '')})`;

function compare(node: Compare, { row, now }: Place): Sql {
  const attribute = comparedAttribute(node.subject, node.attribute);
  return comparisonSql(attribute.kind, node, attribute.sql(row), now);
}

/** A path in lax mode gives the elements of a list, and anything else as it is. */
const each = (json: Sql, element: Sql): Sql => Prisma.sql`jsonb_path_query(${json}, 'lax $[*]') AS ${element}("value")`;

const extension = ({ urn, name }: ExtensionName, { row }: Place): Sql => Prisma.sql`${row}."extensions" -> ${urn}::text -> ${name}::text`;
const fact = ({ key }: CompareFact | FactPresent, { row }: Place): Sql => Prisma.sql`(${row}."facts" -> ${key}::text)`;

function compareExtension(node: CompareExtension, place: Place): Sql {
  const { row, now } = within(place, 'element');
  const values = each(extension(node, place), row);
  const holds = comparisonSql(node.type, node, kinds[node.type].fromJson(Prisma.sql`${row}."value"`), now);
  const { operator } = understood(node.type, node, now);
  return operator.missing
    ? Prisma.sql`NOT EXISTS (SELECT 1 FROM ${values} WHERE NOT ${holds})`
    : Prisma.sql`EXISTS (SELECT 1 FROM ${values} WHERE ${holds})`;
}

function somePresent(json: Sql, place: Place): Sql {
  const { row } = within(place, 'element');
  return Prisma.sql`EXISTS (SELECT 1 FROM ${each(json, row)} WHERE ${row}."value" NOT IN ('null', '""'))`;
}

const compareFact = (node: CompareFact, place: Place): Sql =>
  comparisonSql(node.type, node, kinds[node.type].fromJson(fact(node, place)), place.now);

const compareCount = (node: CompareCount, { row, now }: Place): Sql => countSql(node, collectionNamed(node).count(row), now);

/** The values one of which an element must have for the condition to hold of it; undefined if it may have any. */
function requiredValues(node: Condition): string[] | undefined {
  if (node.kind === 'and') return node.conditions.map(requiredValues).find((values) => values !== undefined);
  if (node.kind === 'or') {
    const each = node.conditions.map(requiredValues);
    return each.every((values) => values !== undefined) ? each.flat() : undefined;
  }
  if (node.kind !== 'compare' || node.attribute !== 'value' || !(node.operator === 'eq' || node.operator === 'in')) return undefined;
  return [node.operand].flat().map((operand) => fold(String(operand)));
}

function indexed({ foldedValues }: Collection, node: Quantified, row: Sql): Sql {
  const values = requiredValues(node.condition);
  return foldedValues && values ? Prisma.sql`${foldedValues(row)} && ${values}::text[] AND ` : Prisma.empty;
}

function elements(node: Quantified, place: Place, wanted: (holds: Sql) => Sql): Sql {
  const inside = within(place, 'element');
  return exists(Prisma.sql`${collectionNamed(node).elements(place.row, inside.row)} AND ${wanted(reads(node.condition, inside))}`, place);
}

const itself = (holds: Sql): Sql => holds;
const negated = (holds: Sql): Sql => Prisma.sql`NOT ${holds}`;

const any = (node: Quantified, place: Place): Sql =>
  Prisma.sql`(${indexed(collectionNamed(node), node, place.row)}${elements(node, place, itself)})`;

function manager({ condition }: OfManager, place: Place): Sql {
  const inside = within(place, 'manager');
  const named = Prisma.sql`${inside.row}."id" = ${managerId(place.row)}`;
  return exists(Prisma.sql`FROM "users" AS ${inside.row} WHERE ${named} AND ${reads(condition, inside)}`, place);
}

function assignedUser({ condition }: OfAssignedUser, place: Place): Sql {
  const { row: device } = place;
  const inside = within(place, 'user');
  const user = inside.row;
  const named = Prisma.sql`${user}."id" = ${device}."assignedUserId" AND ${user}."connectionId" = ${device}."connectionId"`;
  return exists(Prisma.sql`FROM "users" AS ${user} WHERE ${named} AND ${reads(condition, inside)}`, place);
}

function reportsTo({ id, maxDepth }: ReportsTo, { row }: Place): Sql {
  const known = idOf(id);
  return known === undefined ? truth(false) : Prisma.sql`${row}."id" IN (${reportIds(known, maxDepth)})`;
}

const inPolicies = ({ match, policies }: InPolicies, place: Place): Sql => {
  const conditions = policies.map(({ condition }) => condition);
  return reads({ kind: match === 'ALL' ? 'and' : 'or', conditions }, place);
};

const listed = ({ policyId, mode }: Listed, { row }: Place): Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM "policy_listings" AS "listed"
  WHERE "listed"."policyId" = ${policyId}::uuid AND "listed"."resourceId" = ${row}."id" AND "listed"."mode" = ${mode}::"ListingMode")`;

const readers: Readers<Place, Sql> = {
  and: ({ conditions }, place) => (conditions.length === 0 ? truth(true) : joined(conditions, place, ' AND ')),
  or: ({ conditions }, place) =>
    conditions.length === 0 ? truth(false) : joined(together(conditions), { ...place, either: true }, ' OR '),
  not: ({ condition }, place) => negated(Prisma.sql`(${reads(condition, place)})`),
  compare,
  extension: compareExtension,
  extensionPresent: (node, place) => somePresent(extension(node, place), place),
  fact: compareFact,
  factPresent: (node, place) => somePresent(fact(node, place), place),
  count: compareCount,
  any,
  all: (node, place) => negated(elements(node, place, negated)),
  none: (node, place) => negated(elements(node, place, itself)),
  memberOf: (node, { row }) => memberOf(node, row),
  members: (node, { row }) => members(node, row),
  manager,
  assignedUser,
  reportsTo,
  inPolicies,
  listed,
};

const reads = (node: Condition, place: Place): Sql => readWith(readers, node, place);

const isRelation = (node: Condition): boolean =>
  node.kind === 'manager' ||
  node.kind === 'assignedUser' ||
  ('condition' in node && 'attribute' in node && collectionNamed(node).of === 'Device');

/** The condition as a predicate on the row with this alias: true or false, never NULL; every operand is a parameter. */
export const toSql = (condition: Condition, row: Sql, now = new Date()): Sql =>
  reads(condition, { row, depth: 0, now, many: sizeOf(condition, isRelation) > mostJoined, either: false });
