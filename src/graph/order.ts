import { groupOrders, type Order, type OrderKey, totalOrder, userOrders } from '#directory/orders.ts';
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

const missing = {
  type: MissingPlace,
  required: true,
  defaultValue: 'LAST',
  description: 'Where rows without a value come, whichever way it runs.',
} as const;

export const UserOrder = builder.inputType('UserOrder', {
  description: 'One step of an order of people. Rows that are equal in every step follow by id.',
  fields: (t) => ({
    field: t.field({ type: UserOrderField, required: true, description: 'What to compare.' }),
    direction: t.field(direction),
    missing: t.field(missing),
  }),
});

export const GroupOrder = builder.inputType('GroupOrder', {
  description: 'One step of an order of groups. Rows that are equal in every step follow by id.',
  fields: (t) => ({
    field: t.field({ type: GroupOrderField, required: true, description: 'What to compare.' }),
    direction: t.field(direction),
    missing: t.field(missing),
  }),
});

interface Step<Field> {
  field: Field;
  direction: 'ASC' | 'DESC';
  missing: 'FIRST' | 'LAST';
}

const toOrders =
  <Field extends string>(keys: Record<Field, OrderKey>) =>
  (steps: readonly Step<Field>[] | null | undefined): readonly Order[] =>
    totalOrder(
      (steps ?? []).map(({ field, direction, missing }) => ({
        ...keys[field],
        descending: direction === 'DESC',
        missingFirst: missing === 'FIRST',
      })),
    );

export const toUserOrders = toOrders(userOrders);
export const toGroupOrders = toOrders(groupOrders);
