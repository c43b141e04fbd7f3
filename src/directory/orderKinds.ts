import { Prisma } from '#generated/prisma/client.ts';
import { type ComparedKind, kinds } from './conditions/kinds.ts';
import { isUuid } from './session.ts';

type Sql = Prisma.Sql;

/** How values are put in order: text without regard to case, versions part by part, everything else as it is. */
export type OrderKind = 'text' | 'exact' | 'boolean' | 'instant' | 'id' | 'number' | 'version';

/** A value in an order, as JSON can carry it; null is none. */
export type KeyValue = string | number | boolean | null;

type Form = {
  /** How it is read from JSON. */
  json: ComparedKind;
  /** What the database puts in order. */
  expression: (value: Sql) => Sql;
  /** A key as the column holds it. */
  parameter: (key: KeyValue) => Sql;
  /** The key of a value; null where it is missing, or of another kind. */
  key: (raw: unknown) => KeyValue;
  /** Whether a key that a client sends is one. */
  fits: (key: KeyValue) => boolean;
};

const asItIs = (value: Sql): Sql => value;

const text: Form = {
  json: 'string',
  expression: (value) => Prisma.sql`fold(${value}) COLLATE "C"`,
  parameter: (key) => Prisma.sql`${key}::text`,
  key: (raw) => (typeof raw === 'string' ? raw : null),
  fits: (key) => key === null || (typeof key === 'string' && !key.includes('\0')),
};

/** An instant as cursors write it; an offset may lead a day out of the years 1 to 9999. */
const written = /^(?:(?!0000)\d{4}-|0000-12-31|\+010000-01-01)/;
const isInstant = (key: string) => written.test(key) && !Number.isNaN(Date.parse(key)) && new Date(key).toISOString() === key;

/** The same as PostgreSQL reads it. */
const readable = (key: KeyValue) =>
  String(key)
    .replace(/^0000(.*)$/, '0001$1 BC')
    .replace('+0', '');

function instantKey(raw: unknown): KeyValue {
  const milliseconds = kinds.dateTime.comparable(raw);
  return milliseconds === undefined ? null : new Date(Number(milliseconds)).toISOString();
}

export const forms: Record<OrderKind, Form> = {
  text,
  exact: { ...text, json: 'exactString', expression: (value) => Prisma.sql`(${value})::text COLLATE "C"` },
  id: {
    ...text,
    json: 'id',
    expression: asItIs,
    parameter: (key) => Prisma.sql`${key}::uuid`,
    fits: (key) => typeof key === 'string' && isUuid(key),
  },
  boolean: {
    json: 'boolean',
    expression: asItIs,
    parameter: (key) => Prisma.sql`${key}::boolean`,
    key: (raw) => (typeof raw === 'boolean' ? raw : null),
    fits: (key) => key === null || typeof key === 'boolean',
  },
  number: {
    json: 'number',
    expression: asItIs,
    parameter: (key) => Prisma.sql`${String(key)}::numeric`,
    key: (raw) => (typeof raw === 'number' ? raw : null),
    fits: (key) => key === null || typeof key === 'number',
  },
  instant: {
    json: 'dateTime',
    expression: asItIs,
    parameter: (key) => Prisma.sql`${readable(key)}::timestamptz`,
    key: instantKey,
    fits: (key) => key === null || (typeof key === 'string' && isInstant(key)),
  },
  version: {
    ...text,
    json: 'version',
    expression: (value) => Prisma.sql`CASE WHEN ${kinds.version.present(value)} THEN ${kinds.version.compared(value)} END COLLATE "C"`,
    key: (raw) => (isVersion(raw) ? raw : null),
    fits: (key) => key === null || isVersion(key),
  },
};

function isVersion(raw: unknown): raw is string {
  return kinds.version.comparable(raw) !== undefined;
}
