import { Prisma } from '#generated/prisma/client.ts';
import type { Comparable, ComparedKind } from './kinds.ts';
import { matchesPattern } from './matchesPattern.ts';

type Sql = Prisma.Sql;

/** What an operator is given: a value, a list of values, a pattern, a duration before or after now, or whether there is a value at all. */
export type Taken = 'value' | 'list' | 'pattern' | 'past' | 'future' | 'presence';

/** One comparison of a value that is there with operands of the same kind; a past or future comes as its first and last moment. */
export type Operator = {
  description: string;
  takes: Taken;
  /** The answer where there is no value. */
  missing: boolean;
  sql: (value: Sql, ...operands: Sql[]) => Sql;
  holds: (value: Comparable, ...operands: Comparable[]) => boolean;
  says: (operand: string) => string;
};

/** Text goes by code points, as in PostgreSQL's collation "C"; JavaScript's own order goes by UTF-16 units. */
const order = (one: Comparable, other: Comparable = ''): number =>
  typeof one === 'string' ? Buffer.compare(Buffer.from(one), Buffer.from(String(other))) : Number(one) - Number(other);

const missingFails = { missing: false, takes: 'value' } as const;

/** The exact negation, which holds where there is no value. */
const negation = (operator: Operator, description: string, says: Operator['says']): Operator => ({
  description,
  takes: operator.takes,
  missing: !operator.missing,
  sql: (value, ...operands) => Prisma.sql`NOT (${operator.sql(value, ...operands)})`,
  holds: (value, ...operands) => !operator.holds(value, ...operands),
  says,
});

const eq: Operator = {
  ...missingFails,
  description: 'It is this.',
  sql: (value, operand) => Prisma.sql`${value} = ${operand}`,
  holds: (value, operand) => value === operand,
  says: (operand) => `is ${operand}`,
};

const oneOf: Operator = {
  missing: false,
  takes: 'list',
  description: 'It is one of these.',
  sql: (value, operands) => Prisma.sql`${value} = ANY(${operands})`,
  holds: (value, ...operands) => operands.includes(value),
  says: (operand) => `is one of ${operand}`,
};

const equality = { eq, ne: negation(eq, 'It is not this, or missing.', (operand) => `is not ${operand}`) };

const lists = { in: oneOf, notIn: negation(oneOf, 'It is none of these, or missing.', (operand) => `is none of ${operand}`) };

const exists = {
  exists: {
    missing: false,
    takes: 'presence',
    description: 'Whether there is a value; null and empty are none.',
    sql: () => Prisma.sql`TRUE`,
    holds: () => true,
    says: () => 'is present',
  },
} satisfies Record<string, Operator>;

const contains: Operator = {
  ...missingFails,
  description: 'It contains this.',
  sql: (value, operand) => Prisma.sql`strpos(${value}, ${operand}) > 0`,
  holds: (value, operand) => String(value).includes(String(operand)),
  says: (operand) => `contains ${operand}`,
};

const startsWith: Operator = {
  ...missingFails,
  description: 'It starts with this.',
  sql: (value, operand) => Prisma.sql`starts_with(${value}, ${operand})`,
  holds: (value, operand) => String(value).startsWith(String(operand)),
  says: (operand) => `starts with ${operand}`,
};

const endsWith: Operator = {
  ...missingFails,
  description: 'It ends with this.',
  sql: (value, operand) => Prisma.sql`right(${value}, length(${operand})) = ${operand}`,
  holds: (value, operand) => String(value).endsWith(String(operand)),
  says: (operand) => `ends with ${operand}`,
};

const matches: Operator = {
  missing: false,
  takes: 'pattern',
  description:
    'Some of it matches this regular expression, or all of it if ^ and $ stand around. Beside . * + ? {2,5} | ( ) and sets such as [a-z] there are \\d, \\w and \\s, which are of ASCII; a backslash makes punctuation stand for itself. At most 500 characters, and 200 with repeats written out.',
  sql: (value, operand) => Prisma.sql`${byCodePoints(value)} ~ ${operand}`,
  holds: (value, operand) => matchesPattern(String(operand), String(value)),
  says: (operand) => `matches ${operand}`,
};

const matching = {
  contains,
  notContains: negation(contains, 'It does not contain this, or is missing.', (operand) => `does not contain ${operand}`),
  startsWith,
  notStartsWith: negation(startsWith, 'It does not start with this, or is missing.', (operand) => `does not start with ${operand}`),
  endsWith,
  notEndsWith: negation(endsWith, 'It does not end with this, or is missing.', (operand) => `does not end with ${operand}`),
  matches,
  notMatches: negation(
    matches,
    'Nothing in it matches this regular expression, or it is missing.',
    (operand) => `does not match ${operand}`,
  ),
};

