import { Prisma } from '#generated/prisma/client.ts';
import { comparedAttribute } from '../conditions/attributes.ts';
import { comparedKind } from '../conditions/comparisons.ts';
import type { Compare, CompareExtension, CompareFact, Condition } from '../conditions/condition.ts';
import { operatorNamed } from '../conditions/operators.ts';
import { says } from '../conditions/says.ts';
import { toSql } from '../conditions/toSql.ts';
import { nearest } from '../nearest.ts';
import { inReach, type Session } from '../session.ts';

type Asked = 'User' | 'Device';

/** A part of a condition that nobody in the directory meets today. */
export interface Unmatched {
  /** The part as a sentence. */
  readonly sentence: string;
  /** Values that somebody has and that may have been meant, the nearest first. */
  readonly nearValues: readonly string[];
}

/** A part that is asked of single rows. */
interface Part {
  readonly subject: Asked;
  readonly node: Condition;
}

const mostParts = 40;
const mostValues = 1000;

const row = Prisma.sql`"row"`;
const tables = { User: Prisma.sql`users AS "row"`, Device: Prisma.sql`devices AS "row"` };

/** The parts that somebody has to meet: what is under a not is met by those who do not. */
function partsOf(subject: Asked, node: Condition): Part[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.conditions.flatMap((condition) => partsOf(subject, condition));
    case 'manager':
    case 'assignedUser':
      return partsOf('User', node.condition);
    case 'not':
    case 'listed':
      return [];
    default:
      return isMetByMissing(node) ? [] : [{ subject, node }];
  }
}

type Valued = Compare | CompareExtension | CompareFact;

const isValued = (node: Condition): node is Valued => node.kind === 'compare' || node.kind === 'extension' || node.kind === 'fact';

const isMetByMissing = (node: Condition): boolean => isValued(node) && !!operatorNamed(comparedKind(node), node.operator)?.missing;

const isMet = (session: Session, { subject, node }: Part, now: Date) =>
  Prisma.sql`EXISTS (SELECT FROM ${tables[subject]} WHERE ${inReach(session, Prisma.sql`"row"."connectionId"`)} AND ${toSql(node, row, now)})`;

/** What of these conditions nobody in reach meets today, of their first forty parts. */
export async function unmatchedOf(
  session: Session,
  conditions: Partial<Record<Asked, Condition | null>>,
  now = new Date(),
): Promise<Unmatched[]> {
  const parts = (['User', 'Device'] as const)
    .flatMap((subject) => (conditions[subject] ? partsOf(subject, conditions[subject]) : []))
    .slice(0, mostParts);
  if (parts.length === 0) return [];
  const [answer] = await session.db.$queryRaw<{ met: boolean[] }[]>`
    SELECT ARRAY[${Prisma.join(parts.map((part) => isMet(session, part, now)))}] AS met`;
  const unmet = parts.filter((_, place) => answer?.met[place] === false);
  return Promise.all(unmet.map(async (part) => ({ sentence: says(part.node), nearValues: await nearValues(session, part) })));
}

const heldValue = (node: Valued): Prisma.Sql => {
  if (node.kind === 'compare') return comparedAttribute(node.subject, node.attribute).sql(row);
  return node.kind === 'fact'
    ? Prisma.sql`"row".facts ->> ${node.key}::text`
    : Prisma.sql`"row".extensions -> ${node.urn}::text ->> ${node.name}::text`;
};

/** Of the values that most rows have, those that are nearly what an equality asks for. */
async function nearValues(session: Session, { subject, node }: Part): Promise<string[]> {
  if (!isValued(node) || !(node.operator === 'eq' || node.operator === 'in')) return [];
  if (comparedKind(node) !== 'string' && comparedKind(node) !== 'exactString') return [];
  const rows = await session.db.$queryRaw<{ value: string }[]>`
    SELECT value FROM (
      SELECT ${heldValue(node)} AS value FROM ${tables[subject]} WHERE ${inReach(session, Prisma.sql`"row"."connectionId"`)}) AS had
    WHERE value <> '' GROUP BY value ORDER BY count(*) DESC, value LIMIT ${mostValues}`;
  const values = rows.map(({ value }) => value);
  return [...new Set([node.operand].flat().flatMap((operand) => nearest(String(operand), values)))].slice(0, 3);
}
