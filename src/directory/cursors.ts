import { z } from 'zod';
import { invalidInput } from './errors.ts';
import { forms, type KeyValue } from './orderKinds.ts';
import { keyOf, type Order } from './orders.ts';

const content = z.tuple([z.string(), z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))]);

const placeName = ({ column, path, kind }: Order) => (path ? JSON.stringify([column, ...path, kind]) : column);

/** Names the order that a cursor belongs to. */
const orderName = (orders: readonly Order[]) =>
  orders.map((order) => `${order.descending ? '-' : ''}${order.missingFirst ? '?' : ''}${placeName(order)}`).join();

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

const fits = (order: Order | undefined, key: KeyValue) => order !== undefined && forms[order.kind].fits(key);
