import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const base62 = (number: bigint, length: number): string =>
  length === 0 ? '' : base62(number / 62n, length - 1) + alphabet[Number(number % 62n)];

/** A new secret of 256 bits: a prefix that scanners recognise, and a checksum that tells a typing error from a revoked key. */
export function newSecret(kind: 'admin' | 'key' | 'scim') {
  const body = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), 43);
  return `muster_${kind}_${body}${base62(BigInt(crc32(body)), 6)}`;
}

/** What is kept of a secret. It has 256 bits of its own, so one round is enough. */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest();
