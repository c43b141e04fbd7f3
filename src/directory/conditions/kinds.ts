import { fold } from '#filter/fold.ts';
import { AssignmentSource, Prisma } from '#generated/prisma/client.ts';
import type { Operand } from './condition.ts';
import { beyondMilliseconds, dateLength, instantOf, instantPattern, midnight } from './instant.ts';

type Sql = Prisma.Sql;

/** A value in the form in which it is compared in memory. */
export type Comparable = string | number | boolean;

export type ComparedKind = 'string' | 'exactString' | 'boolean' | 'id' | 'number' | 'dateTime' | 'version' | 'assignmentSource';

/** One kind of value: how it is taken from memory, from JSON and from a column, and what an operand of it may be. */
export type Kind = {
  /** The name of its comparison in GraphQL, and the scalar or enum of an operand. */
  comparison: string;
  scalar: 'String' | 'Boolean' | 'ID' | 'Float' | 'DateTime' | 'AssignmentSource';
  /** What an operand must be, for refusals. */
  expected: string;
  /** The form that is compared, or undefined if there is no value of this kind. */
  comparable: (raw: unknown) => Comparable | undefined;
  /** The operand as JSON keeps it, or undefined if it is refused. */
  operand: (raw: unknown) => Operand | undefined;
  /** The value in SQL as a column would hold it, NULL if the JSON is of another type. */
  fromJson: (json: Sql) => Sql;
  /** True or false, never NULL: whether the column holds a value. */
  present: (column: Sql) => Sql;
  /** The form that is compared, of a column that holds a value. */
  compared: (column: Sql) => Sql;
  parameter: (value: Comparable) => Sql;
  parameters: (values: Comparable[]) => Sql;
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id as it is stored, or undefined if it can be nobody's id. */
export const idOf = (raw: unknown): string | undefined => (typeof raw === 'string' && uuid.test(raw) ? raw.toLowerCase() : undefined);

const textOf = (raw: unknown): string | undefined => (typeof raw === 'string' ? raw : undefined);
const textJson = (json: Sql): Sql => Prisma.sql`CASE WHEN jsonb_typeof(${json}) = 'string' THEN ${json} #>> '{}' END`;
const notNull = (column: Sql): Sql => Prisma.sql`(${column} IS NOT NULL)`;
const asItIs = (column: Sql): Sql => column;

const text = {
  comparison: 'StringComparison',
  scalar: 'String',
  expected: 'a text',
  operand: textOf,
  fromJson: textJson,
  present: (column) => Prisma.sql`((${column} <> '') IS TRUE)`,
  parameter: (value) => Prisma.sql`${value}::text`,
  parameters: (values) => Prisma.sql`${values}::text[]`,
} satisfies Partial<Kind>;

const numbers = '[0-9]{1,9}(?:\\.[0-9]{1,9}){0,9}';

/** What a version begins with, as in 22.04.3 LTS; where more numbers or digits follow, nothing is a beginning. */
const versionPattern = `^${numbers}(?!\\.?[0-9])`;
const leading = new RegExp(versionPattern);
const isWhole = new RegExp(`^${numbers}$`);

/** What a value of a version must be. */
export const writtenVersion = 'a version such as 14.10 or 15.1-beta, which begins with up to ten numbers of up to nine digits';

export const isWrittenVersion = (text: string): boolean => leading.test(text);

/** Parts of nine digits without zeros at the end, so that the order of the text is the order of the versions. */
const versionKey = (version: string): string =>
  version
    .replace(/(?:\.0+)+$/, '')
    .replace(/[0-9]+/g, '00000000$&')
    .replace(/[0-9]*([0-9]{9})(?![0-9])/g, '$1');

function versionKeyOf(raw: unknown): string | undefined {
  const [numbersOf] = (typeof raw === 'string' && leading.exec(raw)) || [];
  return numbersOf === undefined ? undefined : versionKey(numbersOf);
}

/** The instant as JSON keeps it; beyond the years 1 to 9999 there is no such form. */
function isoOf(raw: unknown): string | undefined {
  const milliseconds = kinds.dateTime.comparable(raw);
  const iso = typeof milliseconds === 'number' && Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : '';
  return instantOf(iso) === undefined ? undefined : iso;
}

const sourceOf = (raw: unknown): string | undefined => (typeof raw === 'string' && Object.hasOwn(AssignmentSource, raw) ? raw : undefined);

const isoParameter = (value: Comparable): string => new Date(Number(value)).toISOString();

/** A cast of anything else would fail, and fail the whole statement. */
const instantJson = (json: Sql): Sql => {
  const written = textJson(json);
  const completed = Prisma.sql`CASE WHEN length(${written}) = ${dateLength}::int THEN ${written} || ${midnight}::text ELSE ${written} END`;
  return Prisma.sql`CASE WHEN ${written} ~ ${instantPattern}::text THEN regexp_replace(${completed}, ${beyondMilliseconds}::text, '\\1')::timestamptz END`;
};

export const kinds: Record<ComparedKind, Kind> = {
  string: {
    ...text,
    comparable: (raw) => (typeof raw === 'string' ? fold(raw) : undefined),
    compared: (column) => Prisma.sql`fold(${column}) COLLATE "C"`,
  },
  exactString: { ...text, comparable: textOf, compared: asItIs },
  boolean: {
    comparison: 'BooleanComparison',
    scalar: 'Boolean',
    expected: 'true or false',
    comparable: (raw) => (typeof raw === 'boolean' ? raw : undefined),
    operand: (raw) => (typeof raw === 'boolean' ? raw : undefined),
    fromJson: (json) => Prisma.sql`CASE WHEN jsonb_typeof(${json}) = 'boolean' THEN (${json})::boolean END`,
    present: notNull,
    compared: asItIs,
    parameter: (value) => Prisma.sql`${value}::boolean`,
    parameters: (values) => Prisma.sql`${values}::boolean[]`,
  },
  id: {
    comparison: 'IdComparison',
    scalar: 'ID',
    expected: 'an id',
    comparable: idOf,
    operand: textOf,
    fromJson: (json) => Prisma.sql`CASE WHEN ${textJson(json)} ~* ${uuid.source}::text THEN (${json} #>> '{}')::uuid END`,
    present: notNull,
    compared: asItIs,
    parameter: (value) => Prisma.sql`${value}::uuid`,
    parameters: (values) => Prisma.sql`${values}::uuid[]`,
  },
  number: {
    comparison: 'NumberComparison',
    scalar: 'Float',
    expected: 'a finite number',
    comparable: (raw) => (typeof raw === 'number' ? raw : undefined),
    operand: (raw) => (typeof raw === 'number' && Number.isFinite(raw) ? raw : undefined),
    fromJson: (json) => Prisma.sql`CASE WHEN jsonb_typeof(${json}) = 'number' THEN (${json})::numeric END`,
    present: notNull,
    compared: asItIs,
    parameter: (value) => Prisma.sql`${String(value)}::numeric`,
    parameters: (values) => Prisma.sql`${values.map(String)}::numeric[]`,
  },
  dateTime: {
    comparison: 'DateTimeComparison',
    scalar: 'DateTime',
    expected: 'an instant such as 2026-01-31T09:00:00Z',
    comparable: (raw) => (raw instanceof Date ? raw.getTime() : typeof raw === 'string' ? instantOf(raw) : undefined),
    operand: isoOf,
    fromJson: instantJson,
    present: notNull,
    compared: asItIs,
    parameter: (value) => Prisma.sql`${isoParameter(value)}::timestamptz`,
    parameters: (values) => Prisma.sql`${values.map(isoParameter)}::timestamptz[]`,
  },
  version: {
    comparison: 'VersionComparison',
    scalar: 'String',
    expected: 'a version such as 14.10: up to ten numbers of up to nine digits with points between them, and nothing else',
    comparable: versionKeyOf,
    operand: (raw) => (typeof raw === 'string' && isWhole.test(raw) ? raw : undefined),
    fromJson: textJson,
    present: (column) => Prisma.sql`((${column} ~ ${versionPattern}::text) IS TRUE)`,
    compared: (column) =>
      Prisma.sql`regexp_replace(regexp_replace(regexp_replace(substring(${column} from ${versionPattern}::text), '(\\.0+)+$', ''), '([0-9]+)', '00000000\\1', 'g'), '[0-9]*([0-9]{9})(?![0-9])', '\\1', 'g')`,
    parameter: text.parameter,
    parameters: text.parameters,
  },
  assignmentSource: {
    comparison: 'AssignmentSourceComparison',
    scalar: 'AssignmentSource',
    expected: `one of ${Object.keys(AssignmentSource).join(', ')}`,
    comparable: sourceOf,
    operand: sourceOf,
    fromJson: textJson,
    present: notNull,
    compared: asItIs,
    parameter: (value) => Prisma.sql`${value}::"AssignmentSource"`,
    parameters: (values) => Prisma.sql`${values}::"AssignmentSource"[]`,
  },
};

/** The value that is compared, or undefined if it is missing: null, empty, or of another kind. */
export function presentValue(kind: Kind, raw: unknown): Comparable | undefined {
  const value = kind.comparable(raw);
  return value === '' ? undefined : value;
}
