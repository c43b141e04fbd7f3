import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { expiredCursor, invalidCursor } from './errors.ts';

/** How many seconds a cursor is good for (RFC 9865 §4). */
export const cursorTimeout = 3600;

/** Which way from a row of a list of the graph a page lies; `cursor` is the graph's own name for that row's place. */
export interface Place {
  side: 'after' | 'before';
  list: string;
  cursor: string;
}

/** What a cursor is bound to: a secret of whoever was given it, and the query that it was given for. */
export interface Bond {
  secret: string;
  query: string;
}

/**
 * A place, sealed: nobody can read what the rows are sorted by, move it to another query or prolong it, and no state is kept for it.
 * Every process that is shown the same secret can open it; whoever shows another secret starts again.
 */
export function sealCursor(bond: Bond, place: Place, now = Date.now()): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, keyOf(bond), nonce).setAAD(Buffer.from(bond.query));
  const sealed = [cipher.update(JSON.stringify([now + cursorTimeout * 1000, place]), 'utf8'), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64url');
}

/** The place in a cursor; what was not sealed here for this bond is refused in one way, whatever is wrong with it (RFC 9865 §7.2). */
export function openCursor(bond: Bond, cursor: string, now = Date.now()): Place {
  const [expiry, place] = unsealed(bond, cursor) ?? [];
  if (!expiry || !place)
    throw invalidCursor('The cursor does not belong to this query. Repeat the query as it was, or start again with an empty cursor.');
  if (now > expiry) throw expiredCursor(`The cursor has expired after ${cursorTimeout} seconds. Start again with an empty cursor.`);
  return place;
}

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

const keyOf = ({ secret }: Bond) => Buffer.from(hkdfSync('sha256', secret, '', 'SCIM cursor 1', 32));

function unsealed(bond: Bond, cursor: string): [expiry: number, place: Place] | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= nonceLength + tagLength || bytes.toString('base64url') !== cursor) return undefined;
  const decipher = createDecipheriv(algorithm, keyOf(bond), bytes.subarray(0, nonceLength), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(bond.query)).setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
  try {
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]).toString());
  } catch {
    return undefined;
  }
}
