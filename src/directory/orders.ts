import { Prisma } from '#generated/prisma/client.ts';

/** How a column is put in order: text without regard to case, everything else as it is. */
type Kind = 'text' | 'exact' | 'boolean' | 'instant' | 'id';

export interface OrderKey {
  readonly column: string;
  readonly kind: Kind;
}

/** One step of an order; every order ends with the id, so that no two rows are equal in it. */
export interface Order extends OrderKey {
  readonly descending: boolean;
  /** Whether rows without a value come before all others; otherwise they come after. */
  readonly missingFirst: boolean;
}

const text = (column: string): OrderKey => ({ column, kind: 'text' });

const common = {
  ID: { column: 'id', kind: 'id' },
  DISPLAY_NAME: text('displayName'),
  EXTERNAL_ID: { column: 'externalId', kind: 'exact' },
  CREATED_AT: { column: 'createdAt', kind: 'instant' },
  UPDATED_AT: { column: 'updatedAt', kind: 'instant' },
} as const satisfies Record<string, OrderKey>;

/** What people can be put in order by. */
export const userOrders = {
  ...common,
  USER_NAME: text('userName'),
  FORMATTED_NAME: text('formattedName'),
  FAMILY_NAME: text('familyName'),
  GIVEN_NAME: text('givenName'),
  MIDDLE_NAME: text('middleName'),
  HONORIFIC_PREFIX: text('honorificPrefix'),
  HONORIFIC_SUFFIX: text('honorificSuffix'),
  NICK_NAME: text('nickName'),
  PROFILE_URL: text('profileUrl'),
  TITLE: text('title'),
  USER_TYPE: text('userType'),
  PREFERRED_LANGUAGE: text('preferredLanguage'),
  LOCALE: text('locale'),
  TIMEZONE: text('timezone'),
  ACTIVE: { column: 'active', kind: 'boolean' },
  EMPLOYEE_NUMBER: text('employeeNumber'),
  COST_CENTER: text('costCenter'),
  ORGANIZATION: text('organization'),
  DIVISION: text('division'),
  DEPARTMENT: text('department'),
} as const satisfies Record<string, OrderKey>;

/** What groups can be put in order by. */
export const groupOrders = common;

export const byId: Order = { ...common.ID, descending: false, missingFirst: false };

/** The order asked for, made total: rows that are equal in it follow by id. */
export const totalOrder = (asked: readonly Order[]): readonly Order[] => {
  const upToId = asked.findIndex(({ kind }) => kind === 'id');
  return upToId < 0 ? [...asked, byId] : asked.slice(0, upToId + 1);
};

export type KeyValue = string | boolean | null;

/** The place of a row in an order, as JSON can carry it. */
export const keyOf = (row: object, { column }: Order): KeyValue => {
  const value: unknown = Reflect.get(row, column);
  return value instanceof Date ? value.toISOString() : ((value as KeyValue | undefined) ?? null);
};

const forms: Record<Kind, { expression: (value: Prisma.Sql) => Prisma.Sql; type: Prisma.Sql }> = {
  text: { expression: (value) => Prisma.sql`fold(${value}) COLLATE "C"`, type: Prisma.sql`text` },
  exact: { expression: (value) => Prisma.sql`${value} COLLATE "C"`, type: Prisma.sql`text` },
  boolean: { expression: (value) => value, type: Prisma.sql`boolean` },
  instant: { expression: (value) => value, type: Prisma.sql`timestamptz` },
  id: { expression: (value) => value, type: Prisma.sql`uuid` },
};

const inRow = ({ column, kind }: Order) => forms[kind].expression(Prisma.raw(`"row"."${column}"`));

const given = ({ kind }: Order, key: KeyValue) => {
  const { expression, type } = forms[kind];
  return expression(Prisma.sql`${key}::${type}`);
};

/** ORDER BY, or all of it the other way round when paging backward. */
export const ordering = (orders: readonly Order[], backward: boolean) =>
  Prisma.join(
    orders.map((order) => {
      const direction = order.descending === backward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
      return Prisma.sql`${inRow(order)} ${direction} ${order.missingFirst === backward ? Prisma.sql`NULLS LAST` : Prisma.sql`NULLS FIRST`}`;
    }),
  );

/** The rows that follow a place in the order. */
export const after = (orders: readonly Order[], keys: readonly KeyValue[]) => beyond(orders, keys, true);

/** The rows that come before a place in the order. */
export const before = (orders: readonly Order[], keys: readonly KeyValue[]) => beyond(orders, keys, false);

/** Whether a row lies beyond a key: after it, or before it. */
function strictly(order: Order, key: KeyValue, forward: boolean): Prisma.Sql {
  const missingBeyond = order.missingFirst !== forward;
  if (key === null) return missingBeyond ? Prisma.sql`FALSE` : Prisma.sql`${inRow(order)} IS NOT NULL`;
  const compared = Prisma.sql`${inRow(order)} ${order.descending === forward ? Prisma.sql`<` : Prisma.sql`>`} ${given(order, key)}`;
  return missingBeyond && order.kind !== 'id' ? Prisma.sql`(${compared} OR ${inRow(order)} IS NULL)` : compared;
}

const ties = (order: Order, key: KeyValue) =>
  key === null ? Prisma.sql`${inRow(order)} IS NULL` : Prisma.sql`${inRow(order)} = ${given(order, key)}`;

/** Lexicographic: beyond in the first key, or equal in it and beyond in the rest. */
function beyond([order, ...rest]: readonly Order[], [key = null, ...keys]: readonly KeyValue[], forward: boolean): Prisma.Sql {
  if (!order) return Prisma.sql`FALSE`;
  if (rest.length === 0) return strictly(order, key, forward);
  return Prisma.sql`(${strictly(order, key, forward)} OR (${ties(order, key)} AND ${beyond(rest, keys, forward)}))`;
}
