import { type AttributeType, Prisma } from '#generated/prisma/client.ts';
import { ownValue } from './conditions/collections.ts';
import { attributeOf, type Definitions } from './conditions/definitions.ts';
import { kinds } from './conditions/kinds.ts';
import { invalidInput } from './errors.ts';
import { forms, type KeyValue, type OrderKind } from './orderKinds.ts';

/** What rows are put in order by: a column, or what stands at a path in a JSON column. */
export interface OrderKey {
  readonly column: string;
  readonly path?: readonly string[];
  /** Whether the column is a list, which goes by the value of its primary element, or else of the first (RFC 7644 §3.4.2.3). */
  readonly isList?: true;
  readonly kind: OrderKind;
}

/** One step of an order; every order ends with the id, so that no two rows are equal in it. */
export interface Order extends OrderKey {
  readonly descending: boolean;
  /** Whether rows without a value come before all others; otherwise they come after. */
  readonly missingFirst: boolean;
}

const text = (column: string) => ({ column, kind: 'text' }) as const;
const boolean = (column: string) => ({ column, kind: 'boolean' }) as const;
const instant = (column: string) => ({ column, kind: 'instant' }) as const;
const list = (column: string) => ({ column, isList: true, kind: 'text' }) as const;

const common = {
  ID: { column: 'id', kind: 'id' },
  CREATED_AT: instant('createdAt'),
  UPDATED_AT: instant('updatedAt'),
} as const satisfies Record<string, OrderKey>;

const provisioned = {
  ...common,
  DISPLAY_NAME: text('displayName'),
  EXTERNAL_ID: { column: 'externalId', kind: 'exact' },
} as const satisfies Record<string, OrderKey>;

/** What people can be put in order by. */
export const userOrders = {
  ...provisioned,
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
  ACTIVE: boolean('active'),
  EMAILS: list('emails'),
  PHONE_NUMBERS: list('phoneNumbers'),
  IMS: list('ims'),
  PHOTOS: { ...list('photos'), kind: 'exact' },
  ENTITLEMENTS: list('entitlements'),
  ROLES: list('roles'),
  EMPLOYEE_NUMBER: text('employeeNumber'),
  COST_CENTER: text('costCenter'),
  ORGANIZATION: text('organization'),
  DIVISION: text('division'),
  DEPARTMENT: text('department'),
} as const satisfies Record<string, OrderKey>;

/** What groups can be put in order by. */
export const groupOrders = provisioned;

/** What devices can be put in order by. */
export const deviceOrders = {
  ...common,
  SERIAL_NUMBER: text('serialNumber'),
  UDID: text('udid'),
  NAME: text('name'),
  PLATFORM: text('platform'),
  OS_VERSION: { column: 'osVersion', kind: 'version' },
  OS_BUILD: text('osBuild'),
  MODEL: text('model'),
  MANUFACTURER: text('manufacturer'),
  CHIP: text('chip'),
  SUPERVISED: boolean('supervised'),
  ENROLLMENT_TYPE: text('enrollmentType'),
  ENROLLED_AT: instant('enrolledAt'),
  LAST_CHECK_IN_AT: instant('lastCheckInAt'),
  OWNERSHIP: text('ownership'),
  ENCRYPTED: boolean('encrypted'),
  ASSET_TAG: text('assetTag'),
  REPORTED_ACCOUNT: text('reportedAccount'),
  ASSIGNMENT_SOURCE: { column: 'assignmentSource', kind: 'exact' },
  ASSIGNED_AT: instant('assignedAt'),
} as const satisfies Record<string, OrderKey>;

const attributeKinds: Record<AttributeType, OrderKind> = {
  STRING: 'text',
  NUMBER: 'number',
  BOOLEAN: 'boolean',
  DATE_TIME: 'instant',
  VERSION: 'version',
};

/** A declared attribute that people can be put in order by; a list of values has no place in an order. */
export function attributeOrder(definitions: Definitions, key: string): OrderKey {
  const definition = attributeOf(definitions, key)?.definition;
  if (!definition)
    throw invalidInput('orderBy: attribute must be the key or the path of a declared one. Ask attributeDefinitions for them.');
  const { schema, name, type, multiValued } = definition;
  if (multiValued) throw invalidInput(`orderBy: ${key} holds a list of values. Order by an attribute that holds one.`);
  return { column: 'extensions', path: [schema, name], kind: attributeKinds[type] };
}

export const byId: Order = { ...common.ID, descending: false, missingFirst: false };

/** The order of policies: of several, the one with the lowest number comes first. */
export const byPriority: readonly Order[] = [
  { column: 'priority', kind: 'number', descending: false, missingFirst: false },
  { ...text('name'), descending: false, missingFirst: false },
  byId,
];

/** The order of profile templates. */
export const byName: readonly Order[] = [{ ...text('name'), descending: false, missingFirst: false }, byId];

/** The order of the templates of several policies: that of the policies, and then by name. */
export const byPolicy: readonly Order[] = [
  { column: 'priority', kind: 'number', descending: false, missingFirst: false },
  { ...text('policyName'), descending: false, missingFirst: false },
  { column: 'policyId', kind: 'id', descending: false, missingFirst: false },
  ...byName,
];

/** The order asked for, made total: rows that are equal in it follow by id. */
export const totalOrder = (asked: readonly Order[]): readonly Order[] => {
  const upToId = asked.findIndex(({ kind }) => kind === 'id');
  return upToId < 0 ? [...asked, byId] : asked.slice(0, upToId + 1);
};

/** The place of a row in an order, as JSON can carry it. */
export const keyOf = (row: object, { column, path = [], isList, kind }: Order): KeyValue => {
  const held: unknown = Reflect.get(row, column);
  return forms[kind].key(isList ? ownValue(foremost(held), 'value') : path.reduce<unknown>(ownValue, held));
};

const foremost = (list: unknown): unknown =>
  Array.isArray(list) ? (list.find((element) => ownValue(element, 'primary') === true) ?? list[0]) : undefined;

function inRow({ column, path, isList, kind }: Order): Prisma.Sql {
  const value = Prisma.raw(`"row"."${column}"`);
  const { expression, json } = forms[kind];
  if (isList) {
    const primary = Prisma.sql`jsonb_path_query_first(${value}, '$[*] ? (@.primary == true)')`;
    return expression(kinds[json].fromJson(Prisma.sql`(coalesce(${primary}, ${value} -> 0) -> 'value')`));
  }
  if (!path) return expression(value);
  return expression(kinds[json].fromJson(Prisma.sql`(${value} #> ${path}::text[])`));
}

const given = ({ kind }: Order, key: KeyValue) => forms[kind].expression(forms[kind].parameter(key));

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
