import { definitionsOf } from '#directory/definitions.ts';
import { invalidInput, limitExceeded } from '#directory/errors.ts';
import { attributeOrder, deviceOrders, groupOrders, type Order, type OrderKey, totalOrder, userOrders } from '#directory/orders.ts';
import type { Session } from '#directory/session.ts';
import { builder } from './builder.ts';

const Direction = builder.enumType('OrderDirection', {
  description: 'Which way an order runs.',
  values: {
    ASC: { description: 'Smallest, earliest or first in the alphabet first.' },
    DESC: { description: 'The other way round.' },
  } as const,
});

const MissingPlace = builder.enumType('MissingPlace', {
  description: 'Where rows without a value come.',
  values: { FIRST: { description: 'Before all others.' }, LAST: { description: 'After all others.' } } as const,
});

const words: Record<OrderKey['kind'], string> = {
  text: 'without regard to case',
  exact: 'exactly',
  boolean: 'false before true',
  instant: 'earliest first',
  id: 'which is the order of creation',
  number: 'smallest first',
  version: 'part by part as numbers',
};

const fieldValues = <Field extends string>(keys: Record<Field, OrderKey>) =>
  Object.fromEntries(
    Object.entries<OrderKey>(keys).map(([field, { column, isList, kind }]) => [
      field,
      { description: `By ${column}, ${isList ? 'that is the value of the primary one or else of the first, ' : ''}${words[kind]}.` },
    ]),
  ) as Record<Field, { description: string }>;

const UserOrderField = builder.enumType('UserOrderField', {
  description: 'What people can be put in order by.',
  values: fieldValues(userOrders),
});
const GroupOrderField = builder.enumType('GroupOrderField', {
  description: 'What groups can be put in order by.',
  values: fieldValues(groupOrders),
});
const DeviceOrderField = builder.enumType('DeviceOrderField', {
  description: 'What devices can be put in order by.',
  values: fieldValues(deviceOrders),
});

const direction = { type: Direction, required: true, defaultValue: 'ASC', description: 'Which way it runs.' } as const;

const missing = {
  type: MissingPlace,
  required: true,
  defaultValue: 'LAST',
  description: 'Where rows without a value come, whichever way it runs.',
} as const;

const mostSteps = 10;

export const UserOrder = builder.inputType('UserOrder', {
  description: `One step of an order of people, which has at most ${mostSteps}. Rows that are equal in every step follow by id.`,
  fields: (t) => ({
    field: t.field({ type: UserOrderField, description: 'What to compare; either this or attribute.' }),
    attribute: t.string({
      description: 'The key, or the path, of a declared attribute of one value to compare. What is not of its type counts as missing.',
    }),
    direction: t.field(direction),
    missing: t.field(missing),
  }),
});

export const GroupOrder = builder.inputType('GroupOrder', {
  description: `One step of an order of groups, which has at most ${mostSteps}. Rows that are equal in every step follow by id.`,
  fields: (t) => ({
    field: t.field({ type: GroupOrderField, required: true, description: 'What to compare.' }),
    direction: t.field(direction),
    missing: t.field(missing),
  }),
});

export const DeviceOrder = builder.inputType('DeviceOrder', {
  description: `One step of an order of devices, which has at most ${mostSteps}. Rows that are equal in every step follow by id.`,
  fields: (t) => ({
    field: t.field({ type: DeviceOrderField, required: true, description: 'What to compare.' }),
    direction: t.field(direction),
    missing: t.field(missing),
  }),
});

interface Way {
  direction: 'ASC' | 'DESC';
  missing: 'FIRST' | 'LAST';
}

function bounded<Step>(steps: readonly Step[] | null | undefined): readonly Step[] {
  if ((steps?.length ?? 0) > mostSteps) throw limitExceeded(`orderBy has at most ${mostSteps} steps. Send the first of them.`);
  return steps ?? [];
}

const toOrder = (key: OrderKey, { direction, missing }: Way): Order => ({
  ...key,
  descending: direction === 'DESC',
  missingFirst: missing === 'FIRST',
});

const toOrders =
  <Field extends string>(keys: Record<Field, OrderKey>) =>
  (steps: readonly (Way & { field: Field })[] | null | undefined): readonly Order[] =>
    totalOrder(bounded(steps).map((step) => toOrder(keys[step.field], step)));

export const toGroupOrders = toOrders(groupOrders);
export const toDeviceOrders = toOrders(deviceOrders);

type UserStep = Way & { field?: keyof typeof userOrders | null; attribute?: string | null };

/** People can also be put in order by what is declared of them. */
export const toUserOrders = async (session: Session, steps: readonly UserStep[] | null | undefined): Promise<readonly Order[]> =>
  totalOrder(await Promise.all(bounded(steps).map(async (step) => toOrder(await userKey(session, step), step))));

async function userKey(session: Session, { field, attribute }: UserStep): Promise<OrderKey> {
  if (field != null && attribute == null) return userOrders[field];
  if (field == null && attribute != null) return attributeOrder(await definitionsOf(session), attribute);
  throw invalidInput('orderBy: name either a field or an attribute in each step.');
}