/** The four orderings; `ordered` gives a value in SQL its order. */
const ordering = (words: Record<'gt' | 'gte' | 'lt' | 'lte', string>, ordered: (value: Sql) => Sql) =>
  ({
    gt: {
      ...missingFails,
      description: `It is ${words.gt} this.`,
      sql: (value, operand) => Prisma.sql`${ordered(value)} > ${operand}`,
      holds: (value, operand) => order(value, operand) > 0,
      says: (operand) => `is ${words.gt} ${operand}`,
    },
    gte: {
      ...missingFails,
      description: `It is ${words.gte} this.`,
      sql: (value, operand) => Prisma.sql`${ordered(value)} >= ${operand}`,
      holds: (value, operand) => order(value, operand) >= 0,
      says: (operand) => `is ${words.gte} ${operand}`,
    },
    lt: {
      ...missingFails,
      description: `It is ${words.lt} this.`,
      sql: (value, operand) => Prisma.sql`${ordered(value)} < ${operand}`,
      holds: (value, operand) => order(value, operand) < 0,
      says: (operand) => `is ${words.lt} ${operand}`,
    },
    lte: {
      ...missingFails,
      description: `It is ${words.lte} this.`,
      sql: (value, operand) => Prisma.sql`${ordered(value)} <= ${operand}`,
      holds: (value, operand) => order(value, operand) <= 0,
      says: (operand) => `is ${words.lte} ${operand}`,
    },
  }) satisfies Record<string, Operator>;

const byCodePoints = (value: Sql): Sql => Prisma.sql`(${value}) COLLATE "C"`;
const byItself = (value: Sql): Sql => value;

const textOrder = ordering({ gt: 'after', gte: 'at or after', lt: 'before', lte: 'at or before' }, byCodePoints);
const instantOrder = ordering({ gt: 'after', gte: 'at or after', lt: 'before', lte: 'at or before' }, byItself);
const sizes = { gt: 'more than', gte: 'at least', lt: 'less than', lte: 'at most' };
const numberOrder = ordering(sizes, byItself);
const versionOrder = ordering(sizes, byCodePoints);

const between = {
  missing: false,
  sql: (value: Sql, first: Sql, last: Sql) => Prisma.sql`${value} BETWEEN ${first} AND ${last}`,
  holds: (value: Comparable, first: Comparable, last: Comparable) => order(value, first) >= 0 && order(value, last) <= 0,
};

const relative = {
  withinLast: {
    ...between,
    takes: 'past',
    description: 'It lies between this duration ago and now. An ISO 8601 duration such as P30D.',
    says: (operand) => `is within the last ${operand}`,
  },
  withinNext: {
    ...between,
    takes: 'future',
    description: 'It lies between now and this duration ahead. An ISO 8601 duration such as P30D.',
    says: (operand) => `is within the next ${operand}`,
  },
  beforeLast: {
    missing: false,
    takes: 'past',
    description: 'It lies more than this duration ago, before all that withinLast holds of. An ISO 8601 duration such as P30D.',
    sql: (value, first) => Prisma.sql`${value} < ${first}`,
    holds: (value, first) => order(value, first) < 0,
    says: (operand) => `is more than ${operand} ago`,
  },
  afterNext: {
    missing: false,
    takes: 'future',
    description: 'It lies more than this duration ahead, after all that withinNext holds of. An ISO 8601 duration such as P30D.',
    sql: (value, _first, last) => Prisma.sql`${value} > ${last}`,
    holds: (value, _first, last) => order(value, last) > 0,
    says: (operand) => `is more than ${operand} ahead`,
  },
} satisfies Record<string, Operator>;

const textual = { ...equality, ...lists, ...matching, ...textOrder, ...exists };

/** The operators of each kind of value, by their names in GraphQL. */
export const operators = {
  string: textual,
  exactString: textual,
  boolean: { ...equality, ...exists },
  id: { ...equality, ...lists, ...exists },
  number: { ...equality, ...lists, ...numberOrder, ...exists },
  dateTime: { ...equality, ...lists, ...instantOrder, ...relative, ...exists },
  version: { ...equality, ...lists, ...versionOrder, ...exists },
  assignmentSource: { ...equality, ...lists, ...exists },
} satisfies Record<ComparedKind, Record<string, Operator>>;

/** The operator of this name, if values of the kind have it. */
export const operatorNamed = (kind: ComparedKind, name: string): Operator | undefined => {
  const named: Record<string, Operator> = operators[kind];
  return Object.hasOwn(named, name) ? named[name] : undefined;
};
