import { Prisma } from '#generated/prisma/client.ts';
import type { Subject } from './condition.ts';
import type { Fields } from './subjects.ts';

type Sql = Prisma.Sql;

/** What any, all, none and count are asked of. */
export type Collection = {
  /** What its elements are. */
  of: Subject;
  /** FROM and WHERE, to which more may be added: the elements of a row, under this alias. */
  elements: (row: Sql, element: Sql) => Sql;
  /** How many, never NULL. */
  count: (row: Sql) => Sql;
  values: (fields: Fields) => Fields[];
  /** An indexed array of the folded values of its elements. */
  foldedValues?: (row: Sql) => Sql;
};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value under a name of a JSON object; undefined if it has none of its own. */
export const ownValue = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The elements of a JSON list: rows with the single column "value". */
const ofJson = (list: (row: Sql) => Sql): Pick<Collection, 'elements' | 'count'> => ({
  elements: (row, element) => Prisma.sql`FROM jsonb_array_elements(${list(row)}) AS ${element}("value") WHERE TRUE`,
  count: (row) => Prisma.sql`coalesce(jsonb_array_length(${list(row)}), 0)`,
});

const column = (name: string) => (row: Sql) => Prisma.sql`${row}.${Prisma.raw(`"${name}"`)}`;

/** A column that is a JSON list of objects. */
export const objectList = (name: string, of: Subject): Collection => ({
  of,
  ...ofJson(column(name)),
  values: (fields) => listOf(fields[name]).map((element) => (isObject(element) ? element : {})),
});

const texts = (list: unknown): Fields[] => listOf(list).map((value) => ({ value }));

/** A column that is an array of text. */
export const textList = (name: string): Collection => ({
  of: 'Text',
  ...ofJson((row) => Prisma.sql`to_jsonb(${column(name)(row)})`),
  values: (fields) => texts(fields[name]),
});

/** A fact that is a list of text; JSON of another type has no elements. */
export const factList = (key: string): Collection => ({
  of: 'Text',
  ...ofJson((row) => {
    const fact = Prisma.sql`${row}."facts" -> ${key}::text`;
    return Prisma.sql`CASE WHEN jsonb_typeof(${fact}) = 'array' THEN ${fact} ELSE '[]' END`;
  }),
  values: ({ facts }) => texts(ownValue(facts, key)),
});

const assignedTo = (user: Sql, device: Sql): Sql =>
  Prisma.sql`FROM "devices" AS ${device} WHERE ${device}."assignedUserId" = ${user}."id" AND ${device}."connectionId" = ${user}."connectionId"`;

/** The devices of a person. */
export const assignedDevices: Collection = {
  of: 'Device',
  elements: assignedTo,
  count: (user) => Prisma.sql`(SELECT count(*) ${assignedTo(user, Prisma.sql`"counted"`)})`,
  values: ({ devices }) => listOf(devices).filter(isObject),
};
