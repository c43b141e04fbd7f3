import { z } from 'zod';
import { invalidInput } from './errors.ts';
import { type KeyValue, keyOf, type Order } from './orders.ts';
import { isUuid } from './session.ts';

const content = z.tuple([z.string(), z.array(z.union([z.string(), z.boolean(), z.null()]))]);

/** Names the order that a cursor belongs to. */
const orderName = (orders: readonly Order[]) =>
  orders.map(({ column, descending, missingFirst }) => `${descending ? '-' : ''}${missingFirst ? '?' : ''}${column}`).join();

/** The place of a row in an order, opaque to clients; it needs no row to still exist. */
export const writeCursor = (orders: readonly Order[], row: object) =>
  Buffer.from(JSON.stringify([orderName(orders), orders.map((order) => keyOf(row, order))])).toString('base64url');

/** The keys in a cursor; refuses what this list, in this order, has not written. */
export function readCursor(orders: readonly Order[], cursor: string | null | undefined): readonly KeyValue[] | undefined {
  if (cursor == null) return undefined;
  const result = content.safeParse(parsed(cursor));
  const [name, keys] = result.success ? result.data : [undefined, []];
  if (name !== orderName(orders) || keys.length !== orders.length || !keys.every((key, place) => fits(orders[place], key))) {
    throw invalidInput('The cursor does not belong to this list in this order. Start again without after and before.');
  }
  return keys;
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

const isText = (key: KeyValue) => key === null || (typeof key === 'string' && !key.includes('\0'));

/** Whether a key can be compared with a column of this kind. */
const fitsKind: Record<Order['kind'], (key: KeyValue) => boolean> = {
  boolean: (key) => typeof key === 'boolean',
  id: (key) => typeof key === 'string' && isUuid(key),
  instant: (key) => key === null || (typeof key === 'string' && isInstant(key)),
  text: isText,
  exact: isText,
};

/** As writeCursor writes them, in years that PostgreSQL reads. */
const isInstant = (key: string) => /^(?!0000)\d{4}-/.test(key) && !Number.isNaN(Date.parse(key)) && new Date(key).toISOString() === key;

const fits = (order: Order | undefined, key: KeyValue) => order !== undefined && fitsKind[order.kind](key);
