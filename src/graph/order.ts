import { groupOrders, type Order, type OrderKey, totalOrder, userOrders } from '#directory/orders.ts';
import { builder } from './builder.ts';

const Direction = builder.enumType('OrderDirection', {
  description: 'Which way an order runs. Missing values come last either way.',
  values: {
    ASC: { description: 'Smallest, earliest or first in the alphabet first.' },
    DESC: { description: 'The other way round.' },
  } as const,
});

const words: Record<OrderKey['kind'], string> = {
  text: 'without regard to case',
  exact: 'exactly',
  boolean: 'false before true',
  instant: 'earliest first',
  id: 'which is the order of creation',
};

const fieldValues = <Field extends string>(keys: Record<Field, OrderKey>) =>
  Object.fromEntries(
    Object.entries<OrderKey>(keys).map(([field, { column, kind }]) => [field, { description: `By ${column}, ${words[kind]}.` }]),
  ) as Record<Field, { description: string }>;

const UserOrderField = builder.enumType('UserOrderField', {
  description: 'What people can be put in order by.',
  values: fieldValues(userOrders),
});
const GroupOrderField = builder.enumType('GroupOrderField', {
  description: 'What groups can be put in order by.',
  values: fieldValues(groupOrders),
});

const direction = { type: Direction, required: true, defaultValue: 'ASC', description: 'Which way it runs.' } as const;

export const UserOrder = builder.inputType('UserOrder', {
  description: 'One step of an order of people. Rows that are equal in every step follow by id.',
  fields: (t) => ({
    field: t.field({ type: UserOrderField, required: true, description: 'What to compare.' }),
    direction: t.field(direction),
  }),
});

export const GroupOrder = builder.inputType('GroupOrder', {
  description: 'One step of an order of groups. Rows that are equal in every step follow by id.',
  fields: (t) => ({
    field: t.field({ type: GroupOrderField, required: true, description: 'What to compare.' }),
    direction: t.field(direction),
  }),
});

interface Step<Field> {
  field: Field;
  direction: 'ASC' | 'DESC';
}

const toOrders =
  <Field extends string>(keys: Record<Field, OrderKey>) =>
  (steps: readonly Step<Field>[] | null | undefined): readonly Order[] =>
    totalOrder((steps ?? []).map((step) => ({ ...keys[step.field], descending: step.direction === 'DESC' })));

export const toUserOrders = toOrders(userOrders);
export const toGroupOrders = toOrders(groupOrders);
