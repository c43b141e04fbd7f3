import { Prisma } from '#generated/prisma/client.ts';
import { type CollectionAttribute, collectionAttribute, comparedAttribute } from './attributes.ts';
import { understood } from './comparisons.ts';
import type {
  Compare,
  CompareCount,
  CompareExtension,
  Comparison,
  Condition,
  Containment,
  ExtensionPresent,
  OfManager,
  Quantified,
  Readers,
  ReportsTo,
} from './condition.ts';
import { readWith } from './condition.ts';
import { hasAny, hasEach, inAny, inEach } from './containment.ts';
import { fold } from './fold.ts';
import { type ComparedKind, idOf, kinds } from './kinds.ts';
import { managerId, reportIds } from './managers.ts';

type Sql = Prisma.Sql;

/** The row that is asked, and how many rows it stands inside of: what names the next alias. */
type Place = { row: Sql; depth: number; now: Date };

const truth = (value: boolean): Sql => Prisma.raw(value ? 'TRUE' : 'FALSE');
const within = (place: Place, name: string): Place => ({
  ...place,
  row: Prisma.raw(`"${name}${place.depth + 1}"`),
  depth: place.depth + 1,
});
const joined = (conditions: Condition[], place: Place, separator: string): Sql =>
  Prisma.sql`(${Prisma.join(
    conditions.map((condition) => reads(condition, place)),
    separator,
  )})`;

/** True or false of a column or expression, never NULL. */
function comparisonSql(valueKind: ComparedKind, comparison: Comparison, column: Sql, now: Date): Sql {
  const { kind, operator, operands } = understood(valueKind, comparison, now);
  if (operands === undefined) return truth(operator.missing);
  const parameters = operator.takes === 'list' ? [kind.parameters(operands)] : operands.map(kind.parameter);
  const answer = operator.sql(kind.compared(column), ...parameters);
  return operator.missing ? Prisma.sql`(NOT ${kind.present(column)} OR ${answer})` : Prisma.sql`(${kind.present(column)} AND ${answer})`;
}

function compare(node: Compare, { row, now }: Place): Sql {
  const attribute = comparedAttribute(node.subject, node.attribute);
  return comparisonSql(attribute.kind, node, attribute.sql(row), now);
}

/** A path in lax mode gives the elements of a list, and anything else as it is. */
const extensionValues = (urn: string, name: string, place: Place): Sql =>
  Prisma.sql`jsonb_path_query(${place.row}."extensions" -> ${urn}::text -> ${name}::text, 'lax $[*]') AS ${within(place, 'element').row}("value")`;

function compareExtension(node: CompareExtension, place: Place): Sql {
  const { row, now } = within(place, 'element');
  const values = extensionValues(node.urn, node.name, place);
  const holds = comparisonSql(node.type, node, kinds[node.type].fromJson(Prisma.sql`${row}."value"`), now);
  const { operator } = understood(node.type, node, now);
  return operator.missing
    ? Prisma.sql`NOT EXISTS (SELECT 1 FROM ${values} WHERE NOT ${holds})`
    : Prisma.sql`EXISTS (SELECT 1 FROM ${values} WHERE ${holds})`;
}

function extensionPresent({ urn, name }: ExtensionPresent, place: Place): Sql {
  const { row } = within(place, 'element');
  return Prisma.sql`EXISTS (SELECT 1 FROM ${extensionValues(urn, name, place)} WHERE ${row}."value" NOT IN ('null', '""'))`;
}

const compareCount = (node: CompareCount, { row, now }: Place): Sql =>
  comparisonSql('number', node, Prisma.sql`jsonb_array_length(${collectionAttribute(node.subject, node.attribute).sql(row)})`, now);

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

function indexed({ foldedValues }: CollectionAttribute, node: Quantified, row: Sql): Sql {
  const values = requiredValues(node.condition);
  return foldedValues && values ? Prisma.sql`${foldedValues(row)} && ${values}::text[] AND ` : Prisma.empty;
}

function elements(node: Quantified, place: Place, wanted: (holds: Sql) => Sql): Sql {
  const inside = within(place, 'element');
  const list = collectionAttribute(node.subject, node.attribute).sql(place.row);
  return Prisma.sql`EXISTS (SELECT 1 FROM jsonb_array_elements(${list}) AS ${inside.row}("value") WHERE ${wanted(reads(node.condition, inside))})`;
}

const itself = (holds: Sql): Sql => holds;
const negated = (holds: Sql): Sql => Prisma.sql`NOT ${holds}`;

const any = (node: Quantified, place: Place): Sql =>
  Prisma.sql`(${indexed(collectionAttribute(node.subject, node.attribute), node, place.row)}${elements(node, place, itself)})`;

/** An id that is no UUID is nobody's, so that nothing is in each of a list that names it. */
function contained({ ids, match }: Containment, ofAny: (ids: string[]) => Sql, ofEach: (ids: string[]) => Sql): Sql {
  const known = [...new Set(ids.flatMap((id) => idOf(id) ?? []))];
  if (match === 'ANY' || (known.length === 1 && ids.every(idOf))) return ofAny(known);
  return ids.every(idOf) ? ofEach(known) : truth(false);
}

function memberOf(node: Containment, { row }: Place): Sql {
  const member = node.subject === 'User' ? 'userId' : 'memberGroupId';
  const id = Prisma.sql`${row}."id"`;
  return contained(
    node,
    (ids) => inAny(member, id, ids, node.transitive),
    (ids) => inEach(member, id, ids, node.transitive),
  );
}

function members(node: Containment, { row }: Place): Sql {
  const id = Prisma.sql`${row}."id"`;
  return contained(
    node,
    (ids) => hasAny(id, ids, node.transitive),
    (ids) => hasEach(id, ids, node.transitive),
  );
}

function manager({ condition }: OfManager, place: Place): Sql {
  const inside = within(place, 'manager');
  return Prisma.sql`EXISTS (SELECT 1 FROM "users" AS ${inside.row} WHERE ${inside.row}."id" = ${managerId(place.row)} AND ${reads(condition, inside)})`;
}

function reportsTo({ id, maxDepth }: ReportsTo, { row }: Place): Sql {
  const known = idOf(id);
  return known === undefined ? truth(false) : Prisma.sql`${row}."id" IN (${reportIds(known, maxDepth)})`;
}

const readers: Readers<Place, Sql> = {
  and: ({ conditions }, place) => (conditions.length === 0 ? truth(true) : joined(conditions, place, ' AND ')),
  or: ({ conditions }, place) => (conditions.length === 0 ? truth(false) : joined(conditions, place, ' OR ')),
  not: ({ condition }, place) => negated(Prisma.sql`(${reads(condition, place)})`),
  compare,
  extension: compareExtension,
  extensionPresent,
  count: compareCount,
  any,
  all: (node, place) => negated(elements(node, place, negated)),
  none: (node, place) => negated(elements(node, place, itself)),
  memberOf,
  members,
  manager,
  reportsTo,
};

const reads = (node: Condition, place: Place): Sql => readWith(readers, node, place);

/** The condition as a predicate on the row with this alias: true or false, never NULL; every operand is a parameter. */
export const toSql = (condition: Condition, row: Sql, now = new Date()): Sql => reads(condition, { row, depth: 0, now });
